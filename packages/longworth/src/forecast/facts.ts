/** What else is known of customers, and since when: channel, plan, scores, contacts. Beside the History, alike in order. */
import { metrics, ranking } from "@longworth/models";

/** One column of a file of facts; categories are codes, NaN is missing. */
export interface FactColumn {
  readonly name: string; // the header
  readonly block: number; // which file
  readonly isCategory: boolean;
  readonly values: Float64Array; // one per row
}

/** Rows of customer c are `offsets[c]` to `offsets[c + 1]`, by day ascending. */
export interface CustomerFacts {
  readonly offsets: Int32Array; // customers + 1
  readonly day: Int32Array; // days since 1970-01-01: known from the end of that day; ALWAYS for undated rows
  readonly columns: readonly FactColumn[];
}

/** The day of a fact without a day. */
export const ALWAYS = -2_147_483_648;

/** What was known of a customer at the end of a day: the newest value that is there. @returns one per column */
export function knownFacts(
  { offsets, day, columns }: CustomerFacts,
  customer: number,
  origin: number,
): readonly number[] {
  return columns.map(({ values }) => {
    for (let row = offsets[customer + 1]! - 1; row >= offsets[customer]!; row--)
      if (day[row]! <= origin && !Number.isNaN(values[row]!)) return values[row]!;
    return NaN;
  });
}

/** Only the columns of these blocks; undefined where none is left. */
export function factsOfBlocks(facts: CustomerFacts, blocks: readonly number[]): CustomerFacts | undefined {
  const columns = facts.columns.filter(({ block }) => blocks.includes(block));
  return columns.length === 0 ? undefined : { ...facts, columns };
}

/** Columns without these. */
export const withoutColumns = (facts: CustomerFacts, left: ReadonlySet<number>): CustomerFacts => ({
  ...facts,
  columns: facts.columns.filter((_, j) => !left.has(j)),
});

/** Why a column is not learnt from. */
export type Unfit = "tells_the_outcome" | "repeats_the_orders" | "known_too_late";

const TELLS = 0.95; // AUC by one column alone: nothing that was known beforehand tells so much
const REPEATS = 0.98; // rank correlation with what the orders add up to at the end
const LEAST = 50; // customers with a value, for a judgement
const LEAST_OF_CATEGORY = 10; // customers of a category whose share of buyers counts

/** Customers at an origin: what a column said, whether they came back, and their totals over the whole history. */
export type LeakEvidence = Readonly<{
  values: Float64Array; // of the column, per customer
  isActive: Float64Array; // 1: bought in the window after the origin
  purchases: Float64Array; // until the end of the data
  money: Float64Array;
}>;

/**
 * Whether a column holds what came later: it tells who came back nearly by itself, or is one of the customer's totals at
 * the day of the export, which the past did not know; and whether nothing in it was known at the origin yet.
 */
export function unfitness({ isCategory }: Pick<FactColumn, "isCategory">, evidence: LeakEvidence): Unfit | null {
  const known = Array.from(evidence.values.keys()).filter((i) => !Number.isNaN(evidence.values[i]!));
  if (known.length === 0) return "known_too_late";
  if (known.length < LEAST) return null;
  const pick = (column: Float64Array) => Float64Array.from(known, (i) => column[i]!);
  const [values, isActive] = [pick(evidence.values), pick(evidence.isActive)];
  const scores = isCategory ? sharesOf(values, isActive) : values;
  const auc = metrics.auc(isActive, scores);
  if (Math.max(auc, 1 - auc) >= TELLS) return "tells_the_outcome";
  if (isCategory) return null;
  const repeats = [evidence.purchases, evidence.money].some(
    (column) => Math.abs(ranking.spearman(pick(column), values)) >= REPEATS,
  );
  return repeats ? "repeats_the_orders" : null;
}

/** The share of buyers in each row's category; of small categories that of all. */
function sharesOf(codes: Float64Array, isActive: Float64Array): Float64Array {
  const found = new Map<number, readonly [customers: number, active: number]>();
  codes.forEach((code, i) => {
    const [customers, active] = found.get(code) ?? [0, 0];
    found.set(code, [customers + 1, active + isActive[i]!]);
  });
  const all = metrics.mean(isActive);
  return codes.map((code) => {
    const [customers, active] = found.get(code)!;
    return customers < LEAST_OF_CATEGORY ? all : active / customers;
  });
}
