
WITH chosen AS (
  SELECT *, CASE WHEN customer_id LIKE '_%@_%.__%' THEN customer_id END AS "shown_1", CASE WHEN customer_id LIKE '_%@_%.__%' THEN NULL ELSE customer_id END AS "shown_2", "historic_value" AS "shown_3"
  FROM customers
)
SELECT "shown_1" AS "Email", "shown_2" AS "External ID", "shown_3" AS "historic_value"
FROM chosen
WHERE true
ORDER BY "customer_id" NULLS LAST