SELECT scheme, segment, CAST(customers AS double) AS customers,
  CAST(historic_value AS double) AS historic,
  CAST("expected_revenue_365d" AS double) AS expected, CAST("expected_revenue_365d_p05" AS double) AS p05,
  CAST("expected_revenue_365d_p95" AS double) AS p95
FROM "segments" WHERE scheme IN ('rfm', 'tier') ORDER BY scheme, "expected_revenue_365d" DESC, segment
