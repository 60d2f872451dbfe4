
SELECT customer_id, CAST(days AS integer) AS days, CAST(purchases AS integer) AS purchases, first_purchase, last_purchase,
  CAST(orders AS integer) AS orders, historic_value, refunded_value, margin, first_order_date, last_order_date, start_day,
  CAST(CASE WHEN purchases > 0 THEN purchases - firsts END AS integer) AS frequency,
  CAST(CASE WHEN purchases > firsts THEN date_diff('day', start_day, last_purchase) WHEN purchases > 0 THEN 0 END
    AS integer) AS recency,
  CAST(CASE WHEN purchases > 0 THEN date_diff('day', start_day, CAST(? AS date)) END AS integer) AS tenure,
  CAST(CASE WHEN purchases > 0 THEN spend_repeats END AS integer) AS spend_count,
  CASE WHEN purchases > 0 AND spend_repeats > 0 THEN CAST(repeat_value AS double) / spend_repeats END AS monetary_value,
  CAST(CASE WHEN purchases > 0 THEN spend_days END AS integer) AS spend_days,
  CAST(sum_log_value AS double) AS sum_log_value
FROM (
  SELECT *, spend_days - CASE WHEN first_value > 0 THEN firsts ELSE 0 END AS spend_repeats,
    purchase_value - firsts * first_value AS repeat_value
  FROM (
    SELECT a.*, a.first_purchase AS start_day, CASE WHEN a.first_purchase < a.first_purchase THEN 0 ELSE 1 END AS firsts
    FROM (
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
    ) a 
  ) started
) counted