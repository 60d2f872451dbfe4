
WITH chosen AS (
  SELECT *, CASE WHEN account IS NOT NULL THEN 'A-' || lpad(CAST(dense_rank() OVER (ORDER BY account) AS varchar), 7, '0') END AS "shown_1"
  FROM listed_contracts
)
SELECT "shown_1" AS "account"
FROM chosen
WHERE true
ORDER BY "contract_id" NULLS LAST