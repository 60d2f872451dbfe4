SELECT customer_id AS id, CAST("expected_revenue_365d" AS double) AS expected, CAST("expected_revenue_365d_p05" AS double) AS p05,
  CAST("expected_revenue_365d_p95" AS double) AS p95, CAST("p_active_365d" AS double) AS active,
  CAST(orders AS double) AS orders, rfm_segment AS segment, reason_1 AS reason, reason_2 AS other
FROM "customers" WHERE frequency IS NOT NULL
ORDER BY "expected_revenue_365d" DESC, customer_id LIMIT 15
