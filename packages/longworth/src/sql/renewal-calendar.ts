/** renewal_calendar: what falls due in the coming months, and what of it is at risk. */
import { ident, sql, type Sql } from "./sql.js";
import { monthOf } from "./recurring-revenue.js";

/**
 * renewal_calendar: one row per month and renewal period: the next renewal of every contract that runs and is not known to
 * leave. `expected_lost` contracts, the variance of their number and of their money (contracts decide one by one).
 * @param ahead  table of `contractAhead`. @param lifetimes  table: model, renewals, renews, after
 */
export const renewalCalendar = (ahead: string, lifetimes: string, months: number): Sql => {
  const exact = (value: Sql): Sql => sql`CAST(sum(CAST(${value} AS DECIMAL(28, 6))) AS double)`;
  const leaves = sql`(1 - l.renews)`;
  const payment = sql`coalesce(CAST(a.payment AS double), 0)`;
  return sql`SELECT CAST(month AS double) AS month, unit, CAST(periods AS double) AS periods, CAST(count(*) AS double) AS contracts,
  ${exact(sql`payment`)} AS payments, ${exact(sql`leaves`)} AS expected_lost, ${exact(sql`leaves * (1 - leaves)`)} AS lost_variance,
  ${exact(sql`leaves * payment`)} AS payments_at_risk, ${exact(sql`leaves * (1 - leaves) * payment * payment`)} AS payments_variance,
  ${exact(sql`leaves * payment * (1 + after)`)} AS value_at_risk, ${exact(sql`leaves * mrr`)} AS mrr_at_risk
FROM (
  SELECT ${monthOf(sql`a.due`)} AS month, a.unit, a.periods, ${payment} AS payment, ${leaves} AS leaves, l.after, coalesce(CAST(a.mrr AS double), 0) AS mrr
  FROM ${ident(ahead)} AS a JOIN ${ident(lifetimes)} AS l ON l.model = a.model AND l.renewals = a.renewals
  WHERE a.outcome = 0 AND NOT a.leaves AND l.renews IS NOT NULL
) AS due
WHERE month <= ${months}
GROUP BY month, unit, periods ORDER BY month, unit, periods`;
};
