
WITH crossed AS (
  SELECT coalesce(rfm_segment, 'No purchase') AS rfm, coalesce(clv_tier, 'No purchase') AS tier, count(*) AS customers,
    sum(orders) AS orders, 
    sum(CAST("historic_value" AS DECIMAL(38, 9))) AS "historic_value", 
    sum(CAST("expected_orders_90d" AS DECIMAL(38, 9))) AS "expected_orders_90d", 
    sum(CAST("variance_orders_90d" AS DECIMAL(38, 9))) AS "variance_orders_90d", 
    sum(CAST("expected_revenue_90d" AS DECIMAL(38, 9))) AS "expected_revenue_90d", 
    sum(CAST("variance_revenue_90d" AS DECIMAL(38, 9))) AS "variance_revenue_90d", 
    sum(CAST("expected_orders_365d" AS DECIMAL(38, 9))) AS "expected_orders_365d", 
    sum(CAST("variance_orders_365d" AS DECIMAL(38, 9))) AS "variance_orders_365d", 
    sum(CAST("expected_revenue_365d" AS DECIMAL(38, 9))) AS "expected_revenue_365d", 
    sum(CAST("variance_revenue_365d" AS DECIMAL(38, 9))) AS "variance_revenue_365d"
  FROM "customers" c
  GROUP BY 1, 2
)
SELECT CASE WHEN grouping(rfm) = 0 THEN 'rfm' WHEN grouping(tier) = 0 THEN 'tier' ELSE 'total' END AS scheme,
  coalesce(rfm, tier, 'All') AS segment,
  CAST(sum(customers) AS double) AS customers,
  CAST(sum(orders) AS double) AS orders, 
  CAST(sum("historic_value") AS double) AS "historic_value", 
  CAST(sum("expected_orders_90d") AS double) AS "expected_orders_90d", 
  CAST(sum("variance_orders_90d") AS double) AS "variance_orders_90d", 
  CAST(sum("expected_revenue_90d") AS double) AS "expected_revenue_90d", 
  CAST(sum("variance_revenue_90d") AS double) AS "variance_revenue_90d", 
  CAST(sum("expected_orders_365d") AS double) AS "expected_orders_365d", 
  CAST(sum("variance_orders_365d") AS double) AS "variance_orders_365d", 
  CAST(sum("expected_revenue_365d") AS double) AS "expected_revenue_365d", 
  CAST(sum("variance_revenue_365d") AS double) AS "variance_revenue_365d"
FROM crossed
GROUP BY GROUPING SETS ((rfm), (tier), ())
ORDER BY scheme, segment