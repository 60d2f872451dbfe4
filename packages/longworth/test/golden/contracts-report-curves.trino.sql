SELECT scope, term, plan, CAST(cohort AS VARCHAR) AS cohort, CAST(renewal AS double) AS renewal, CAST(contracts AS double) AS contracts, CAST(lost AS double) AS lost,
  survival, survival_low, survival_high, expected_survival, expected_p05, expected_p95
FROM "retention" ORDER BY scope, term, plan, cohort, renewal
