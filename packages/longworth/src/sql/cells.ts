/** Distinct histories: all that a fit and a score need. */
import { ident, integer, sql, type Sql } from "./sql.js";

/**
 * cells: one row per distinct history, and how many customers share it. With `width` 1 exactly; above, silence (days
 * since the last purchase) and tenure are binned to `width` days and the row holds the means of its customers, so
 * totals keep their first moments. cell counts from 1 in a fixed order.
 */
export const cells = (summary: string, width: number): Sql => sql`
SELECT *, CAST(row_number() OVER (ORDER BY frequency, tenure_bin, silence_bin, spend_days) AS integer) AS cell
FROM (
  SELECT frequency, CAST(floor(tenure / ${integer(width)}) AS integer) AS tenure_bin,
    CAST(floor((tenure - recency) / ${integer(width)}) AS integer) AS silence_bin, spend_days,
    count(*) AS customers, sum(recency) AS recency_sum, sum(tenure) AS tenure_sum
  FROM ${ident(summary)}
  WHERE frequency IS NOT NULL
  GROUP BY 1, 2, 3, 4
)`;

/** The columns of `cells` for the models, in the order of `cell`; recency and tenure in days. */
export const cellColumns = (table: string): Sql => sql`
SELECT CAST(frequency AS double) AS frequency, CAST(recency_sum AS double) / customers AS recency,
  CAST(tenure_sum AS double) / customers AS tenure, CAST(spend_days AS double) AS spend_days,
  CAST(customers AS double) AS weight
FROM ${ident(table)}
ORDER BY cell`;

/** The one-row answer to: how many cells are there? */
export const cellCount = (table: string): Sql => sql`
SELECT CAST(count(*) AS double) AS cells, CAST(coalesce(sum(customers), 0) AS double) AS customers,
  CAST(coalesce(sum(CASE WHEN frequency > 0 THEN customers ELSE 0 END), 0) AS double) AS repeat_buyers
FROM ${ident(table)}`;
