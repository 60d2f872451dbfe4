SELECT c.cell, c.model AS model_index, c."due_90d", c."due_365d", c.contract_id, c.customer_id, CAST(CAST($1 AS DATE) AS DATE) AS as_of, CAST($2 AS VARCHAR) AS currency, CAST($3 AS VARCHAR) AS basis,
  s.model, c.plan, c.account, concat(CAST(c.periods AS VARCHAR), CASE WHEN c.unit = 'month' THEN 'm' ELSE 'd' END) AS term, c.start_day AS start_date, c.end_day AS end_date, CASE WHEN c.outcome <> 0 THEN 'ended' WHEN c.leaves THEN 'leaving' ELSE 'running' END AS status,
  CASE WHEN c.outcome <> 0 OR c.leaves THEN c.leaving END AS leaving, c.reason, c.renewals, c.changes AS price_changes,
  CAST(c.payment AS double) AS payment, CAST(c.mrr AS double) AS mrr,
  CASE WHEN c.outcome = 0 AND NOT c.leaves THEN c.due END AS next_renewal_date, s.p_renew,
  s."p_active_90d", s."expected_payments_90d", s."expected_revenue_90d", s."expected_revenue_90d_p05", s."expected_revenue_90d_p50", s."expected_revenue_90d_p95", s."predicted_clv_90d", s."predicted_clv_90d_p05", s."predicted_clv_90d_p50", s."predicted_clv_90d_p95", s."p_active_365d", s."expected_payments_365d", s."expected_revenue_365d", s."expected_revenue_365d_p05", s."expected_revenue_365d_p50", s."expected_revenue_365d_p95", s."predicted_clv_365d", s."predicted_clv_365d_p05", s."predicted_clv_365d_p50", s."predicted_clv_365d_p95", s."del", s."derl_before_renewal", s."derl_after_renewal", s."residual_value", s."residual_value_p05", s."residual_value_p50", s."residual_value_p95", s."value_if_renewed", s."value_at_risk"
FROM (
  SELECT c.*, list_extract(small.all_rows, c."cell" + 1) AS s
  FROM "contract_ahead" c CROSS JOIN (SELECT list(s ORDER BY s."cell") AS all_rows FROM "contract_values" s) small
) c
