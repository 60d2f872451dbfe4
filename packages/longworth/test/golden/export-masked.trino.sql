
WITH chosen AS (
  SELECT *, 'C-' || lpad(CAST(row_number() OVER (ORDER BY customer_id) AS varchar), 7, '0') AS "shown_1", "historic_value" AS "shown_2"
  FROM customers
)
SELECT "shown_1" AS "customer_id", "shown_2" AS "historic_value"
FROM chosen
WHERE true
ORDER BY "customer_id" NULLS LAST