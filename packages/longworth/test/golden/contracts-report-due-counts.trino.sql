SELECT CAST("month" AS VARCHAR) AS "month", CAST(sum(contracts) AS double) AS contracts, CAST(sum(CAST("expected_lost" AS DECIMAL(28, 6))) AS double) AS expected_lost, CAST(0 AS double) AS payments,
  CAST(0 AS double) AS payments_at_risk, CAST(0 AS double) AS payments_at_risk_p05, CAST(0 AS double) AS payments_at_risk_p95,
  CAST(NULL AS double) AS value_at_risk
FROM "renewals_counted" GROUP BY "month" ORDER BY "month"
