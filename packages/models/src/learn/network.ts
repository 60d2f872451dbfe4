/**
 * A small neural network that predicts a zero-inflated log-normal: ReLU layers, three outputs (logit of p, mu, s with
 * sigma = softplus(s)), Adam on small batches, stopped early. MODELS-RETENTION C.10.
 */
import { normal, seeded } from "../math/random.js";
import { adam } from "./adam.js";
import { encode, encodingOf } from "./encoding.js";
import type { Encoding } from "./encoding.js";
import { outputOf, slopes } from "./layers.js";
import type { Batch, Layer } from "./layers.js";
import { distributionOf, fitConstant, lossOf } from "./ziln.js";
import type { Ziln } from "./ziln.js";

/** A fit; JSON. Networks from several starts are averaged. */
export type Network = Readonly<{
  encoding: Encoding;
  members: readonly (readonly Layer[])[];
  losses: readonly (readonly number[])[]; // of each member: mean validation loss before and after each epoch
}>;

export type NetworkOptions = Readonly<{
  hidden?: readonly number[];
  epochs?: number;
  patience?: number; // epochs without a better validation loss
  batch?: number;
  learningRate?: number;
  decay?: number; // of the weights
  dropout?: number; // share of the hidden values left out in training
  members?: number;
  seed?: number;
  categories?: readonly number[]; // columns whose numbers are codes
}>;

const DEFAULTS = {
  hidden: [64, 32],
  epochs: 60,
  patience: 5,
  batch: 1024,
  learningRate: 1e-3,
  decay: 1e-5,
  dropout: 0.1,
  members: 3,
  seed: 1,
};
const MAX_NORM = 5; // of the slopes; longer ones are clipped
const MAX_SIGMA = 3; // in predictions: the mean grows like e^(sigma^2 / 2)
const LEAST_SIGMA = 0.05; // of the constant the network starts from
const OUTPUTS = 3;

/** Rows to learn from, and rows that say when to stop. */
export type NetworkTraining = Readonly<{
  columns: readonly Float64Array[];
  target: Float64Array; // >= 0
  rows: Int32Array;
  validation: Int32Array;
}>;

type Encoded = Omit<NetworkTraining, "columns"> & Readonly<{ inputs: readonly Float64Array[]; constant: Ziln }>;
type Options = Required<Omit<NetworkOptions, "categories">>;

/** Fits several networks from different starts; each keeps its best epoch. */
export function fit(training: NetworkTraining, given: NetworkOptions = {}): Network {
  const { columns, target, rows } = training;
  const options: Options = { ...DEFAULTS, ...given };
  const encoding = encodingOf(columns, rows, given.categories ?? []);
  const constant = fitConstant(Float64Array.from(rows, (row) => target[row]));
  const encoded = { ...training, inputs: encode(encoding, columns), constant };
  const fits = Array.from({ length: options.members }, (_, m) =>
    train(encoded, { ...options, seed: options.seed + m }),
  );
  return { encoding, members: fits.map(({ layers }) => layers), losses: fits.map(({ losses }) => losses) };
}

/** The distribution of each row: the parameters of the members averaged. */
export function distributions({ encoding, members }: Network, columns: readonly Float64Array[]): readonly Ziln[] {
  return encode(encoding, columns).map((x) => {
    const all = members.map((layers) => distributionOf(outputOf(layers, x)));
    const mean = (of: (one: Ziln) => number): number => all.reduce((sum, one) => sum + of(one), 0) / all.length;
    return {
      p: mean(({ p }) => p),
      mu: mean(({ mu }) => mu),
      sigma: Math.min(
        mean(({ sigma }) => sigma),
        MAX_SIGMA,
      ),
    };
  });
}

function train(encoded: Encoded, options: Options): Readonly<{ layers: readonly Layer[]; losses: readonly number[] }> {
  const random = seeded(options.seed);
  const rows = encoded.rows.slice();
  const step = adam({ learningRate: options.learningRate, decay: options.decay, maxNorm: MAX_NORM });
  let layers = startOf([encoded.inputs[0].length, ...options.hidden, OUTPUTS], encoded.constant, random);
  let best = layers;
  const losses = [validationLoss(layers, encoded)];
  let least = losses[0];
  for (let epoch = 0, since = 0; epoch < options.epochs && since < options.patience; epoch++, since++) {
    shuffle(rows, random);
    for (let from = 0; from < rows.length; from += options.batch) {
      const batch = batchOf(encoded, rows.subarray(from, from + options.batch), { ...options, random });
      layers = step(layers, slopes(layers, batch).layers);
    }
    const loss = validationLoss(layers, encoded);
    losses.push(loss);
    if (loss >= least) continue;
    [best, least, since] = [layers, loss, -1];
  }
  return { layers: best, losses };
}

/** He's weights; the last biases say what is known without any feature. */
function startOf(widths: readonly number[], { p, mu, sigma }: Ziln, random: () => number): readonly Layer[] {
  const s = Math.log(Math.expm1(Math.max(sigma, LEAST_SIGMA)));
  return widths.slice(1).map((outputs, l) => {
    const inputs = widths[l];
    const isLast = l === widths.length - 2;
    const bias = isLast ? [Math.log(p / (1 - p)), mu, s] : Array.from({ length: outputs }, () => 0);
    const spread = Math.sqrt(2 / inputs) * (isLast ? 0.1 : 1);
    const weights = Array.from({ length: inputs * outputs }, () => spread * normal(random));
    return { inputs, outputs, weights, bias };
  });
}

type Dropping = Readonly<{ hidden: readonly number[]; dropout: number; random: () => number }>;

function batchOf({ inputs, target }: Encoded, rows: Int32Array, { hidden, dropout, random }: Dropping): Batch {
  const chosen = Array.from(rows, (row) => inputs[row]);
  const mask = (width: number): Float64Array =>
    Float64Array.from({ length: width }, () => (random() < dropout ? 0 : 1 / (1 - dropout)));
  const masks = dropout > 0 ? chosen.map(() => hidden.map(mask)) : [];
  return { inputs: chosen, target: Array.from(rows, (row) => target[row]), masks };
}

/** Fisher and Yates. */
function shuffle(rows: Int32Array, random: () => number): void {
  for (let i = rows.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
}

function validationLoss(layers: readonly Layer[], { inputs, target, validation }: Encoded): number {
  let sum = 0;
  for (const row of validation) sum += lossOf(target[row], outputOf(layers, inputs[row])).loss;
  return sum / validation.length;
}
