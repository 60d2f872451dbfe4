/** Payments and revenue of all running contracts within each horizon: what contracts decide for themselves, and what all share. */
import { z } from "zod";
import { horizonKey } from "../../domain.js";
import type { Engine } from "../../engines/engine.js";
import type { Rates } from "../../forecast/contracts/retention.js";
import { ident, sql, type Sql } from "../../sql/sql.js";
import type { Manifest } from "../../workspace/manifest.js";
import type { Group } from "./learn.js";
import type { ContractRequest } from "./request.js";
import { CONTRACT_TABLES as T } from "./tables.js";

const Sums = z.object({
  model: z.number(),
  renewals: z.number(),
  due: z.number(),
  contracts: z.number(),
  money: z.number(),
  squares: z.number(),
});
type Sums = z.infer<typeof Sums>;

/** due_sums: one row per model, renewals made and renewals due: contracts, and sums of their payments and their squares. */
export const dueSums = (ahead: string, key: string, hasPrice: boolean): Sql => {
  const payment = hasPrice ? sql`payment` : sql`CAST(0 AS DECIMAL(18, 4))`;
  return sql`SELECT CAST(model AS double) AS model, CAST(renewals AS double) AS renewals, CAST(${ident(`due_${key}`)} AS double) AS due, CAST(count(*) AS double) AS contracts,
  CAST(sum(${payment}) AS double) AS money, CAST(sum(CAST(${payment} AS DECIMAL(16, 2)) * CAST(${payment} AS DECIMAL(16, 2))) AS double) AS squares
FROM ${ident(ahead)} WHERE outcome = 0 AND NOT leaves AND model IS NOT NULL GROUP BY model, renewals, 3 ORDER BY model, renewals, due`;
};

export async function totalsOf(
  engine: Engine,
  groups: readonly Group[],
  { horizons, hasPrice }: ContractRequest,
): Promise<Manifest["totals"]> {
  const totals: [string, Manifest["totals"][string]][] = [];
  for (const days of horizons) {
    const key = horizonKey(days);
    const rows = await engine.rows(dueSums(T.ahead, key, hasPrice), Sums);
    const payments = spreadOf(rows, groups, ({ contracts }) => [contracts, contracts]);
    const revenue = spreadOf(rows, groups, ({ money, squares }) => [money, squares]);
    const served = hasPrice ? revenue : payments;
    totals.push([
      key,
      {
        expected_orders: payments.mean,
        orders_p05: payments.p05,
        orders_p95: payments.p95,
        expected_revenue: hasPrice ? cents(revenue.mean) : null,
        p05: hasPrice ? cents(served.p05) : served.p05,
        p95: hasPrice ? cents(served.p95) : served.p95,
      },
    ]);
  }
  return Object.fromEntries(totals);
}

const cents = (value: number): number => Math.round(value * 100) / 100;
const Z95 = 1.6448536269514722;

type Weight = (row: Sums) => readonly [sum: number, squares: number];
type Spread = Readonly<{ mean: number; p05: number; p95: number }>;

/**
 * Mean and 90 % band: under each draw of the rates contracts are independent, and the draws differ. No more is paid than falls
 * due.
 */
export function spreadOf(rows: readonly Sums[], groups: readonly Pick<Group, "retention">[], weight: Weight): Spread {
  const drawn = groups.map(({ retention }) => (retention.kind === "unknown" ? [] : retention.drawn));
  const draws = Math.max(0, ...drawn.map(({ length }) => length));
  const means = new Float64Array(draws);
  let [within, due] = [0, 0];
  for (const row of rows) {
    const [sum, squares] = weight(row);
    due += sum * row.due;
    (drawn[row.model] ?? []).forEach((rates, k) => {
      const one = momentsOf(rates, row.renewals, row.due);
      means[k] = (means[k] ?? 0) + sum * one.mean;
      within += (squares * one.variance) / draws;
    });
  }
  if (draws === 0) return { mean: 0, p05: 0, p95: 0 };
  const mean = means.reduce((all, one) => all + one, 0) / draws;
  const between = means.reduce((all, one) => all + (one - mean) ** 2, 0) / draws;
  const half = Z95 * Math.sqrt(within + between);
  return { mean, p05: Math.max(0, mean - half), p95: Math.max(mean, Math.min(mean + half, due)) };
}

/** Of the number of the next `due` renewals that one contract makes. */
function momentsOf(rates: Rates, made: number, due: number): Readonly<{ mean: number; variance: number }> {
  let [share, mean, square] = [1, 0, 0];
  for (let j = 1; j <= due; j++) {
    share *= rates(made + j);
    mean += share;
    square += (2 * j - 1) * share;
  }
  return { mean, variance: square - mean * mean };
}
