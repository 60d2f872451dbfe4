SELECT CAST(week AS varchar) AS week, CAST(expected_revenue AS double) AS expected,
  CAST(p05 AS double) AS p05, CAST(p25 AS double) AS p25, CAST(p75 AS double) AS p75, CAST(p95 AS double) AS p95
FROM "projection" ORDER BY week
