
  SELECT customer_id, count(*) AS days, sum(orders) AS orders, sum(value) AS historic_value,
    sum(refunded) AS refunded_value,
    sum(margin) AS margin,
    min(CASE WHEN orders > 0 THEN day END) AS first_order_date,
    max(CASE WHEN orders > 0 THEN day END) AS last_order_date,
    sum(CASE WHEN is_purchase THEN 1 ELSE 0 END) AS purchases,
    min(CASE WHEN is_purchase THEN day END) AS first_purchase,
    max(CASE WHEN is_purchase THEN day END) AS last_purchase,
    sum(CASE WHEN is_purchase AND value > 0 THEN 1 ELSE 0 END) AS spend_days,
    sum(CASE WHEN is_purchase THEN value END) AS purchase_value,
    min_by(value, CASE WHEN is_purchase THEN day END) AS first_value,
    sum(CASE WHEN is_purchase AND value > 0 THEN CAST(ln(CAST(value AS double)) AS DECIMAL(18, 12)) END) AS sum_log_value
  FROM "customer_days"
  GROUP BY customer_id