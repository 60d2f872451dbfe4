/** Newer customers come back less often than last year's did at the same age. */
import { ident, integer, sql } from "../sql/sql.js";
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
 * earlier. Only who came back, and not surely within 90 days, is looked up among the purchase days.
 */
export const cohortQuality: FindingRule<never, Column> = {
  id,
  needsAmounts: false,
  columns: ["newer", "newer_back", "older", "older_back", "returned", "returned_mean", "returned_variance"],
  members: () => sql`${isNewer} AND frequency = 0`,
  query: ({ customers, days, marks }, context) => {
    const scope = { ...context, customers: ident(customers), marks: { from: ident(marks) } };
    const age = sql`c.tenure - date_diff('day', d.day, CAST(${context.asOf} AS date))`;
    return sql`
WITH cohort AS (
  SELECT customer_id, frequency, recency, tenure, ${isNewer} AS is_newer,
    ${expected(scope)} AS expected, ${variance(scope)} AS variance
  FROM ${ident(customers)} WHERE (${isNewer}) OR (${isOlder})
), early AS (
  SELECT customer_id FROM cohort WHERE frequency > 0 AND recency <= ${integer(AGE)}
  UNION
  SELECT c.customer_id
  FROM (SELECT * FROM cohort WHERE frequency > 0 AND recency > ${integer(AGE)}) c
  JOIN ${ident(days)} d ON d.customer_id = c.customer_id
  WHERE d.is_purchase AND ${age} BETWEEN 1 AND ${integer(AGE)}
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
    const newer = n.newer_back / n.newer;
    const older = n.older_back / n.older;
    const sd = Math.sqrt((newer * (1 - newer)) / n.newer + (older * (1 - older)) / n.older);
    if (newer > FALLEN * older || older - newer < SIGNIFICANT * sd) return null;
    const missing = (older - newer) * n.newer;
    const each = worthOf({ mean: n.returned_mean, variance: n.returned_variance }, context);
    const worth = scaled(each, missing / n.returned);
    if (!(worth.mean >= MIN_SHARE * context.total.expected)) return null;
    const facts = { ...context, newer, older, age: AGE, worth };
    return {
      id,
      worth,
      customers: members.customers,
      export: listCommand(id),
      tell: (words) => words.findings.cohortQuality(facts),
    };
  },
};
