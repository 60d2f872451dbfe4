/** Public logs as histories, and small histories by hand. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import type { History } from "../../src/forecast/history.js";

const DAY = 86_400_000;

/** Days since 1970-01-01 of an ISO day. */
export const day = (iso: string): number => Date.parse(iso) / DAY;

const folder = resolve("..", "shared");
export const hasShared = existsSync(resolve(folder, "data", "cdnow_sample.csv.gz"));

export type Event = Readonly<{ id: string; day: number; value: number }>;

/** Customer-days in the order of the md5 of the id; a day counts as a purchase when its net value is > 0. */
export function historyOf(events: readonly Event[], hasAmounts = true): History {
  const byCustomer = new Map<string, Map<number, number>>();
  for (const { id, day: on, value } of events) {
    const days = byCustomer.get(id) ?? new Map<number, number>();
    byCustomer.set(id, days.set(on, (days.get(on) ?? 0) + value));
  }
  const cents = (net: number) => Math.round(net * 1e4) / 1e4; // money is decimal: a refund of all leaves exactly 0
  const md5 = (id: string) => createHash("md5").update(id).digest("hex");
  const keyed = [...byCustomer].map(([id, days]) => ({ key: md5(id), days: [...days].sort(([a], [b]) => a - b) }));
  const sorted = keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ days }) => days);
  const rows = sorted.flat();
  const value = Float64Array.from(rows, ([, net]) => (hasAmounts ? cents(net) : 1));
  let at = 0;
  return {
    customers: sorted.length,
    offsets: Int32Array.from([0, ...sorted.map((days) => (at += days.length))]),
    day: Int32Array.from(rows, ([on]) => on),
    value,
    purchase: Uint8Array.from(value, (net) => (net > 0 ? 1 : 0)),
    hasAmounts,
  };
}

/** A log of ../shared/data; rows without a customer are dropped. */
export function publicEvents(name: string): readonly Event[] {
  const text = gunzipSync(readFileSync(resolve(folder, "data", `${name}.csv.gz`))).toString("utf8");
  const [head = "", ...lines] = text.trim().split("\n");
  const names = head.trim().split(",");
  const [id, on, amount] = ["customer_id", "order_ts", "amount"].map((column) => names.indexOf(column));
  return lines
    .map((line) => line.split(","))
    .filter((cells) => cells[id!] !== "")
    .map((cells) => ({
      id: cells[id!]!,
      day: day(cells[on!]!.slice(0, 10)),
      value: amount! < 0 ? 1 : Number(cells[amount!]),
    }));
}

const loaded = new Map<string, History>();

export function publicHistory(name: string): History {
  const history = loaded.get(name) ?? historyOf(publicEvents(name), name !== "grocery_elog");
  loaded.set(name, history);
  return history;
}

/** Numbers of the recipe's reference implementation. */
export function reference(name: string): Reference {
  const file = resolve(folder, "reference", "forecast", `${name}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as Reference; // cast: the shape is asserted by the tests that read it
}

export interface Reference {
  readonly cut: string;
  readonly H: number;
  readonly h: number;
  readonly customers: number;
  readonly origins: readonly {
    readonly date: string;
    readonly h: number;
    readonly customers: number;
    readonly active: number;
    readonly orders: number;
    readonly value: number;
    readonly ks: number;
    readonly var_k: number;
    readonly var_s: number;
    readonly parameters: Readonly<Record<string, readonly number[]>>;
    readonly spend: { readonly s2: number; readonly t2: number; readonly b: readonly number[] };
    readonly clock: { readonly levels: readonly number[]; readonly phi: number; readonly sd_last: number };
    readonly horizon_operational_weeks: number;
    readonly log_s_daily: readonly number[];
    readonly pool_total: number;
  }[];
  readonly clock: {
    readonly level_knots: readonly number[];
    readonly phi: number;
    readonly sd_last: number;
    readonly horizon_operational_weeks: number;
    readonly log_s_daily: readonly number[];
  };
  readonly pool: {
    readonly w: Readonly<Record<string, number>>;
    readonly wa: Readonly<Record<string, number>>;
    readonly ev: number;
    readonly total_geometric: number;
  };
  readonly parameters: Readonly<Record<string, readonly number[]>>;
  readonly candidate_totals: Readonly<Record<string, number>>;
  readonly levels: { readonly ls: number };
  readonly spend: { readonly s2: number; readonly t2: number; readonly b: readonly number[] };
}
