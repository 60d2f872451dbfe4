
WITH chosen AS (
  SELECT *, CASE WHEN customer_id IS NOT NULL THEN 'C-' || lpad(CAST(dense_rank() OVER (ORDER BY customer_id) AS varchar), 7, '0') END AS "shown_1", "historic_value" AS "shown_2"
  FROM customers
)
SELECT "shown_1" AS "customer_id", "shown_2" AS "historic_value"
FROM chosen
WHERE true
ORDER BY "customer_id" NULLS LAST