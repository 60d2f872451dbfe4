/** cohort_counts: one row per cohort and age of one grain, oldest first; cohorts as days since 1970. */
import type { Dialect } from "./dialect.js";
import { sql, type Sql } from "./sql.js";

export const cohortCounts = (cohorts: Sql, grain: Sql, dialect: Dialect): Sql => sql`
SELECT CAST(${dialect.dayNumber(sql`cohort`)} AS double) AS cohort, CAST(age AS double) AS age,
  CAST(CASE WHEN complete THEN 1 ELSE 0 END AS double) AS complete, CAST(cohort_customers AS double) AS size,
  CAST(customers AS double) AS customers
FROM ${cohorts} c
WHERE grain = ${grain} AND cohort IS NOT NULL
ORDER BY cohort, age`;
