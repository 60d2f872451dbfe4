SELECT CAST("month" AS VARCHAR) AS "month", CAST(sum(contracts) AS double) AS contracts, CAST(sum(CAST("expected_lost" AS DECIMAL(28, 6))) AS double) AS expected_lost, CAST(sum(CAST("payments" AS DECIMAL(28, 6))) AS double) AS payments,
  CAST(sum(CAST("payments_at_risk" AS DECIMAL(28, 6))) AS double) AS payments_at_risk, CAST(sum(CAST("payments_at_risk_p05" AS DECIMAL(28, 6))) AS double) AS payments_at_risk_p05, CAST(sum(CAST("payments_at_risk_p95" AS DECIMAL(28, 6))) AS double) AS payments_at_risk_p95,
  CASE WHEN count(value_at_risk) = count(*) THEN CAST(sum(CAST("value_at_risk" AS DECIMAL(28, 6))) AS double) END AS value_at_risk
FROM "renewals" GROUP BY "month" ORDER BY "month"
