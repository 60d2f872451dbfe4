
SELECT measure, grain, date_add('day', CAST("period" AS integer), DATE '1970-01-01') AS "period", date_add('day', CAST("cohort" AS integer), DATE '1970-01-01') AS "cohort", CAST("age" AS integer) AS "age", CAST("purchase" AS integer) AS "purchase", days, from_state, state,
  CAST("customers" AS integer) AS "customers", "value", share, low, high
FROM "returns"
ORDER BY place;

SELECT CAST(date_diff('day', DATE '1970-01-01', cohort) AS double) AS cohort, CAST(age AS double) AS age,
  CAST(CASE WHEN complete THEN 1 ELSE 0 END AS double) AS complete, CAST(cohort_customers AS double) AS size,
  CAST(customers AS double) AS customers
FROM "cohorts" c
WHERE grain = 'month' AND cohort IS NOT NULL
ORDER BY cohort, age