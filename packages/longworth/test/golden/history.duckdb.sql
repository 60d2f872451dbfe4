
WITH days AS (
  SELECT day, sum(CASE WHEN kind = 'order' THEN 1 ELSE 0 END) AS orders,
    sum(amount) AS revenue, sum(CASE WHEN customer_id IS NOT NULL THEN amount ELSE 0 END) AS identified
  FROM "orders"
  GROUP BY day
)
SELECT CAST(date_trunc('week', least(day, CAST($1 AS date))) AS date) AS week, CAST(sum(orders) AS integer) AS orders,
  CAST(sum(revenue) AS double) AS revenue, CAST(sum(identified) AS double) AS identified_revenue
FROM days
GROUP BY 1
ORDER BY 1