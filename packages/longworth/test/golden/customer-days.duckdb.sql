
SELECT *, value > 0 AND (value > 0 OR refunded = 0) AS is_purchase
FROM (
  SELECT customer_id, least(day, CAST($1 AS date)) AS day, CAST(sum(amount) AS DECIMAL(18, 4)) AS value,
    CAST(sum(CASE WHEN kind = 'order' THEN 1 ELSE 0 END) AS integer) AS orders,
    CAST(sum(CASE WHEN kind = 'refund' THEN -amount ELSE 0 END) AS DECIMAL(18, 4)) AS refunded, CAST(sum(margin) AS DECIMAL(18, 4)) AS margin
  FROM "orders"
  WHERE customer_id IS NOT NULL
  GROUP BY 1, 2
)