/** Fully connected layers with ReLU between them, and the slopes of their loss by back-propagation. */
import { lossOf } from "./ziln.js";
import type { Heads } from "./ziln.js";

/** One layer: weights input by input, `inputs` x `outputs`; JSON. */
export type Layer = Readonly<{ inputs: number; outputs: number; weights: readonly number[]; bias: readonly number[] }>;

/** Rows; `masks` are what the values of the hidden layers are multiplied by (dropout). */
export type Batch = Readonly<{
  inputs: readonly Float64Array[];
  target: ArrayLike<number>;
  masks?: readonly (readonly Float64Array[])[];
}>;

/** Mean loss of a batch and its slope in every weight and bias, layer by layer. */
export type Slopes = Readonly<{ loss: number; layers: readonly LayerSlopes[] }>;
export type LayerSlopes = Readonly<{ weights: Float64Array; bias: Float64Array }>;

/** Loss of the zero-inflated log-normal head, and its slopes. */
export function slopes(layers: readonly Layer[], { inputs, target, masks = [] }: Batch): Slopes {
  const into = layers.map(({ weights, bias }) => ({
    weights: new Float64Array(weights.length),
    bias: new Float64Array(bias.length),
  }));
  let loss = 0;
  for (const [i, x] of inputs.entries()) {
    const values = forward(layers, x, masks[i]);
    const at = lossOf(target[i], headsOf(values[layers.length]));
    loss += at.loss / inputs.length;
    const { logit, mu, s } = at.gradient;
    const share = 1 / inputs.length;
    backward({ layers, values, masks: masks[i], into }, Float64Array.of(logit * share, mu * share, s * share));
  }
  return { loss, layers: into };
}

/** The heads of one row. */
export const outputOf = (layers: readonly Layer[], x: Float64Array): Heads =>
  headsOf(forward(layers, x)[layers.length]);

const headsOf = (output: Float64Array): Heads => ({ logit: output[0], mu: output[1], s: output[2] });

/** What goes into each layer, and what comes out of the last one. */
function forward(layers: readonly Layer[], x: Float64Array, masks?: readonly Float64Array[]): Float64Array[] {
  const values = [x];
  for (const [l, { inputs, outputs, weights, bias }] of layers.entries()) {
    const before = values[l];
    const after = Float64Array.from(bias);
    for (let j = 0; j < inputs; j++) {
      const v = before[j];
      if (v !== 0) for (let k = 0; k < outputs; k++) after[k] += v * weights[j * outputs + k];
    }
    const mask = masks?.[l];
    if (l < layers.length - 1) {
      for (let k = 0; k < outputs; k++) after[k] = Math.max(after[k], 0) * (mask === undefined ? 1 : mask[k]);
    }
    values.push(after);
  }
  return values;
}

type Way = Readonly<{
  layers: readonly Layer[];
  values: readonly Float64Array[];
  masks: readonly Float64Array[] | undefined;
  into: readonly LayerSlopes[];
}>;

/** Adds the slopes of one row, from the last layer to the first. */
function backward({ layers, values, masks, into }: Way, last: Float64Array): void {
  let slope = last;
  for (let l = layers.length - 1; l >= 0; l--) {
    const { inputs, outputs, weights } = layers[l];
    const before = values[l];
    const mask = l > 0 ? masks?.[l - 1] : undefined;
    const next = new Float64Array(inputs);
    for (let k = 0; k < outputs; k++) into[l].bias[k] += slope[k];
    for (let j = 0; j < inputs; j++) {
      if (before[j] === 0) continue; // neither its weights nor, after ReLU, what is before it can matter
      let sum = 0;
      for (let k = 0; k < outputs; k++) {
        into[l].weights[j * outputs + k] += before[j] * slope[k];
        sum += weights[j * outputs + k] * slope[k];
      }
      next[j] = mask === undefined ? sum : sum * mask[j];
    }
    slope = next;
  }
}
