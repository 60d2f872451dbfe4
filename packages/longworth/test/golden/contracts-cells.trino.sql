SELECT unit, CAST(periods AS double) AS periods, plan_group, CAST(cohort AS double) AS cohort,
  CAST(renewals AS double) AS renewals, CAST(outcome AS double) AS outcome, CAST(count(*) AS double) AS contracts
FROM "contract_states"
GROUP BY unit, periods, plan_group, cohort, renewals, outcome
ORDER BY unit, periods, plan_group, cohort, renewals, outcome
