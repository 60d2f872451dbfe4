SELECT DISTINCT CAST(model AS double) AS model, CAST(renewals AS double) AS renewals, CAST("due_90d" AS double) AS due
FROM "contract_cells" WHERE outcome = 0 AND model IS NOT NULL
UNION
SELECT DISTINCT CAST(model AS double) AS model, CAST(renewals AS double) AS renewals, CAST("due_365d" AS double) AS due
FROM "contract_cells" WHERE outcome = 0 AND model IS NOT NULL
