WITH fates AS (SELECT * FROM judged),
sales AS (SELECT CASE WHEN code = '' THEN customer END AS customer_id,
    concat('record ', CAST(file + 1 AS VARCHAR), ':', CAST(record AS VARCHAR)) AS order_id,
    total < 0 AS is_refund,
    day, CAST(total AS DECIMAL(18, 4)) AS net, CAST(total AS DECIMAL(18, 4)) AS total,
    CAST(NULL AS DECIMAL(18, 4)) AS refund, CAST(NULL AS DECIMAL(18, 4)) AS dispute, CAST(NULL AS DATE) AS dispute_day,
    CAST(NULL AS DECIMAL(18, 4)) AS margin_value, record, file
  FROM fates
  WHERE code IN ('', 'no_customer')),
events AS (SELECT customer_id, order_id, CASE WHEN is_refund THEN 'refund' ELSE 'order' END AS kind, day,
    net AS amount, total, margin_value, CAST(1 AS DECIMAL(18, 4)) AS margin_part, record, file
  FROM sales)
SELECT customer_id, order_id, kind, day, amount, total, CAST(NULL AS DECIMAL(18, 4)) AS margin, record, file
FROM events