
SELECT *, value >= 0 AS is_purchase
FROM (
  SELECT customer_id, day, CAST(sum(amount) AS DECIMAL(18, 4)) AS value,
    CAST(count(*) AS integer) AS orders,
    CAST(0 AS DECIMAL(18, 4)) AS refunded, CAST(NULL AS DECIMAL(18, 4)) AS margin
  FROM "orders"
  WHERE customer_id IS NOT NULL AND day <= CAST(? AS date)
  GROUP BY customer_id, day
)