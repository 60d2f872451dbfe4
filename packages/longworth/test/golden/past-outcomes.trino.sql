
WITH did AS (
  SELECT customer_id, sum(CASE WHEN is_purchase AND is_inside THEN 1 ELSE 0 END) AS orders,
    CAST(sum(CASE WHEN is_inside THEN CAST(value AS DECIMAL(18, 4)) ELSE 0 END) AS double) AS revenue
  FROM (
    SELECT customer_id, value, is_purchase, day > CAST(? AS date) AND day <= CAST(? AS date) AS is_inside
    FROM kept_days
  ) d
  GROUP BY customer_id
)
SELECT CAST(c."expected_orders_30d" AS double) AS expected_orders, CAST(c."expected_revenue_30d" AS double) AS expected_revenue,
  CAST(c."p_active_30d" AS double) AS p_active,
  CAST(c."expected_revenue_30d_p05" AS double) AS low, CAST(c."expected_revenue_30d_p95" AS double) AS high,
  CAST(coalesce(d.orders, 0) AS double) AS orders, coalesce(d.revenue, 0e0) AS revenue,
  CASE WHEN d.customer_id IS NULL THEN 0e0 ELSE 1e0 END AS is_known
FROM customers c
LEFT JOIN did d ON d.customer_id = c.customer_id
WHERE c.frequency IS NOT NULL
ORDER BY c.customer_id