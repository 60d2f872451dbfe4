SELECT measure, CAST(period AS varchar) AS period, CAST(cohort AS varchar) AS cohort, CAST(age AS double) AS age,
  CAST(purchase AS double) AS purchase, CAST(days AS double) AS days, from_state, state,
  CAST(customers AS double) AS customers, CAST("value" AS double) AS "value", CAST(share AS double) AS share,
  CAST(low AS double) AS low, CAST(high AS double) AS high
FROM "returns" r
WHERE grain IS NULL OR grain = 'month'
ORDER BY measure, period, cohort, age, purchase, days, state, from_state
