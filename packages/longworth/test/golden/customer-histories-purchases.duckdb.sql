
  SELECT customer_id, count(*) AS days, sum(orders) AS orders, sum(value) AS historic_value,
    CAST(0 AS DECIMAL(18, 4)) AS refunded_value,
    CAST(NULL AS DECIMAL(18, 4)) AS margin,
    min(day) AS first_order_date, max(day) AS last_order_date, count(*) AS purchases,
    min(day) AS first_purchase, max(day) AS last_purchase, count(*) AS spend_days, sum(value) AS purchase_value,
    min_by(value, day) AS first_value, sum(CAST(ln(CAST(value AS double)) AS DECIMAL(18, 12))) AS sum_log_value
  FROM "customer_days"
  GROUP BY customer_id