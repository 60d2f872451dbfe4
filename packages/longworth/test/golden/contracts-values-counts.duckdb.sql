SELECT a.cell,
  l.name AS model,
  CASE WHEN a.runs THEN l.renews END AS "p_renew",
  CAST(CASE WHEN a.outcome <> 0 THEN 0 WHEN a.leaves THEN CASE WHEN a.days_to_due > 90 THEN 1 ELSE 0 END ELSE "s90"."stays" END AS double) AS "p_active_90d",
  CASE WHEN a.runs THEN "s90"."expected" ELSE 0 END AS "expected_payments_90d",
  CAST(CASE WHEN a.outcome <> 0 THEN 0 WHEN a.leaves THEN CASE WHEN a.days_to_due > 365 THEN 1 ELSE 0 END ELSE "s365"."stays" END AS double) AS "p_active_365d",
  CASE WHEN a.runs THEN "s365"."expected" ELSE 0 END AS "expected_payments_365d",
  CASE WHEN a.runs THEN l.del END AS "del",
  CASE WHEN a.runs THEN l.before END AS "derl_before_renewal",
  CASE WHEN a.runs THEN l.after END AS "derl_after_renewal"
FROM (SELECT cell, model, renewals, outcome, leaves, days AS days_to_due, (outcome = 0 AND NOT leaves) AS runs, CAST(paid AS double) AS paid, CASE WHEN (outcome = 0 AND NOT leaves) THEN (CAST(model AS BIGINT) * 100000 + renewals) * 100000 + "due_90d" END AS "place_90d", CASE WHEN (outcome = 0 AND NOT leaves) THEN (CAST(model AS BIGINT) * 100000 + renewals) * 100000 + "due_365d" END AS "place_365d",
    CAST(paid AS double) * CAST($1 AS double) AS worth
  FROM "contract_cells") AS a
LEFT JOIN "contract_lifetimes" AS l ON l.model = a.model AND l.renewals = a.renewals
LEFT JOIN "contract_scores" AS "s90" ON "s90".place = a."place_90d"
LEFT JOIN "contract_scores" AS "s365" ON "s365".place = a."place_365d"
