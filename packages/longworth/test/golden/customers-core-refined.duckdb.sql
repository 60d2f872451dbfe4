
SELECT customer_id, cell, scale, margin_share, scale * unit * margin_share * discount AS worth, first_order_date, last_order_date, orders, CAST(historic_value AS double) AS "historic_value", CAST(refunded_value AS double) AS "refunded_value", frequency, recency, tenure, spend_count, monetary_value AS "monetary_value"
FROM (
  SELECT s.*, v.cell, exp(v.log_scale_prior + v.log_scale_slope * coalesce(s.sum_log_value, 0e0)) AS scale, CASE WHEN s.historic_value > 0 THEN least(greatest((coalesce(CAST(s.margin AS double), 0e0) + (SELECT "half_at" FROM "margin") * (SELECT "share" FROM "margin")) / (CAST(s.historic_value AS double) + (SELECT "half_at" FROM "margin")), -1e0), 1e0) ELSE (SELECT "share" FROM "margin") END AS margin_share,
    v."unit_revenue_365d" AS unit, v."discount_365d" AS discount
  FROM "rfm_summary" s
  LEFT JOIN "sample_customers" n ON n.customer_id = s.customer_id
  LEFT JOIN "refined_cells" k ON k.number = n.number
  JOIN "cell_scores" v ON v.cell = coalesce(k.cell, 0)
) scored