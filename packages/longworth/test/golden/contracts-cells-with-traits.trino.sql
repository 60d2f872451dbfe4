SELECT unit, CAST(periods AS double) AS periods, plan_group, CAST(cohort AS double) AS cohort,
  CAST(renewals AS double) AS renewals, CAST(outcome AS double) AS outcome, CAST("trait_0" AS double) AS "trait_0", CAST("trait_1" AS double) AS "trait_1", CAST(count(*) AS double) AS contracts
FROM "contract_states"
GROUP BY unit, periods, plan_group, cohort, renewals, outcome, "trait_0", "trait_1"
ORDER BY unit, periods, plan_group, cohort, renewals, outcome, "trait_0", "trait_1"
