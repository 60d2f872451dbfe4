WITH fates AS (SELECT * FROM judged),
sales AS (SELECT CASE WHEN code = '' THEN customer END AS customer_id,
    coalesce(order_id, concat('record ', CAST(file + 1 AS VARCHAR), ':', CAST(record AS VARCHAR))) AS order_id,
    (total < 0 OR (quantity < 0 AND coalesce(upper(regexp_extract(order_id, '^[A-Za-z]+')), '') IN (?, ?, ?, ?, ?))) AS is_refund,
    day, CAST(total - coalesce("tax", 0) - 0 AS DECIMAL(18, 4)) AS net, CAST(total AS DECIMAL(18, 4)) AS total,
    CAST(NULL AS DECIMAL(18, 4)) AS refund, CAST(NULL AS DECIMAL(18, 4)) AS dispute, CAST(NULL AS DATE) AS dispute_day,
    CAST(NULL AS DECIMAL(18, 4)) AS margin_value, record, file
  FROM fates
  WHERE code IN ('', 'no_customer')),
events AS (SELECT customer_id, order_id, CASE WHEN is_refund THEN 'refund' ELSE 'order' END AS kind, min(day) AS day,
    CAST(round(sum(net), 2) AS DECIMAL(18, 4)) AS amount, CAST(round(sum(total), 2) AS DECIMAL(18, 4)) AS total,
    CAST(sum(margin_value) AS DECIMAL(18, 4)) AS margin_value, CAST(1 AS DECIMAL(18, 4)) AS margin_part, min(record) AS record, min(file) AS file
  FROM sales
  GROUP BY customer_id, order_id, is_refund, CASE WHEN is_refund THEN day END)
SELECT customer_id, order_id, kind, day, amount, total, CAST(round(amount * CAST(? AS DECIMAL(9, 6)), 4) AS DECIMAL(18, 4)) AS margin, record, file
FROM events