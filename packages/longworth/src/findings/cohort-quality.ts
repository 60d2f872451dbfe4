/** Newer customers come back less often than last year's did at the same age. */
import { ident, integer, sql } from "../sql/sql.js";
import { cameBack, fallOf } from "./same-age.js";
import { exactSum, expected, listCommand, scaled, variance, worthOf, type FindingRule } from "./rule.js";

const AGE = 90; // days after the first purchase in which a second one counts
const SPAN = 180; // days of first purchases in a cohort
const YEAR = 365; // the older cohort came in the same months
const MIN_COHORT = 50;
const FALLEN = 0.85; // of the older cohort's rate
const SIGNIFICANT = 2.5; // standard deviations: less is chance too often, with so many rules
const MIN_SHARE = 0.005; // of the expected value of all
const id = "cohort-quality";

const isNewer = sql`tenure BETWEEN ${integer(AGE)} AND ${integer(AGE + SPAN - 1)}`;
const isOlder = sql`tenure BETWEEN ${integer(AGE + YEAR)} AND ${integer(AGE + YEAR + SPAN - 1)}`;
const hasReturned = sql`${isNewer} AND frequency > 0`;

type Column = "newer" | "newer_back" | "older" | "older_back" | "returned" | "returned_mean" | "returned_variance";

/**
 * Second purchases within 90 days of the first, of customers who came 90 to 269 days ago, against those of a year
 * earlier: seasons cancel.
 */
export const cohortQuality: FindingRule<never, Column> = {
  id,
  needsAmounts: false,
  unless: "cohorts-below", // which names the months
  columns: ["newer", "newer_back", "older", "older_back", "returned", "returned_mean", "returned_variance"],
  members: () => sql`${isNewer} AND frequency = 0`,
  query: ({ customers, days, marks }, context) => {
    const scope = { ...context, customers: ident(customers), marks: { from: ident(marks) } };
    return sql`
WITH cohort AS (
  SELECT customer_id, frequency, recency, tenure, ${isNewer} AS is_newer,
    ${expected(scope)} AS expected, ${variance(scope)} AS variance
  FROM ${ident(customers)} WHERE (${isNewer}) OR (${isOlder})
), early AS (${cameBack({ cohort: "cohort", days, age: integer(AGE), asOf: context.asOf })}
)
SELECT CAST(count(CASE WHEN c.is_newer THEN 1 END) AS double) AS newer,
  CAST(count(CASE WHEN c.is_newer THEN e.customer_id END) AS double) AS newer_back,
  CAST(count(CASE WHEN NOT c.is_newer THEN 1 END) AS double) AS older,
  CAST(count(CASE WHEN NOT c.is_newer THEN e.customer_id END) AS double) AS older_back,
  CAST(count(CASE WHEN ${hasReturned} THEN 1 END) AS double) AS returned,
  ${exactSum(sql`expected`, hasReturned)} AS returned_mean, ${exactSum(sql`variance`, hasReturned)} AS returned_variance
FROM cohort c
LEFT JOIN early e ON e.customer_id = c.customer_id`;
  },
  judge: ({ members, columns: n }, context) => {
    if (!(n.newer >= MIN_COHORT) || !(n.older >= MIN_COHORT) || !(n.older_back > 0) || !(n.returned > 0)) return null;
    const fall = fallOf({ size: n.newer, back: n.newer_back }, { size: n.older, back: n.older_back });
    const { newer, older, sd } = fall;
    if (newer > FALLEN * older || older - newer < SIGNIFICANT * sd) return null;
    const missing = (older - newer) * n.newer;
    const each = worthOf({ mean: n.returned_mean, variance: n.returned_variance }, context);
    const worth = scaled(each, missing / n.returned);
    if (!(worth.mean >= MIN_SHARE * context.total.expected)) return null;
    const facts = { ...context, ...fall, age: AGE };
    return {
      id,
      worth,
      customers: members.customers,
      export: listCommand(id),
      tell: (words) => words.findings.cohortQuality(facts),
    };
  },
};
