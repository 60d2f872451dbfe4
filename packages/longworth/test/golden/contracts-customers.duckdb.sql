WITH summed AS MATERIALIZED (
  SELECT customer_id, min(as_of) AS as_of, min(currency) AS currency, min(basis) AS basis, CAST(count(*) AS INTEGER) AS contracts,
      CAST(count(CASE WHEN status <> 'ended' THEN 1 END) AS INTEGER) AS running, min(start_date) AS first_start_date,
      CASE WHEN count(CASE WHEN status <> 'ended' THEN 1 END) = 0 THEN max(end_date) END AS ended_date, min(next_renewal_date) AS next_renewal_date,
      CAST(max(renewals) AS INTEGER) AS renewals,
      CAST(coalesce(sum(CASE WHEN status <> 'ended' THEN CAST(mrr AS DECIMAL(18, 4)) END), 0) AS double) AS mrr,
      max("p_active_90d") AS "p_active_90d",
      CAST(sum(CAST("expected_payments_90d" AS DECIMAL(18, 4))) AS double) AS "expected_payments_90d",
      round(sum("expected_revenue_90d"), 2) AS "expected_revenue_90d",
      round(sum("expected_revenue_90d_p05"), 2) AS "expected_revenue_90d_p05",
      round(sum("expected_revenue_90d_p50"), 2) AS "expected_revenue_90d_p50",
      round(sum("expected_revenue_90d_p95"), 2) AS "expected_revenue_90d_p95",
      round(sum("predicted_clv_90d"), 2) AS "predicted_clv_90d",
      round(sum("predicted_clv_90d_p05"), 2) AS "predicted_clv_90d_p05",
      round(sum("predicted_clv_90d_p50"), 2) AS "predicted_clv_90d_p50",
      round(sum("predicted_clv_90d_p95"), 2) AS "predicted_clv_90d_p95",
      max("p_active_365d") AS "p_active_365d",
      CAST(sum(CAST("expected_payments_365d" AS DECIMAL(18, 4))) AS double) AS "expected_payments_365d",
      round(sum("expected_revenue_365d"), 2) AS "expected_revenue_365d",
      round(sum("expected_revenue_365d_p05"), 2) AS "expected_revenue_365d_p05",
      round(sum("expected_revenue_365d_p50"), 2) AS "expected_revenue_365d_p50",
      round(sum("expected_revenue_365d_p95"), 2) AS "expected_revenue_365d_p95",
      round(sum("predicted_clv_365d"), 2) AS "predicted_clv_365d",
      round(sum("predicted_clv_365d_p05"), 2) AS "predicted_clv_365d_p05",
      round(sum("predicted_clv_365d_p50"), 2) AS "predicted_clv_365d_p50",
      round(sum("predicted_clv_365d_p95"), 2) AS "predicted_clv_365d_p95",
      round(sum("residual_value"), 2) AS "residual_value",
      round(sum("residual_value_p05"), 2) AS "residual_value_p05",
      round(sum("residual_value_p50"), 2) AS "residual_value_p50",
      round(sum("residual_value_p95"), 2) AS "residual_value_p95",
      round(sum("value_at_risk"), 2) AS "value_at_risk",
      CASE WHEN max(CASE WHEN position($1 IN concat(',', findings, ',')) > 0 THEN 1 ELSE 0 END) = 1 THEN $2 WHEN max(CASE WHEN position($3 IN concat(',', findings, ',')) > 0 THEN 1 ELSE 0 END) = 1 THEN $4 END AS lead
    FROM "published_contracts" GROUP BY customer_id
), ranked AS (
  SELECT worth, ties, sum(ties) OVER (ORDER BY worth DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - ties AS above, sum(ties) OVER () AS everybody
  FROM (SELECT "expected_revenue_365d" AS worth, count(*) AS ties FROM summed GROUP BY 1) AS counted
)
SELECT summed.*, 100 * (1 - (above + CAST(ties AS double) / 2) / everybody) AS clv_percentile,
  CASE WHEN ((above + (ties + 1) / CAST(2 AS double)) / everybody) <= CAST($5 AS double) THEN $6 WHEN ((above + (ties + 1) / CAST(2 AS double)) / everybody) <= CAST($7 AS double) THEN $8 WHEN ((above + (ties + 1) / CAST(2 AS double)) / everybody) <= CAST($9 AS double) THEN $10 WHEN ((above + (ties + 1) / CAST(2 AS double)) / everybody) <= CAST($11 AS double) THEN $12 WHEN ((above + (ties + 1) / CAST(2 AS double)) / everybody) <= CAST($13 AS double) THEN $14 ELSE $15 END AS clv_tier
FROM summed JOIN ranked ON ranked.worth IS NOT DISTINCT FROM summed."expected_revenue_365d"
