SELECT CAST(r AS double) AS r, CAST(fm AS double) AS fm, min(segment) AS segment, CAST(count(*) AS double) AS customers,
  CAST(sum(CAST(value AS DECIMAL(18, 4))) AS double) AS value
FROM (
  SELECT rfm_r AS r, floor((rfm_f + rfm_m + 1) / 2.0) AS fm,
    rfm_segment AS segment, "expected_revenue_365d" AS value
  FROM "customers" WHERE rfm_r IS NOT NULL
) AS customer
GROUP BY r, fm ORDER BY r DESC, fm DESC
