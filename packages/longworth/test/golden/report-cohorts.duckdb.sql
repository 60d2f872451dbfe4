SELECT CAST(cohort AS varchar) AS cohort, CAST(age AS double) AS age, complete,
  CAST(cohort_customers AS double) AS size, CAST(customers AS double) AS customers,
  CAST(customers_from AS double) AS "later", CAST(revenue AS double) AS value
FROM "cohorts" WHERE grain = 'month' AND cohort IS NOT NULL ORDER BY cohort, age
