/** A month that stands out every year is near: time to prepare stock and mails. */
import { ident, sql } from "../sql/sql.js";
import { active, listCommand, worthOf, type FindingRule } from "./rule.js";

const HIGH = 1.3; // of the year's mean week, in both years
const NEAR = 4; // months: the season begins within so many
const DAYS_PER_MONTH = 365.25 / 12;
const EVEN = 0.5; // chance of a purchase: whom to write to first
const MIN_DAYS = 730; // two whole years are compared
const MS_PER_DAY = 86_400_000;
const Z = 1.645;
const id = "season-ahead";

/** The month, among those that begin within four months, whose weeks bring most in both of the last two years. */
export const seasonAhead: FindingRule<"month" | "newer" | "older"> = {
  id,
  needsAmounts: false,
  columns: ["month", "newer", "older"],
  members: (scope) => sql`${active(scope)} >= CAST(${EVEN} AS double)`,
  query: ({ history }, { asOf }) => sql`
WITH week AS (
  SELECT CAST(extract(MONTH FROM week) AS integer) AS month, CAST(identified_revenue AS DECIMAL(38, 6)) AS revenue,
    date_diff('day', week, CAST(${asOf} AS date)) AS age
  FROM ${ident(history)}
), year_week AS (
  SELECT month, revenue, CASE WHEN age < 370 THEN 1 ELSE 2 END AS year FROM week WHERE age >= 6 AND age < 734
), month_mean AS (
  SELECT month, year, CAST(sum(revenue) AS double) / count(*) AS mean FROM year_week GROUP BY month, year
), year_mean AS (
  SELECT year, CAST(sum(revenue) AS double) / count(*) AS mean FROM year_week GROUP BY year
), season AS (
  SELECT m.month, max(CASE WHEN m.year = 1 THEN m.mean / nullif(y.mean, 0) END) AS newer,
    max(CASE WHEN m.year = 2 THEN m.mean / nullif(y.mean, 0) END) AS older
  FROM month_mean m JOIN year_mean y ON y.year = m.year
  GROUP BY m.month
)
SELECT CAST(month AS double) AS month, newer, older
FROM season
WHERE mod(month - CAST(extract(MONTH FROM CAST(${asOf} AS date)) AS integer) + 12, 12) BETWEEN 1 AND CAST(${NEAR} AS integer)
  AND newer > 0 AND older > 0
ORDER BY least(newer, older) DESC, month
LIMIT 1`,
  judge: ({ customers, month, newer, older }, context) => {
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
