/** Columns of numbers as bins of one byte: what boosting reads. MODELS-RETENTION C.5, point 1. */

/** Where the bins of a column end: bin i holds thresholds[i - 1] < x <= thresholds[i]. */
export type NumericFeature = Readonly<{ kind: "numeric"; thresholds: readonly number[] }>;

/** One bin per code, ascending; a code that was not there when the bins were made counts as missing. */
export type CategoryFeature = Readonly<{ kind: "category"; codes: readonly number[] }>;

/** How a column becomes bins; JSON. What is not finite is missing and has the bin after the last one. */
export type Feature = NumericFeature | CategoryFeature;

/** Feature-major: one byte per row and feature. */
export type Bins = Readonly<{
  rows: number;
  features: readonly Feature[];
  columns: readonly Uint8Array[];
}>;

export type BinningOptions = Readonly<{
  maxBins?: number; // of a numeric column, 2 to 255
  categories?: readonly number[]; // columns whose numbers are codes: at most 255 different ones
}>;

const MAX_BINS = 255; // a byte, less the bin of what is missing
const SAMPLE = 200_000; // values of a column that decide where its bins end

/** Bins of a feature without the one for missing values, which is also the number of that one. */
export const binsOf = (feature: Feature): number =>
  feature.kind === "numeric" ? feature.thresholds.length + 1 : feature.codes.length;

/** Decides the bins of every column. @param columns all of one length; categories beyond the 255th code are missing */
export function featuresOf(columns: readonly Float64Array[], options: BinningOptions = {}): readonly Feature[] {
  const { maxBins = MAX_BINS, categories = [] } = options;
  return columns.map((column, j): Feature => {
    const sorted = sample(column).filter(Number.isFinite).sort();
    if (!categories.includes(j)) return { kind: "numeric", thresholds: thresholdsOf(sorted, maxBins) };
    return { kind: "category", codes: distinct(column.filter(Number.isFinite).sort()).slice(0, MAX_BINS) };
  });
}

/** Puts columns into the bins of `features`. */
export function toBins(features: readonly Feature[], columns: readonly Float64Array[]): Bins {
  const rows = columns[0]?.length ?? 0;
  return { rows, features, columns: features.map((feature, j) => binColumn(feature, columns[j])) };
}

function sample(column: Float64Array): Float64Array {
  if (column.length <= SAMPLE) return column;
  const stride = column.length / SAMPLE;
  return Float64Array.from({ length: SAMPLE }, (_, k) => column[Math.floor((k + 0.5) * stride)]);
}

function distinct(sorted: Float64Array): number[] {
  const values: number[] = [];
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) values.push(sorted[i]);
  return values;
}

const middle = (a: number, b: number): number => a / 2 + b / 2;

/** Midpoints of the values when they are few, else of the order statistics around the quantiles k / maxBins. */
function thresholdsOf(sorted: Float64Array, maxBins: number): readonly number[] {
  const values = distinct(sorted);
  if (values.length <= maxBins) return values.slice(1).map((value, i) => middle(values[i], value));
  const thresholds: number[] = [];
  for (let k = 1; k < maxBins; k++) {
    const place = (sorted.length - 1) * (k / maxBins);
    const threshold = middle(sorted[Math.floor(place)], sorted[Math.ceil(place)]);
    if (threshold !== thresholds[thresholds.length - 1]) thresholds.push(threshold);
  }
  return thresholds;
}

function binColumn(feature: Feature, column: Float64Array): Uint8Array {
  const bins = new Uint8Array(column.length);
  const missing = binsOf(feature);
  const isCategory = feature.kind === "category";
  const edges = Float64Array.from(isCategory ? feature.codes : feature.thresholds);
  for (let i = 0; i < column.length; i++) {
    const x = column[i];
    let [low, high] = [0, edges.length];
    while (low < high) {
      const at = (low + high) >> 1;
      if (edges[at] < x) low = at + 1;
      else high = at;
    }
    bins[i] = !Number.isFinite(x) || (isCategory && edges[low] !== x) ? missing : low;
  }
  return bins;
}
