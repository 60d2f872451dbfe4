SELECT summed.*,
  100 * (1 - ((place - 1) + (ties - 1) / CAST(2 AS double) + CAST(0.5 AS double)) / everybody) AS clv_percentile,
  CASE WHEN ((place - 1) + (ties + 1) / CAST(2 AS double)) / everybody <= CAST($1 AS double) THEN $2 WHEN ((place - 1) + (ties + 1) / CAST(2 AS double)) / everybody <= CAST($3 AS double) THEN $4 WHEN ((place - 1) + (ties + 1) / CAST(2 AS double)) / everybody <= CAST($5 AS double) THEN $6 WHEN ((place - 1) + (ties + 1) / CAST(2 AS double)) / everybody <= CAST($7 AS double) THEN $8 WHEN ((place - 1) + (ties + 1) / CAST(2 AS double)) / everybody <= CAST($9 AS double) THEN $10 ELSE $11 END AS clv_tier
FROM (
  SELECT ranked.*, rank() OVER (ORDER BY "expected_revenue_365d" DESC) AS place, count(*) OVER (PARTITION BY "expected_revenue_365d") AS ties, count(*) OVER () AS everybody
  FROM (
    SELECT customer_id, min(as_of) AS as_of, min(currency) AS currency, min(basis) AS basis, CAST(count(*) AS INTEGER) AS contracts,
      CAST(count(CASE WHEN status <> 'ended' THEN 1 END) AS INTEGER) AS running, min(start_date) AS first_start_date,
      CASE WHEN count(CASE WHEN status <> 'ended' THEN 1 END) = 0 THEN max(end_date) END AS ended_date, min(next_renewal_date) AS next_renewal_date,
      CAST(max(renewals) AS INTEGER) AS renewals,
      CAST(coalesce(sum(CASE WHEN status <> 'ended' THEN CAST(mrr AS DECIMAL(18, 4)) END), 0) AS double) AS mrr,
      max("p_active_90d") AS "p_active_90d",
      CAST(sum(CAST("expected_payments_90d" AS DECIMAL(18, 4))) AS double) AS "expected_payments_90d",
      CAST(sum(CAST("expected_revenue_90d" AS DECIMAL(18, 4))) AS double) AS "expected_revenue_90d",
      CAST(sum(CAST("expected_revenue_90d_p05" AS DECIMAL(18, 4))) AS double) AS "expected_revenue_90d_p05",
      CAST(sum(CAST("expected_revenue_90d_p50" AS DECIMAL(18, 4))) AS double) AS "expected_revenue_90d_p50",
      CAST(sum(CAST("expected_revenue_90d_p95" AS DECIMAL(18, 4))) AS double) AS "expected_revenue_90d_p95",
      CAST(sum(CAST("predicted_clv_90d" AS DECIMAL(18, 4))) AS double) AS "predicted_clv_90d",
      CAST(sum(CAST("predicted_clv_90d_p05" AS DECIMAL(18, 4))) AS double) AS "predicted_clv_90d_p05",
      CAST(sum(CAST("predicted_clv_90d_p50" AS DECIMAL(18, 4))) AS double) AS "predicted_clv_90d_p50",
      CAST(sum(CAST("predicted_clv_90d_p95" AS DECIMAL(18, 4))) AS double) AS "predicted_clv_90d_p95",
      max("p_active_365d") AS "p_active_365d",
      CAST(sum(CAST("expected_payments_365d" AS DECIMAL(18, 4))) AS double) AS "expected_payments_365d",
      CAST(sum(CAST("expected_revenue_365d" AS DECIMAL(18, 4))) AS double) AS "expected_revenue_365d",
      CAST(sum(CAST("expected_revenue_365d_p05" AS DECIMAL(18, 4))) AS double) AS "expected_revenue_365d_p05",
      CAST(sum(CAST("expected_revenue_365d_p50" AS DECIMAL(18, 4))) AS double) AS "expected_revenue_365d_p50",
      CAST(sum(CAST("expected_revenue_365d_p95" AS DECIMAL(18, 4))) AS double) AS "expected_revenue_365d_p95",
      CAST(sum(CAST("predicted_clv_365d" AS DECIMAL(18, 4))) AS double) AS "predicted_clv_365d",
      CAST(sum(CAST("predicted_clv_365d_p05" AS DECIMAL(18, 4))) AS double) AS "predicted_clv_365d_p05",
      CAST(sum(CAST("predicted_clv_365d_p50" AS DECIMAL(18, 4))) AS double) AS "predicted_clv_365d_p50",
      CAST(sum(CAST("predicted_clv_365d_p95" AS DECIMAL(18, 4))) AS double) AS "predicted_clv_365d_p95",
      CAST(sum(CAST("residual_value" AS DECIMAL(18, 4))) AS double) AS "residual_value",
      CAST(sum(CAST("residual_value_p05" AS DECIMAL(18, 4))) AS double) AS "residual_value_p05",
      CAST(sum(CAST("residual_value_p50" AS DECIMAL(18, 4))) AS double) AS "residual_value_p50",
      CAST(sum(CAST("residual_value_p95" AS DECIMAL(18, 4))) AS double) AS "residual_value_p95",
      CAST(sum(CAST("value_at_risk" AS DECIMAL(18, 4))) AS double) AS "value_at_risk",
      CASE WHEN max(CASE WHEN position($12 IN concat(',', findings, ',')) > 0 THEN 1 ELSE 0 END) = 1 THEN $13 WHEN max(CASE WHEN position($14 IN concat(',', findings, ',')) > 0 THEN 1 ELSE 0 END) = 1 THEN $15 END AS lead
    FROM "published_contracts" GROUP BY customer_id
  ) AS ranked
) AS summed
