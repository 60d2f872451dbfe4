/** contract_states: one row per contract with the renewals it has made, the next one, and whether its end is a decision. */
import { horizonKey } from "../domain.js";
import type { Dialect } from "./dialect.js";
import { ident, integer, list, sql, type Sql } from "./sql.js";

const day = (iso: string): Sql => sql`CAST(${iso} AS DATE)`;

/** Whole months from one day to another, on or after it; the last day of a month is as late as it gets in it. */
export const wholeMonths = (from: Sql, to: Sql, dialect: Dialect): Sql =>
  sql`((extract(year FROM ${to}) - extract(year FROM ${from})) * 12 + extract(month FROM ${to}) - extract(month FROM ${from}) - CASE WHEN extract(day FROM ${to}) < extract(day FROM ${from}) AND extract(day FROM ${dialect.addDays(to, sql`1`)}) <> 1 THEN 1 ELSE 0 END)`;

/** Whole periods of a contract between two days. */
export const wholePeriods = (from: Sql, to: Sql, dialect: Dialect): Sql =>
  sql`CAST(floor(CAST(CASE WHEN unit = 'month' THEN ${wholeMonths(from, to, dialect)} ELSE ${dialect.dayNumber(to)} - ${dialect.dayNumber(from)} END AS double) / periods) AS INTEGER)`;

/** The day so many periods after another. */
export const laterBy = (from: Sql, count: Sql, dialect: Dialect): Sql =>
  sql`CASE WHEN unit = 'month' THEN ${dialect.addMonths(from, sql`CAST((${count}) * periods AS INTEGER)`)} ELSE ${dialect.addDays(from, sql`CAST((${count}) * periods AS INTEGER)`)} END`;

export type StateOptions = Readonly<{
  contracts: string; // table of the intake
  asOf: string; // ISO day
  plans: readonly string[]; // shown and fitted by name, the others together
  traits: readonly Readonly<{ column: string; levels: readonly string[] }>[]; // of `contracts`, known at the start
  horizons: readonly number[]; // days
  dialect: Dialect;
}>;

/** The column of a trait's level. */
export const traitColumn = (trait: number): string => `trait_${trait}`;

/** The column of renewals that fall due within a horizon. */
export const dueIn = (days: number): Sql => ident(`due_${horizonKey(days)}`);

/** Runs, and is not known to leave: its renewals are decisions still to come. */
export const RUNS_ON = sql`(outcome = 0 AND NOT leaves)`;

/** Plans without a name of their own. */
export const OTHER_PLANS = "other";

/**
 * contract_states: all columns of `contracts`, and `renewals` made (a renewal on its own last day was not made), `due` the
 * day of the next, `paid_until` it or the end, `outcome` 0 running, 1 left at a renewal that is due by as_of, 2 left before
 * one that is still to come (no decision yet: those who stay are not known either), `cohort` the month of the start (months
 * since year 0; where periods are days, whole periods since 1970), `plan_group`, the level of each trait (-1 another or none),
 * days to the next renewal, and renewals due in each horizon (0 where none is a decision).
 */
export function contractStates({ contracts, asOf, plans, traits, horizons, dialect }: StateOptions): Sql {
  const cut = day(asOf);
  const last = sql`CASE WHEN end_day IS NULL THEN ${cut} ELSE ${dialect.addDays(sql`end_day`, sql`-1`)} END`;
  const named = list(plans.map((plan) => sql`${plan}`));
  const group =
    plans.length === 0
      ? sql`CAST(NULL AS VARCHAR)`
      : sql`CASE WHEN plan IN (${named}) THEN plan WHEN plan IS NOT NULL THEN ${OTHER_PLANS} END`;
  const levels = traits.map(
    ({ column, levels: own }, k) =>
      sql`, CASE ${ident(column)} ${list(
        own.map((level, place) => sql`WHEN ${level} THEN ${integer(place)}`),
        sql` `,
      )} ELSE -1 END AS ${ident(traitColumn(k))}`,
  );
  const counts = horizons.map((days) => {
    const end = dialect.addDays(cut, integer(days));
    return sql`CASE WHEN end_day IS NULL AND NOT leaves THEN ${wholePeriods(sql`start_day`, end, dialect)} - renewals ELSE 0 END AS ${dueIn(days)}`;
  });
  return sql`SELECT states.*, CASE WHEN end_day IS NULL THEN 0 WHEN due <= ${cut} THEN 1 ELSE 2 END AS outcome,
  ${dialect.dayNumber(sql`due`)} - ${dialect.dayNumber(cut)} AS days_to_due, ${list(counts)},
  CASE WHEN unit = 'month' THEN CAST(extract(year FROM start_day) * 12 + extract(month FROM start_day) - 1 AS INTEGER)
    ELSE CAST(floor(CAST(${dialect.dayNumber(sql`start_day`)} AS double) / periods) AS INTEGER) END AS cohort
FROM (
  SELECT made.*, ${laterBy(sql`start_day`, sql`renewals + 1`, dialect)} AS due
  FROM (
    SELECT contracts.*, ${wholePeriods(sql`start_day`, last, dialect)} AS renewals, ${group} AS plan_group${list(levels, sql``)}
    FROM ${ident(contracts)} AS contracts
  ) AS made
) AS states`;
}

/** plan_sizes: one row per plan, or level of another column, the largest first. */
export const planSizes = (
  contracts: string,
  most: number,
  column = "plan",
): Sql => sql`SELECT ${ident(column)} AS plan, CAST(count(*) AS double) AS contracts
FROM ${ident(contracts)} WHERE ${ident(column)} IS NOT NULL GROUP BY 1 ORDER BY contracts DESC, plan LIMIT ${integer(most)}`;

/** contract_terms: one row per renewal period, the commonest first. */
export const contractTerms = (
  states: string,
): Sql => sql`SELECT unit, CAST(periods AS double) AS periods, CAST(count(*) AS double) AS contracts
FROM ${ident(states)} GROUP BY unit, periods ORDER BY contracts DESC, unit, periods`;

/** retention_cells: one row per period, plan, cohort, renewals made, outcome and levels of traits; what a retention model needs. */
export const retentionCells = (states: string, traits: number): Sql => {
  const columns = Array.from({ length: traits }, (_, k) => ident(traitColumn(k)));
  const keys = sql`unit, periods, plan_group, cohort, renewals, outcome${list(
    columns.map((column) => sql`, ${column}`),
    sql``,
  )}`;
  const levels = columns.map((column) => sql`, CAST(${column} AS double) AS ${column}`);
  return sql`SELECT unit, CAST(periods AS double) AS periods, plan_group, CAST(cohort AS double) AS cohort,
  CAST(renewals AS double) AS renewals, CAST(outcome AS double) AS outcome${list(levels, sql``)}, CAST(count(*) AS double) AS contracts
FROM ${ident(states)}
GROUP BY ${keys}
ORDER BY ${keys}`;
};
