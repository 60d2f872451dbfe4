SELECT scheme, segment, CAST(customers AS double) AS customers,
  CAST(NULL AS double) AS historic,
  CAST("expected_orders_365d" AS double) AS expected, CAST("expected_orders_365d_p05" AS double) AS p05,
  CAST("expected_orders_365d_p95" AS double) AS p95
FROM "segments" WHERE scheme IN ('rfm', 'tier') ORDER BY scheme, "expected_orders_365d" DESC, segment
