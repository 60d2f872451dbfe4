
WITH crossed AS (
  SELECT rfm_place, tier_place, count(*) AS customers, sum(orders) AS orders, 
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
), named AS (
  SELECT *, coalesce(CASE rfm_place WHEN 1 THEN 'Champions' WHEN 2 THEN 'Loyal' WHEN 3 THEN 'Potential loyalists' WHEN 4 THEN 'New customers' WHEN 5 THEN 'Promising' WHEN 6 THEN 'Need attention' WHEN 7 THEN 'About to sleep' WHEN 8 THEN 'Can''t lose' WHEN 9 THEN 'At risk' WHEN 10 THEN 'Hibernating' WHEN 11 THEN 'Lost' END, 'No purchase') AS rfm,
    coalesce(CASE tier_place WHEN 1 THEN 'Platinum' WHEN 2 THEN 'Gold' WHEN 3 THEN 'Silver' WHEN 4 THEN 'Bronze' WHEN 5 THEN 'Medium' WHEN 6 THEN 'Low' END, 'No purchase') AS tier
  FROM crossed
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
FROM named
GROUP BY GROUPING SETS ((rfm), (tier), ())
ORDER BY scheme, segment