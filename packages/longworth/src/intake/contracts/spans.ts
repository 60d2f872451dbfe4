/** contract_spans and contracts: from accepted records to what runs at which price, and from when to when. */
import type { Dialect } from "../../sql/dialect.js";
import { integer, sql, type Sql } from "../../sql/sql.js";

export type SpanOptions = Readonly<{
  fates: Sql; // a query: one row per record
  asOf: string; // ISO day
  digits: number; // of the currency
  hasPrice: boolean;
  dialect: Dialect;
}>;

const money = (minor: Sql, digits: number): Sql => sql`CAST(${minor} / ${integer(10 ** digits)} AS DECIMAL(18, 4))`;

/**
 * accepted_spans: one row per accepted record. `payment` is asked for each period, `mrr` is what that is a month (of
 * 365.25 / 12 = 487 / 16 days), both rounded half up to the currency's unit, so that sums of them are exact. `end_day` is
 * the first day without the contract, NULL while it runs; `leaves` says that its end is known and lies ahead.
 */
export function acceptedSpans({ fates, asOf, digits, hasPrice, dialect }: SpanOptions): Sql {
  const cut = sql`CAST(${asOf} AS DATE)`;
  const units = sql`(CAST(CAST(price * seats AS DECIMAL(18, 4)) * 10000 AS BIGINT) * ${integer(10 ** digits)})`;
  const perMonth = dialect.wholeQuotient(
    sql`${units} * CASE WHEN price_months IS NULL AND unit = 'day' THEN 487 ELSE 1 END`,
    sql`10000 * CASE WHEN price_months IS NOT NULL THEN price_months WHEN unit = 'day' THEN 16 * periods ELSE periods END`,
  );
  const perPeriod = dialect.wholeQuotient(
    sql`${units} * CASE WHEN price_months IS NULL THEN 1 WHEN unit = 'day' THEN 16 * periods ELSE periods END`,
    sql`10000 * CASE WHEN price_months IS NULL THEN 1 WHEN unit = 'day' THEN 487 * price_months ELSE price_months END`,
  );
  const none = sql`CAST(NULL AS DECIMAL(18, 4))`;
  const ended = sql`CASE WHEN state = 'running' THEN NULL ELSE coalesce(end_day, cancel_day) END`;
  return sql`SELECT customer AS customer_id,
  coalesce(contract_id, concat('record ', CAST(file + 1 AS VARCHAR), ':', CAST(record AS VARCHAR))) AS contract_id,
  start_day, CASE WHEN ${ended} <= ${cut} THEN ${ended} END AS end_day,
  coalesce((state = 'ended' AND ${ended} > ${cut}) OR (state = 'running' AND cancel_day <= ${cut}), false) AS leaves,
  unit, periods, ${hasPrice ? money(perPeriod, digits) : none} AS payment, ${hasPrice ? money(perMonth, digits) : none} AS mrr,
  plan, leaving, reason, account, channel, contract_id IS NOT NULL AS is_named, record, file
FROM (${fates}) AS fates WHERE code = ''`;
}

const ORDERED = sql`PARTITION BY contract_id, customer_id ORDER BY start_day, file, record`;

/**
 * contract_spans: the same, where records of one contract follow each other (within a day) as pieces of one spell: a new
 * price, another plan. A contract that comes back after a gap is a new spell. @param spans  table of `acceptedSpans`
 */
export const joinedSpans = (spans: Sql, dialect: Dialect): Sql => sql`SELECT customer_id, contract_id, start_day,
  CASE WHEN next_start <= ${dialect.addDays(sql`end_day`, sql`1`)} THEN next_start ELSE end_day END AS end_day,
  leaves, unit, periods, payment, mrr, plan, leaving, reason, account, channel, record, file,
  sum(CASE WHEN before_end IS NULL OR start_day > ${dialect.addDays(sql`before_end`, sql`1`)} THEN 1 ELSE 0 END) OVER (${ORDERED} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS spell
FROM (
  SELECT *, lag(end_day) OVER (${ORDERED}) AS before_end, lead(start_day) OVER (${ORDERED}) AS next_start
  FROM ${spans}
) AS ordered`;

