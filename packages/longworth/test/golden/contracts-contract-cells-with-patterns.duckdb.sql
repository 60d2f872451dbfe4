SELECT row_number() OVER () - 1 AS cell, keys.*, models.model
FROM (
  SELECT DISTINCT unit AS "unit", periods AS "periods", coalesce(plan_group, '') AS "of_plan", CASE WHEN unit = $1 AND periods = 1 THEN (1) * 3 + CASE "trait_1" WHEN 0 THEN 0 WHEN 1 THEN 1 ELSE 2 END ELSE 0 END AS "of_pattern", outcome AS "outcome", leaves AS "leaves", renewals AS "renewals", "due_90d" AS "due_90d", "due_365d" AS "due_365d", CASE WHEN (outcome = 0 AND NOT leaves) THEN coalesce(payment, 0) ELSE 0 END AS "paid", CASE WHEN outcome = 0 THEN days_to_due ELSE 0 END AS "days"
  FROM "contract_states"
) AS keys
LEFT JOIN "contract_models" AS models ON models.of_unit = keys.unit AND models.of_periods = keys.periods AND models.of_plan = keys.of_plan AND models.of_pattern = keys.of_pattern
