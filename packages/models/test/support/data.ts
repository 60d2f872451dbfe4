/** Public purchase logs as cells in weeks, cut as PEERS section 3.0 says; and small ones made by hand. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { cells as cellTools } from "@longworth/models";
import type { Cells } from "@longworth/models";

const SHARED = new URL("../../../../../shared/", import.meta.url);

/** Where a shared file would be. */
export const sharedPath = (name: string): URL => new URL(name, SHARED);

/** Whether the shared files are there; tests that need them are skipped where they are not. */
export const hasShared = existsSync(SHARED);

/** Logs with the last day of the calibration period. */
export const LOGS = {
  cdnowSample: ["cdnow_sample", "1997-09-30"],
  cdnowFull: ["cdnow_full", "1997-09-30"],
  grocery: ["grocery_elog", "2006-12-31"],
  apparel: ["apparel_trans", "2006-12-31"],
} as const;

const dayOf = (text: string): number => Date.parse(text.slice(0, 10)) / 86_400_000;

/**
 * One purchase per customer and day; weeks are days / 7; customers with the same history in one cell.
 * @param counts whether a row counts, by its amount (NaN without amounts)
 */
export function load(log: keyof typeof LOGS, counts: (amount: number) => boolean = () => true): Cells {
  const [file, last] = LOGS[log];
  const end = dayOf(last);
  const text = gunzipSync(readFileSync(sharedPath(`data/${file}.csv.gz`))).toString();
  const days = new Map<string, Set<number>>();
  for (const line of text.trim().split("\n").slice(1)) {
    const [id, at, amount] = line.split(",");
    const day = dayOf(at);
    if (day > end || !counts(Number(amount))) continue;
    days.set(id, (days.get(id) ?? new Set()).add(day));
  }
  const histories = [...days.values()].map((set) => {
    const [first, latest] = [Math.min(...set), Math.max(...set)];
    return [set.size - 1, (latest - first) / 7, (end - first) / 7] as const;
  });
  const logGaps = Float64Array.from(days.values(), (set) => {
    const sorted = [...set].sort((a, b) => a - b);
    return sorted.slice(1).reduce((sum, day, i) => sum + Math.log((day - sorted[i]) / 7), 0);
  });
  return cellTools.grouped({ ...cellsFrom(histories), logGaps });
}

/** Cells in weeks from rows of [frequency, recency, T], one customer each. */
export const cellsFrom = (rows: readonly (readonly [x: number, tx: number, T: number])[]): Cells => ({
  timeUnit: "week",
  frequency: Float64Array.from(rows, (row) => row[0]),
  recency: Float64Array.from(rows, (row) => row[1]),
  T: Float64Array.from(rows, (row) => row[2]),
  weight: new Float64Array(rows.length).fill(1),
});

/** One customer. */
export const customer = (x: number, tx: number, T: number): Cells => cellsFrom([[x, tx, T]]);

/** Sum of a column, weighted by customers. */
export const total = (values: Float64Array, { weight }: Cells): number =>
  values.reduce((sum, value, i) => sum + value * weight[i], 0);

/** A table of the shared reference values. */
export type Table = Readonly<{ rows: readonly (readonly number[])[] }>;

/** One customer's reference values; `pmf_39` has the first four probabilities. */
export type Prediction = Readonly<Record<string, number> & { pmf_39: readonly number[] }>;

/** Reference values of one model: PEERS and MODELS-PURCHASE say how they were made. */
export type Reference = Readonly<{
  fits: Readonly<
    Record<string, Readonly<{ params: Record<string, number>; ll: number; se_log_params: Record<string, number> }>>
  >;
  gradient_check_cdnow_exact: Readonly<{
    params: Record<string, number>;
    ll: number;
    dll_dparam: Record<string, number>;
  }>;
  gradient_check2_cdnow_exact_alpha_gt_beta?: Reference["gradient_check_cdnow_exact"];
  predictions_cdnow_exact_mle: readonly Prediction[];
  unconditional: Readonly<{ mean_t: Table; pmf_39: readonly number[] }>;
  sum_cet_39_all_customers_cdnow_exact: number;
  extreme_mean?: Table;
}>;

/** Reference values of purchasing in Erlang stages, by k; those at k = "real" are of models that do not exist here. */
export type CnbdReference = Readonly<{
  bgcnbdk: CnbdFits;
  mbgcnbdk: CnbdFits & Readonly<{ predictions_k_2: readonly CnbdPrediction[]; unconditional_k_2: { mean_t: Table } }>;
  fixed_param_check: Readonly<{ params: Record<string, number>; mbg_ll_grocery_52w: number }>;
}>;
type CnbdFits = Readonly<{
  fits_grocery_52w: Readonly<Record<string, { params: Record<string, number>; ll: number }>>;
}>;
type CnbdPrediction = Readonly<Record<"x" | "tx" | "T" | "p_alive" | "cet_52", number>>;

type References = Readonly<{
  special: Readonly<Record<string, Table>>;
  models: Readonly<Record<"bgnbd" | "mbgnbd" | "paretonbd", Reference> & { cnbdk: CnbdReference }>;
  stress_ll_paretonbd: Table;
  stress_ll_bgnbd: Table;
  tracking_cdnow: Table;
  psis_test: readonly Readonly<{ khat: number; ess: number; max_norm_weight: number }>[];
}>;

/** The shared reference values; only where `hasShared`. */
export const references = (): References => {
  // the file is checked by the tests that read it
  return JSON.parse(readFileSync(sharedPath("reference/purchase-predictions.json"), "utf8")) as References;
};
