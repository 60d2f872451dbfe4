SELECT c.customer_id, CAST($1 AS DATE) AS as_of, CAST($2 AS VARCHAR) AS currency, CAST($3 AS VARCHAR) AS basis,
  c."contracts", c."running", c."first_start_date", c."ended_date", c."next_renewal_date", c."renewals", c."mrr",
  s."p_active_90d", s."expected_payments_90d", s."expected_revenue_90d", s."expected_revenue_90d_p05", s."expected_revenue_90d_p50", s."expected_revenue_90d_p95", s."predicted_clv_90d", s."predicted_clv_90d_p05", s."predicted_clv_90d_p50", s."predicted_clv_90d_p95", s."p_active_365d", s."expected_payments_365d", s."expected_revenue_365d", s."expected_revenue_365d_p05", s."expected_revenue_365d_p50", s."expected_revenue_365d_p95", s."predicted_clv_365d", s."predicted_clv_365d_p05", s."predicted_clv_365d_p50", s."predicted_clv_365d_p95", s."residual_value", s."residual_value_p05", s."residual_value_p50", s."residual_value_p95", s."value_at_risk",
  c.lead, s.clv_percentile, s.clv_tier
FROM (
  SELECT c.*, list_extract(small.all_rows, c."place" + 1) AS s
  FROM "customer_list" c CROSS JOIN (SELECT list(s ORDER BY s."place") AS all_rows FROM "customer_ranks" s) small
) c
