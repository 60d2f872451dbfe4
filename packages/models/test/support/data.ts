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

/** One purchase per customer and day; weeks are days / 7; customers with the same history in one cell. */
export function load(log: keyof typeof LOGS): Cells {
  const [file, last] = LOGS[log];
  const end = dayOf(last);
  const text = gunzipSync(readFileSync(sharedPath(`data/${file}.csv.gz`))).toString();
  const days = new Map<string, Set<number>>();
  for (const line of text.trim().split("\n").slice(1)) {
    const [id = "", at = ""] = line.split(",");
    const day = dayOf(at);
    if (day > end) continue;
    days.set(id, (days.get(id) ?? new Set()).add(day));
  }
  const histories = [...days.values()].map((set) => {
    const [first, latest] = [Math.min(...set), Math.max(...set)];
    return [set.size - 1, (latest - first) / 7, (end - first) / 7] as const;
  });
  return cellTools.grouped(cellsFrom(histories));
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
  values.reduce((sum, value, i) => sum + value * weight[i]!, 0);
