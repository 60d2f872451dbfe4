/** The newest months of first purchases come back less often than the year before them did at the same age. */
import { distributions } from "@longworth/models";
import { ident, integer, sql, type Sql } from "../sql/sql.js";
import { cameBack, cohortMonths, fallOf, monthBefore, type Fall } from "./same-age.js";
import {
  exactSum,
  expected,
  listCommand,
  mark,
  scaled,
  variance,
  worthOf,
  type FindingRule,
  type Scope,
} from "./rule.js";

const YEAR = 12; // months of older cohorts at most
const MIN_MONTHS = 6; // of older cohorts, to say how much they vary
const MIN_COHORT = 50;
const FALLEN = 0.85; // of the older cohorts' rate
const CHANCE = 0.01; // that as large a fall is none: less is chance too often, with so many rules
const LATE = 90; // days of first purchases that may be none where the history starts late
const MIN_SHARE = 0.005; // of the expected value of all
const MS_PER_DAY = 86_400_000;
const id = "cohorts-below";

const isNewest = (scope: Scope): Sql =>
  sql`tenure BETWEEN ${mark(scope, "newest_young")} AND ${mark(scope, "newest_old")}`;

type Column =
  | "age"
  | "newest_from"
  | "newest_to"
  | "newer"
  | "newer_back"
  | "older"
  | "older_back"
  | "months"
  | "chi_square"
  | "returned"
  | "returned_mean"
  | "returned_variance";

/**
 * Which months and which age are decided by how many customers there are and how soon they come back (marks.ts), never by
 * the shares, so that it is one comparison. How much cohorts vary beyond chance (seasons, campaigns) is measured on the
 * older months (Pearson's chi-square over its degrees of freedom).
 */
export const cohortsBelow: FindingRule<never, Column> = {
  id,
  needsAmounts: false,
  columns: [
    "age",
    "newest_from",
    "newest_to",
    "newer",
    "newer_back",
    "older",
    "older_back",
    "months",
    "chi_square",
    "returned",
    "returned_mean",
    "returned_variance",
  ],
  members: (scope) => sql`${isNewest(scope)} AND frequency = 0`,
  query: ({ customers, days, marks }, context) => {
    const scope = { ...context, customers: ident(customers), marks: { from: ident(marks) } };
    const startsLate = context.problems.some(({ code }) => code === "history_starts_late");
    const known = (Date.parse(context.asOf) - Date.parse(context.firstDay)) / MS_PER_DAY - (startsLate ? LATE : 0);
    const hasReturned = sql`is_newest AND frequency > 0`;
    return sql`
WITH cohort AS (
  SELECT c.customer_id, c.frequency, c.recency, c.tenure, m.place, ${isNewest(scope)} AS is_newest,
    ${expected(scope)} AS expected, ${variance(scope)} AS variance
  FROM ${ident(customers)} c JOIN ${cohortMonths(context.asOf)} ON c.tenure BETWEEN m.young AND m.old
  WHERE c.frequency IS NOT NULL AND c.tenure <= ${integer(Math.max(0, known))}
    AND m.young >= ${mark(scope, "newest_young")}
), early AS (${cameBack({ cohort: "cohort", days, age: mark(scope, "newest_age"), asOf: context.asOf })}
), months AS (
  SELECT c.place, c.is_newest, count(*) AS customers, count(e.customer_id) AS back,
    row_number() OVER (PARTITION BY c.is_newest ORDER BY c.place) AS nth
  FROM cohort c LEFT JOIN early e ON e.customer_id = c.customer_id
  GROUP BY c.place, c.is_newest
), older AS (
  SELECT CAST(sum(customers) AS double) AS customers, CAST(sum(back) AS double) AS back, count(*) AS months
  FROM months WHERE NOT is_newest AND nth <= ${integer(YEAR)}
), varied AS (
  SELECT ${exactSum(
    sql`(m.back - m.customers * o.back / o.customers) * (m.back - m.customers * o.back / o.customers)
      / nullif(m.customers * o.back / o.customers * (1 - o.back / o.customers), 0)`,
    sql`NOT m.is_newest AND m.nth <= ${integer(YEAR)}`,
  )} AS chi_square
  FROM months m CROSS JOIN older o
), newest AS (
  SELECT CAST(max(place) AS double) AS newest_from, CAST(min(place) AS double) AS newest_to,
    CAST(sum(customers) AS double) AS customers, CAST(sum(back) AS double) AS back
  FROM months WHERE is_newest
), returned AS (
  SELECT CAST(count(CASE WHEN ${hasReturned} THEN 1 END) AS double) AS returned,
    ${exactSum(sql`expected`, hasReturned)} AS returned_mean, ${exactSum(sql`variance`, hasReturned)} AS returned_variance
  FROM cohort
)
SELECT CAST(${mark(scope, "newest_age")} AS double) AS age, n.newest_from, n.newest_to, n.customers AS newer,
  n.back AS newer_back, o.customers AS older, o.back AS older_back, CAST(o.months AS double) AS months, v.chi_square,
  r.returned, r.returned_mean, r.returned_variance
FROM newest n CROSS JOIN older o CROSS JOIN varied v CROSS JOIN returned r`;
  },
  judge: ({ members, columns: n }, context) => {
    const fall = clearFall(n);
    if (fall === null || !(n.returned > 0)) return null;
    const each = worthOf({ mean: n.returned_mean, variance: n.returned_variance }, context);
    const worth = scaled(each, ((fall.older - fall.newer) * n.newer) / n.returned);
    if (!(worth.mean >= MIN_SHARE * context.total.expected)) return null;
    const [from, to] = [monthBefore(context.asOf, n.newest_from), monthBefore(context.asOf, n.newest_to)];
    const facts = { ...context, ...fall, age: n.age, months: n.months, from, to };
    return {
      id,
      worth,
      customers: members.customers,
      export: listCommand(id),
      tell: (words) => words.findings.cohortsBelow(facts),
    };
  },
};

/** The fall, where it is large and no chance. */
function clearFall(n: Readonly<Record<Column, number>>): Fall | null {
  if (!(n.newer >= MIN_COHORT && n.older >= MIN_COHORT && n.months >= MIN_MONTHS && n.older_back > 0)) return null;
  const freedom = n.months - 1;
  const newer = { size: n.newer, back: n.newer_back };
  const older = { size: n.older, back: n.older_back };
  const fall = fallOf(newer, older, Math.max(1, n.chi_square / freedom));
  const least = distributions.studentQuantile(1 - CHANCE, freedom) * fall.sd;
  return fall.newer <= FALLEN * fall.older && fall.older - fall.newer >= least ? fall : null;
}
