
WITH customer AS (
  SELECT c.*, coalesce(c.rfm_segment, 'No purchase') AS rfm, coalesce(c.clv_tier, 'No purchase') AS tier
  FROM "customers" c
)
SELECT CASE WHEN grouping(rfm) = 0 THEN 'rfm' WHEN grouping(tier) = 0 THEN 'tier' ELSE 'total' END AS scheme,
  coalesce(rfm, tier, 'All') AS segment,
  CAST(count(*) AS double) AS customers,
  CAST(sum(orders) AS double) AS orders, 
  CAST(sum(CAST("historic_value" AS DECIMAL(38, 9))) AS double) AS "historic_value", 
  CAST(sum(CAST("expected_orders_90d" AS DECIMAL(38, 9))) AS double) AS "expected_orders_90d", 
  CAST(sum(CAST("variance_orders_90d" AS DECIMAL(38, 9))) AS double) AS "variance_orders_90d", 
  CAST(sum(CAST("expected_revenue_90d" AS DECIMAL(38, 9))) AS double) AS "expected_revenue_90d", 
  CAST(sum(CAST("variance_revenue_90d" AS DECIMAL(38, 9))) AS double) AS "variance_revenue_90d", 
  CAST(sum(CAST("expected_orders_365d" AS DECIMAL(38, 9))) AS double) AS "expected_orders_365d", 
  CAST(sum(CAST("variance_orders_365d" AS DECIMAL(38, 9))) AS double) AS "variance_orders_365d", 
  CAST(sum(CAST("expected_revenue_365d" AS DECIMAL(38, 9))) AS double) AS "expected_revenue_365d", 
  CAST(sum(CAST("variance_revenue_365d" AS DECIMAL(38, 9))) AS double) AS "variance_revenue_365d"
FROM customer
GROUP BY GROUPING SETS ((rfm), (tier), ())
ORDER BY scheme, segment