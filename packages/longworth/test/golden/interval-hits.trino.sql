
WITH judged AS (
  SELECT coalesce(o.revenue, 0) BETWEEN c."expected_revenue_365d_p05" AND c."expected_revenue_365d_p95" AS is_within
  FROM customers c
  LEFT JOIN "outcomes" o ON o.customer_id = c.customer_id
)
SELECT CAST(count(*) AS double) AS customers, CAST(count(*) FILTER (WHERE is_within) AS double) AS within
FROM judged