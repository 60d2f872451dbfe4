
SELECT *, value >= 0 AS is_purchase
FROM (
  SELECT customer_id, least(day, CAST($1 AS date)) AS day, CAST(sum(amount) AS DECIMAL(18, 4)) AS value,
    CAST(count(*) AS integer) AS orders,
    CAST(0 AS DECIMAL(18, 4)) AS refunded, CAST(NULL AS DECIMAL(18, 4)) AS margin
  FROM "orders"
  WHERE customer_id IS NOT NULL
  GROUP BY 1, 2
)