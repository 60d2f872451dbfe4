
SELECT CAST(date_trunc('week', least(day, CAST($1 AS date))) AS date) AS week,
  CAST(count(*) FILTER (WHERE kind = 'order') AS integer) AS orders,
  CAST(sum(amount) AS double) AS revenue,
  CAST(coalesce(sum(amount) FILTER (WHERE customer_id IS NOT NULL), 0) AS double) AS identified_revenue
FROM "orders"
GROUP BY 1
ORDER BY 1