SELECT c.customer_id, CAST(? AS DATE) AS as_of, CAST(? AS VARCHAR) AS currency, CAST(? AS VARCHAR) AS basis,
  c."contracts", c."running", c."first_start_date", c."ended_date", c."next_renewal_date", c."renewals", c."mrr",
  s."p_active_90d", s."expected_payments_90d", s."expected_revenue_90d", s."expected_revenue_90d_p05", s."expected_revenue_90d_p50", s."expected_revenue_90d_p95", s."predicted_clv_90d", s."predicted_clv_90d_p05", s."predicted_clv_90d_p50", s."predicted_clv_90d_p95", s."p_active_365d", s."expected_payments_365d", s."expected_revenue_365d", s."expected_revenue_365d_p05", s."expected_revenue_365d_p50", s."expected_revenue_365d_p95", s."predicted_clv_365d", s."predicted_clv_365d_p05", s."predicted_clv_365d_p50", s."predicted_clv_365d_p95", s."residual_value", s."residual_value_p05", s."residual_value_p50", s."residual_value_p95", s."value_at_risk",
  c.lead, s.clv_percentile, s.clv_tier
FROM "customer_list" c JOIN "customer_ranks" s ON s."place" = c."place"