/** span_conflicts: one row per record that starts while another of the same contract runs, first of the file first. */
export const spanConflicts = (
  spans: Sql,
): Sql => sql`SELECT contract_id, CAST(file AS double) AS file, CAST(first AS double) AS first, CAST(record AS double) AS second
FROM (
  SELECT contract_id, file, record, start_day, is_named, lag(record) OVER (${ORDERED}) AS first, lag(end_day) OVER (${ORDERED}) AS before_end
  FROM ${spans}
) AS ordered
WHERE is_named AND first IS NOT NULL AND (before_end IS NULL OR start_day < before_end)
ORDER BY file, record LIMIT 1`;

/**
 * contracts: one row per spell, as its last piece is; `changes` counts new prices within it. `start_plan` and `channel` are
 * those of its first piece: what was known when it began.
 */
export const joinedContracts = (
  spans: Sql,
): Sql => sql`SELECT customer_id, contract_id, start_day, end_day, leaves, unit, periods, payment, mrr,
  plan, leaving, reason, account, changes, start_plan, channel
FROM (${spells(spans)}) AS spells WHERE back = 1`;

const SPELL = sql`PARTITION BY customer_id, contract_id, spell`;

const spells = (spans: Sql): Sql => sql`SELECT customer_id, back,
  CASE WHEN spell = 1 THEN contract_id ELSE concat(contract_id, ' #', CAST(CAST(spell AS INTEGER) AS VARCHAR)) END AS contract_id,
  first_day AS start_day, end_day, leaves, unit, periods, payment, mrr, plan, leaving, reason, account, start_plan, start_channel AS channel,
  CAST(sum(changed) OVER (${SPELL}) AS INTEGER) AS changes
FROM (
  SELECT *, min(start_day) OVER (${SPELL}) AS first_day, row_number() OVER (${SPELL} ORDER BY start_day DESC, file DESC, record DESC) AS back,
    first_value(plan) OVER (${SPELL} ORDER BY start_day, file, record) AS start_plan,
    first_value(channel) OVER (${SPELL} ORDER BY start_day, file, record) AS start_channel,
    CASE WHEN lag(payment) OVER (${SPELL} ORDER BY start_day, file, record) <> payment THEN 1 ELSE 0 END AS changed
  FROM ${spans}
) AS placed`;

/** The same where every contract has one record. */
export const singleContracts = (
  spans: Sql,
): Sql => sql`SELECT customer_id, contract_id, start_day, end_day, leaves, unit, periods, payment, mrr,
  plan, leaving, reason, account, CAST(0 AS INTEGER) AS changes, plan AS start_plan, channel
FROM ${spans}`;

/** span_shape: one row, whether a contract has several records, and customers with contracts at the same time. */
export const spanShape = (
  spans: Sql,
): Sql => sql`SELECT CAST(count(*) AS double) AS records, CAST((SELECT count(*) FROM (SELECT 1 FROM ${spans} WHERE is_named GROUP BY contract_id, customer_id) AS named) + count(CASE WHEN NOT is_named THEN 1 END) AS double) AS contracts
FROM ${spans}`;

/** overlaps: one row, customers of whom a contract starts while another of theirs runs, and the first such record. */
export const overlaps = (
  spans: Sql,
): Sql => sql`SELECT CAST(count(DISTINCT customer_id) AS double) AS customers, CAST(min(record) AS double) AS record,
  CAST(min_by(file, record) AS double) AS file
FROM (
  SELECT customer_id, contract_id, record, file, start_day,
    max(coalesce(end_day, DATE '9999-12-31')) OVER (PARTITION BY customer_id ORDER BY start_day, file, record ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS busy_until
  FROM ${spans} WHERE customer_id IN (SELECT customer_id FROM ${spans} GROUP BY customer_id HAVING count(*) > 1)
) AS ordered
WHERE start_day < busy_until`;
