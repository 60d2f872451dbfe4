
SELECT customer_id, cell, scale, margin_share, first_order_date, last_order_date, orders, CAST(historic_value AS double) AS "historic_value", CAST(refunded_value AS double) AS "refunded_value", frequency, recency, tenure, spend_count, monetary_value AS "monetary_value", coalesce("expected_orders_90d", 0e0) AS "expected_orders_90d", coalesce("variance_orders_90d", 0e0) AS "variance_orders_90d", coalesce(scale * "unit_revenue_90d", 0e0) AS "expected_revenue_90d", coalesce(scale * "unit_revenue_sd_90d", 0e0) AS "expected_revenue_90d_sd", coalesce(scale * "unit_revenue_sd_90d", 0e0) * coalesce(scale * "unit_revenue_sd_90d", 0e0) AS "variance_revenue_90d", coalesce("expected_orders_365d", 0e0) AS "expected_orders_365d", coalesce("variance_orders_365d", 0e0) AS "variance_orders_365d", coalesce(scale * "unit_revenue_365d", 0e0) AS "expected_revenue_365d", coalesce(scale * "unit_revenue_sd_365d", 0e0) AS "expected_revenue_365d_sd", coalesce(scale * "unit_revenue_sd_365d", 0e0) * coalesce(scale * "unit_revenue_sd_365d", 0e0) AS "variance_revenue_365d", coalesce("p_active_365d", 0e0) AS "p_active_365d", CAST(coalesce("orders_365d_p05", 0e0) AS integer) AS "orders_365d_p05", CAST(coalesce("orders_365d_p95", 0e0) AS integer) AS "orders_365d_p95", coalesce(scale * "unit_revenue_365d" * margin_share * "discount_365d", 0e0) AS "predicted_clv_365d"
FROM (
  SELECT s.*, c.*, exp(c.log_scale_prior + c.log_scale_slope * coalesce(s.sum_log_value, 0e0)) AS scale, CASE WHEN s.historic_value > 0 THEN least(greatest((coalesce(CAST(s.margin AS double), 0e0) + (SELECT "half_at" FROM "margin") * (SELECT "share" FROM "margin")) / (CAST(s.historic_value AS double) + (SELECT "half_at" FROM "margin")), -1e0), 1e0) ELSE (SELECT "share" FROM "margin") END AS margin_share
  FROM "rfm_summary" s
  LEFT JOIN (
    SELECT k.frequency AS cell_frequency, k.spend_days AS cell_spend_days, k.tenure_bin, k.silence_bin, v.*
    FROM "cells" k
    JOIN "cell_scores" v ON v.cell = k.cell
  ) c ON c.cell_frequency = s.frequency AND c.cell_spend_days = s.spend_days
    AND c.tenure_bin = CAST(floor(s.tenure / 7) AS integer) AND c.silence_bin = CAST(floor((s.tenure - s.recency) / 7) AS integer)
) scored