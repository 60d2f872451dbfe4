/** The bridge of monthly recurring revenue: decimal, so that start and moves add up to the end to the last digit. */
import { proportion } from "@longworth/models";
import { z } from "zod";
import type { Engine } from "../../engines/engine.js";
import { mrrEvents, mrrMoves } from "../../sql/recurring-revenue.js";
import { ident, sql } from "../../sql/sql.js";
import { CONTRACT_TABLES as T } from "./tables.js";

/** One month. Money is whole ten-thousandths: start + new + reactivation + expansion - contraction - churn = end. */
export type BridgeMonth = Readonly<{
  month: number; // months since year 0
  complete: boolean; // over at as_of
  start: bigint;
  new: bigint;
  reactivation: bigint;
  expansion: bigint;
  contraction: bigint;
  churn: bigint;
  end: bigint;
  customersStart: number; // with recurring revenue
  customersNew: number;
  customersBack: number;
  customersLost: number;
  customersEnd: number;
  grr: number | null; // null: there was nothing to keep
  nrr: number | null;
  logoChurn: proportion.Share;
  revenueChurn: proportion.Share;
}>;

const Move = z.object({
  month: z.number(),
  new: z.string(),
  reactivation: z.string(),
  expansion: z.string(),
  contraction: z.string(),
  churn: z.string(),
  customers_new: z.number(),
  customers_back: z.number(),
  customers_lost: z.number(),
  squares_lost: z.string(),
  squares_change: z.string(),
});
type Move = z.infer<typeof Move>;

/** "12.5" -> 125000n */
export const tenThousandths = (text: string): bigint => {
  const [, sign = "", whole = "0", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/u.exec(text) ?? [];
  const value = BigInt(whole) * 10_000n + BigInt(fraction.padEnd(4, "0").slice(0, 4));
  return sign === "-" ? -value : value;
};

/** 125000n -> "12.5000" */
export const decimalOf = (value: bigint): string => {
  const size = value < 0n ? -value : value;
  return `${value < 0n ? "-" : ""}${size / 10_000n}.${`${size % 10_000n}`.padStart(4, "0")}`;
};

/** Every month from the first contract to that of as_of. */
export async function readBridge(
  engine: Engine,
  { year, month: of, isMonthOver }: Readonly<{ year: number; month: number; isMonthOver: boolean }>,
): Promise<readonly BridgeMonth[]> {
  await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(T.events)} AS ${mrrEvents(T.spans)}`);
  const moves = await engine.rows(mrrMoves(T.events), Move);
  return bridgeOf(moves, { last: year * 12 + of - 1, isMonthOver });
}

/** Months without a move stand still. */
export function bridgeOf(
  moves: readonly Move[],
  { last, isMonthOver }: Readonly<{ last: number; isMonthOver: boolean }>,
): readonly BridgeMonth[] {
  const byMonth = new Map(moves.map((move) => [move.month, move]));
  const months: BridgeMonth[] = [];
  let [stock, squares, customers] = [0n, 0, 0];
  for (let month = moves[0]?.month ?? last + 1; month <= last; month++) {
    const move = byMonth.get(month);
    const one = monthOf(month, move, { start: stock, squares, customers, complete: month < last || isMonthOver });
    if (one.end < 0n) throw new Error("recurring revenue below zero");
    months.push(one);
    [stock, customers] = [one.end, one.customersEnd];
    squares += Number(move?.squares_change ?? 0);
  }
  return months;
}

type Stock = Readonly<{ start: bigint; squares: number; customers: number; complete: boolean }>;

function monthOf(month: number, move: Move | undefined, { start, squares, customers, complete }: Stock): BridgeMonth {
  const money = (name: "new" | "reactivation" | "expansion" | "contraction" | "churn"): bigint =>
    tenThousandths(move?.[name] ?? "0");
  const moved = {
    new: money("new"),
    reactivation: money("reactivation"),
    expansion: money("expansion"),
    contraction: money("contraction"),
    churn: money("churn"),
  };
  const end = start + moved.new + moved.reactivation + moved.expansion - moved.contraction - moved.churn;
  const share = (part: bigint): number | null => (start > 0n ? Number(part) / Number(start) : null);
  const lost = move?.customers_lost ?? 0;
  const kept = start - moved.contraction - moved.churn;
  return {
    month,
    complete,
    start,
    ...moved,
    end,
    customersStart: customers,
    customersNew: move?.customers_new ?? 0,
    customersBack: move?.customers_back ?? 0,
    customersLost: lost,
    customersEnd: customers + (move?.customers_new ?? 0) + (move?.customers_back ?? 0) - lost,
    grr: share(kept),
    nrr: share(kept + moved.expansion),
    logoChurn: proportion.shareOf(lost, customers),
    revenueChurn: revenueChurn({
      start: units(start),
      lost: units(moved.churn),
      squares,
      squaresLost: Number(move?.squares_lost ?? 0),
    }),
  };
}

const units = (value: bigint): number => Number(value) / 10_000;

type Revenue = Readonly<{ start: number; lost: number; squares: number; squaresLost: number }>;

/**
 * Share of the revenue at the start that left with its customers: customers leave, not money, so that the interval is that
 * of the number of equal customers with the same variance.
 */
export function revenueChurn({ start, lost, squares, squaresLost }: Revenue): proportion.Share {
  const equal = squares > 0 ? (start * start) / squares : 0;
  if (!(lost > 0 && lost < start)) return proportion.shareOf(lost > 0 ? equal : 0, equal);
  const share = lost / start;
  const spread = squaresLost * (1 - share) ** 2 + Math.max(0, squares - squaresLost) * share ** 2;
  const trials = (share * (1 - share) * start * start) / spread;
  return { status: "ok", trials, share, ...proportion.wilson(share, trials) };
}
