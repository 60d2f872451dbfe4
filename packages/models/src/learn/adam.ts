/** Adam (Kingma and Ba 2015) on the weights of layers, with decay of the weights and a bound on the slopes. */
import type { Layer, LayerSlopes } from "./layers.js";

export type AdamOptions = Readonly<{ learningRate: number; decay: number; maxNorm: number }>;

const FIRST = 0.9; // memory of the mean slope
const SECOND = 0.999; // memory of the mean square
const EPSILON = 1e-8;

/** @returns a function that takes the layers and their slopes and gives the next layers; it remembers its way */
export function adam({ learningRate, decay, maxNorm }: AdamOptions) {
  let step = 0;
  let memory: readonly Float64Array[] = [];
  return (layers: readonly Layer[], given: readonly LayerSlopes[]): readonly Layer[] => {
    const slopes = given.flatMap(({ weights, bias }) => [weights, bias]);
    const values = layers.flatMap(({ weights, bias }) => [weights, bias]);
    if (step === 0) memory = slopes.map((slope) => new Float64Array(2 * slope.length));
    step++;
    const norm = Math.sqrt(slopes.reduce((sum, slope) => sum + slope.reduce((s, g) => s + g * g, 0), 0));
    const clip = norm > maxNorm ? maxNorm / norm : 1;
    const [first, second] = [1 - FIRST ** step, 1 - SECOND ** step];
    const next = values.map((value, p) =>
      value.map((w, i) => {
        const g = slopes[p][i] * clip + decay * w;
        const mean = (memory[p][2 * i] = FIRST * memory[p][2 * i] + (1 - FIRST) * g);
        const square = (memory[p][2 * i + 1] = SECOND * memory[p][2 * i + 1] + (1 - SECOND) * g * g);
        return w - (learningRate * (mean / first)) / (Math.sqrt(square / second) + EPSILON);
      }),
    );
    return layers.map((layer, l) => ({ ...layer, weights: next[2 * l], bias: next[2 * l + 1] }));
  };
}
