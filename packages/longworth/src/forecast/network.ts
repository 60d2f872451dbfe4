/** A small neural network that learns who will be worth most, as a rival of the trees (MODELS-RETENTION C.10). */
import { losses, metrics, network, ziln } from "@longworth/models";

/** Customer-origins, the newest origin first. */
export interface NetworkRows {
  readonly columns: readonly Float64Array[]; // features
  readonly categories: readonly number[]; // of the columns
  readonly fold: Uint8Array;
  readonly target: Float64Array; // >= 0, of mean about 1
  readonly newest: number; // rows of the newest origin, the first ones
}

/** JSON. `level` is added to the logs of the networks' means, so that the sum over the rows is what came. */
export type NetworkLearner = Readonly<{ networks: readonly network.Network[]; level: number }>;

const SETTINGS = { hidden: [32, 16], epochs: 30, patience: 4, batch: 256, members: 1, learningRate: 2e-3 } as const;
const LEAST = 1e-9;
const TWEEDIE = { kind: "tweedie", power: 1.5 } as const;
const PROOF = 2; // standard errors by which the network must better the trees

/** One network per fold, fitted without its rows; `outside` are the scores of the newest origin from the one that has not seen them. */
export function learnNetwork({
  columns,
  categories,
  fold,
  target,
  newest,
}: NetworkRows): NetworkLearner & Readonly<{ outside: Float64Array }> {
  const raw = new Float64Array(target.length);
  const rowsWhere = (keep: (row: number) => boolean): Int32Array => Int32Array.from(target.keys()).filter(keep);
  const networks = Array.from({ length: Math.max(...fold) + 1 }, (_, k) => k).map((own) => {
    const validation = rowsWhere((row) => fold[row] === own);
    const rows = rowsWhere((row) => fold[row] !== own);
    const fitted = network.fit({ columns, target, rows, validation }, { ...SETTINGS, categories });
    logMeans(fitted, columns.map((column) => Float64Array.from(validation, (row) => column[row]!))).forEach((score, i) => (raw[validation[i]!] = score)); // prettier-ignore
    return fitted;
  });
  const level = Math.log(Math.max(metrics.total(target), LEAST) / metrics.total(raw.map(Math.exp)));
  return { networks, level, outside: raw.slice(0, newest).map((score) => score + level) };
}

/** Log of the expected target: the mean of the networks' scores, at the level of what came. */
export function networkScores({ networks, level }: NetworkLearner, columns: readonly Float64Array[]): Float64Array {
  const each = networks.map((one) => logMeans(one, columns));
  return Float64Array.from(columns[0] ?? [], (_, i) => level + each.reduce((sum, scores) => sum + scores[i]!, 0) / each.length); // prettier-ignore
}

const logMeans = (fitted: network.Network, columns: readonly Float64Array[]): Float64Array =>
  Float64Array.from(network.distributions(fitted, columns), (one) => Math.log(Math.max(ziln.mean(one), LEAST)));

/** Whether the mean of both scores is better than the trees' alone for sure, each at the level of what came. */
export function betters(target: Float64Array, trees: Float64Array, both: Float64Array): boolean {
  const of = losses.derivatives(TWEEDIE);
  const [first, second] = [trees, both].map((scores) => atLevel(scores, target));
  const gains = target.map((y, i) => of(y, first![i]!)[0] - of(y, second![i]!)[0]);
  const mean = metrics.mean(gains);
  const variance = metrics.mean(gains.map((gain) => (gain - mean) ** 2));
  return mean > PROOF * Math.sqrt(variance / gains.length);
}

function atLevel(scores: Float64Array, target: Float64Array): Float64Array {
  const shift = Math.log(Math.max(metrics.total(target), LEAST) / metrics.total(scores.map(Math.exp)));
  return scores.map((score) => score + shift);
}
