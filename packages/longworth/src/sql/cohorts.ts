/** Customers by the period of their first purchase and by age: the cohort triangles of every grain from one pass. */
import type { Dialect } from "./dialect.js";
import { ident, list, literal, sql, type Sql } from "./sql.js";

export const GRAINS = ["week", "month", "quarter", "year"] as const;
export type Grain = (typeof GRAINS)[number];

export interface CohortOptions {
  readonly steps: string; // made by `cohortSteps`
  readonly lives: string; // made by `cohortLives`
  readonly periods: string; // (grain, place, day, complete): consecutive periods of each grain, days since 1970
  readonly hasAmounts: boolean;
  readonly dialect: Dialect;
}

const start = (grain: Grain, day: Sql): Sql => sql`CAST(date_trunc(${literal(grain)}, ${day}) AS date)`;
const flag = (grain: Grain): Sql => ident(`first_in_${grain}`);
const MONEY = ["revenue", "refunds", "margin"] as const;

/** The first day with an event (days since 1970). */
export const firstDay = (days: string): Sql => sql`
SELECT CAST(date_diff('day', DATE '1970-01-01', min(day)) AS double) AS day FROM ${ident(days)}`;

/** cohort_calendar: one row per day with the first days of its periods, from a table of days since 1970. */
export const cohortCalendar = (numbers: string, dialect: Dialect): Sql => sql`
SELECT ${list(
  ["day", ...GRAINS].map((name) => sql`${dialect.addDays(sql`DATE '1970-01-01'`, ident(name))} AS ${ident(name)}`),
)} FROM ${ident(numbers)}`;

/**
 * cohort_steps: one row per day of first purchase and day with an event. A customer counts in a period on its first day
 * with a purchase, so that days add up to weeks, months, quarters and years without counting anybody twice. What came
 * before a first purchase, or without one, has no start. One sort of the days and no join with customers: 2 s of CPU
 * instead of 3.5 for 4.4 million days of a million customers.
 */
export function cohortSteps({ days, calendar }: Readonly<{ days: string; calendar: string }>): Sql {
  const purchase = sql`CASE WHEN is_purchase THEN day END`;
  const until = (end: Sql): Sql =>
    sql`(PARTITION BY customer_id ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND ${end})`;
  const isFirst = (grain: Grain): Sql =>
    sql`CAST(sum(CASE WHEN is_purchase AND (before IS NULL OR before < c.${ident(grain)}) THEN 1 ELSE 0 END) AS bigint) AS ${flag(grain)}`;
  return sql`
WITH seen AS (
  SELECT day, is_purchase, orders, value, refunded, margin, min(${purchase}) OVER ${until(sql`CURRENT ROW`)} AS start,
    max(${purchase}) OVER ${until(sql`1 PRECEDING`)} AS before
  FROM ${ident(days)}
)
SELECT s.start, s.day, ${list(GRAINS.map(isFirst))},
  CAST(sum(s.orders) AS bigint) AS orders, sum(s.value) AS revenue, sum(s.refunded) AS refunds, sum(s.margin) AS margin
FROM seen s JOIN ${ident(calendar)} c ON c.day = s.day
GROUP BY s.start, s.day`;
}

/** cohort_lives: one row per day of first and day of last purchase, with its customers. */
export const cohortLives = (histories: string): Sql => sql`
SELECT first_purchase, last_purchase, count(*) AS customers
FROM ${ident(histories)}
WHERE first_purchase IS NOT NULL
GROUP BY first_purchase, last_purchase`;

/**
 * cohorts: one row per grain, cohort and period from the cohort's own to the last, empty ones included; and per period
 * of money before a first purchase or without one, with a cohort of NULL, so that revenue adds up to that of all customers
 * with a name. `customers` bought in the period, `customers_from` in it or later; the last period may be incomplete.
 */
export function cohorts(options: CohortOptions): Sql {
  const { steps, lives, periods, hasAmounts, dialect } = options;
  const money = hasAmounts ? MONEY : [];
  const date = (day: Sql): Sql => dialect.addDays(sql`DATE '1970-01-01'`, day);
  const flows = (grain: Grain): Sql => sql`
  SELECT ${literal(grain)} AS grain, ${start(grain, sql`start`)} AS cohort, ${start(grain, sql`day`)} AS period,
    sum(${flag(grain)}) AS customers, sum(orders) AS orders, ${list(MONEY.map((name) => sql`sum(${ident(name)}) AS ${ident(name)}`))}
  FROM ${ident(steps)} GROUP BY 2, 3`;
  const lasts = (grain: Grain): Sql => sql`
  SELECT ${literal(grain)} AS grain, ${start(grain, sql`first_purchase`)} AS cohort,
    ${start(grain, sql`last_purchase`)} AS period, sum(customers) AS customers
  FROM ${ident(lives)} GROUP BY 2, 3`;
  const double = (name: (typeof MONEY)[number]): Sql =>
    sql`CAST(${name === "margin" ? sql`f.margin` : sql`coalesce(f.${ident(name)}, 0)`} AS double) AS ${ident(name)}`;
  const shown = list([sql`CAST(coalesce(f.orders, 0) AS integer) AS orders`, ...money.map(double)]);
  return sql`
WITH flows AS (${list(GRAINS.map(flows), sql` UNION ALL`)}
), lasts AS (${list(GRAINS.map(lasts), sql` UNION ALL`)}
), spans AS (
  SELECT grain, place, ${date(sql`day`)} AS period, complete > 0 AS complete FROM ${ident(periods)}
), sizes AS (
  SELECT l.grain, l.cohort, s.place, sum(l.customers) AS size
  FROM lasts l JOIN spans s ON s.grain = l.grain AND s.period = l.cohort GROUP BY 1, 2, 3
), cells AS (
  SELECT z.grain, z.cohort, z.size, s.period, s.complete, s.place - z.place AS age
  FROM sizes z JOIN spans s ON s.grain = z.grain AND s.place >= z.place
), triangle AS (
  SELECT c.grain, c.cohort, c.age, c.period, c.complete, CAST(c.size AS integer) AS cohort_customers,
    CAST(coalesce(f.customers, 0) AS integer) AS customers,
    CAST(sum(coalesce(l.customers, 0)) OVER (PARTITION BY c.grain, c.cohort ORDER BY c.age DESC) AS integer) AS customers_from,
    ${shown}
  FROM cells c LEFT JOIN flows f ON f.grain = c.grain AND f.cohort = c.cohort AND f.period = c.period
    LEFT JOIN lasts l ON l.grain = c.grain AND l.cohort = c.cohort AND l.period = c.period
), outside AS (
  SELECT f.grain, f.cohort, CAST(NULL AS integer) AS age, f.period, s.complete, CAST(NULL AS integer) AS cohort_customers,
    CAST(0 AS integer) AS customers, CAST(0 AS integer) AS customers_from, ${shown}
  FROM flows f JOIN spans s ON s.grain = f.grain AND s.period = f.period WHERE f.cohort IS NULL
)
SELECT * FROM (SELECT * FROM triangle UNION ALL SELECT * FROM outside) AS rows_of_all
ORDER BY CASE grain ${list(
    GRAINS.map((grain, i) => sql`WHEN ${literal(grain)} THEN ${literal(`${i}`)}`),
    sql` `,
  )} END, cohort NULLS LAST, period`;
}
