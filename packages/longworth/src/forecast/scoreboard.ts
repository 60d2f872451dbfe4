/** Who forecast a business's own past how well: one line per candidate, the best first. */

/** Means over the test origins, as backtest.parquet has them. */
export type Measured = Readonly<{ candidate: string; role: Role; metric: string; value: number }>;
export type Role = "served" | "pool" | "baseline";

/** `measures` are metrics of backtest.parquet; those that do not exist for a candidate are absent. */
export type Contestant = Readonly<{ candidate: string; role: Role; measures: Readonly<Record<string, number>> }>;

/** What decides: CRPS of value, of orders in a log without amounts. */
export type Judged = "value" | "orders";

/** @param rows of one horizon; rows of a candidate and metric are averaged. @returns lowest CRPS first, unknown last */
export function scoreboard(rows: readonly Measured[], judged: Judged): readonly Contestant[] {
  const found = new Map<string, { role: Role; sums: Map<string, readonly [sum: number, count: number]> }>();
  for (const { candidate, role, metric, value } of rows) {
    const one = found.get(candidate) ?? found.set(candidate, { role, sums: new Map() }).get(candidate)!;
    const [sum, count] = one.sums.get(metric) ?? [0, 0];
    one.sums.set(metric, [sum + value, count + 1]);
  }
  const board = [...found].map(([candidate, { role, sums }]): Contestant => {
    const means = [...sums].map(([metric, [sum, count]]) => [metric, sum / count] as const);
    return { candidate, role, measures: Object.fromEntries(means) };
  });
  const crps = ({ measures }: Contestant): number => measures[`${judged}_crps`] ?? measures["orders_crps"] ?? Infinity;
  const isMeasured = ({ measures }: Contestant): boolean => measures[`${judged}_crps`] !== undefined;
  return board.toSorted(
    (a, b) =>
      Number(isMeasured(b)) - Number(isMeasured(a)) || crps(a) - crps(b) || (a.candidate < b.candidate ? -1 : 1),
  );
}

const STANDARD_ERRORS = 2;

/** Candidates with a lower CRPS than what is served, by more than two standard errors of the paired difference. */
export const betterThanServed = (board: readonly Contestant[], judged: Judged): readonly string[] =>
  board
    .filter(({ measures }) => {
      const difference = measures[`${judged}_crps_difference`];
      const error = measures[`${judged}_crps_difference_se`];
      return difference !== undefined && error !== undefined && difference < -STANDARD_ERRORS * error;
    })
    .map(({ candidate }) => candidate);
