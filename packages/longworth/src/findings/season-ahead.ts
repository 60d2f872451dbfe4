/** A month that stands out every year is near: time to prepare stock and mails. */
import { ident, integer, sql } from "../sql/sql.js";
import { active, listCommand, worthOf, type FindingRule } from "./rule.js";

const HIGH = 1.3; // of the mean week of the year around it, in both years
const NEAR = 4; // months: the season begins within so many
const DAYS_PER_MONTH = 365.25 / 12;
const EVEN = 0.5; // chance of a purchase: whom to write to first
const MIN_DAYS = 730 + 182; // two years, and half a year before them to tell a season from a trend
const MS_PER_DAY = 86_400_000;
const MIN_ORDERS = 50; // in the month, each year: with fewer, chance makes seasons
const Z = 1.645;
const id = "season-ahead";

/**
 * The month, among the next four, whose weeks brought most in both of the last two years against the year around each
 * week (53 weeks, so that growth or decline is no season).
 */
export const seasonAhead: FindingRule<never, "month" | "newer" | "older"> = {
  id,
  needsAmounts: false,
  columns: ["month", "newer", "older"],
  members: (scope) => sql`${active(scope)} >= CAST(${EVEN} AS double)`,
  query: ({ history }, { asOf }) => sql`
WITH week AS (
  SELECT CAST(extract(MONTH FROM week) AS integer) AS month, identified_revenue, orders,
    sum(CAST(identified_revenue AS DECIMAL(38, 6))) OVER around AS year_sum, count(*) OVER around AS year_weeks,
    date_diff('day', week, CAST(${asOf} AS date)) AS age
  FROM ${ident(history)}
  WINDOW around AS (ORDER BY week ROWS BETWEEN 26 PRECEDING AND 26 FOLLOWING)
), season AS (
  SELECT month, CASE WHEN age < 366 THEN 1 ELSE 2 END AS year,
    CAST(sum(CAST(identified_revenue AS DECIMAL(38, 6))) AS double)
      / nullif(CAST(sum(year_sum / year_weeks) AS double), 0) AS index
  FROM week
  WHERE age < 732 AND year_weeks = 53
    AND mod(month - CAST(extract(MONTH FROM CAST(${asOf} AS date)) AS integer) + 12, 12) BETWEEN 1 AND ${integer(NEAR)}
  GROUP BY 1, 2
  HAVING sum(orders) >= ${integer(MIN_ORDERS)}
), both_years AS (
  SELECT month, min(CASE WHEN year = 1 THEN index END) AS newer, min(CASE WHEN year = 2 THEN index END) AS older
  FROM season
  GROUP BY month
)
SELECT CAST(month AS double) AS month, newer, older
FROM both_years
WHERE newer > 0 AND older > 0
ORDER BY least(newer, older) DESC, month
LIMIT 1`,
  judge: ({ members: { customers }, columns: { month, newer, older } }, context) => {
    const days = (Date.parse(context.asOf) - Date.parse(context.firstDay)) / MS_PER_DAY;
    if (days < MIN_DAYS || !(Math.min(newer, older) >= HIGH)) return null;
    const index = (newer + older) / 2;
    const usual = (context.total.expected * DAYS_PER_MONTH) / context.headline;
    const mean = usual * (index - 1);
    const spread = (usual * (newer - older)) / 2;
    const worth = worthOf({ mean, variance: spread * spread * Z }, context);
    const facts = { ...context, month, index, worth };
    return { id, worth, customers, export: listCommand(id), tell: (words) => words.findings.seasonAhead(facts) };
  },
};
