SELECT $1 AS code, customer_id, day, amount AS of_amount, amount, total, file, record FROM (WITH fates AS (SELECT * FROM judged),
sales AS (SELECT customer AS customer_id,
    concat('record ', CAST(file + 1 AS VARCHAR), ':', CAST(record AS VARCHAR)) AS order_id,
    total < 0 AS is_refund,
    day, CAST(round(total, 2) AS DECIMAL(18, 4)) AS net, CAST(round(total, 2) AS DECIMAL(18, 4)) AS total,
    CAST(NULL AS DECIMAL(18, 4)) AS refund, CAST(NULL AS DECIMAL(18, 4)) AS dispute, CAST(NULL AS DATE) AS dispute_day,
    CAST(NULL AS DECIMAL(18, 4)) AS margin_value, record, file
  FROM fates
  WHERE code = $2),
events AS (SELECT customer_id, order_id, CASE WHEN is_refund THEN 'refund' ELSE 'order' END AS kind, day,
    CAST(round(net, 2) AS DECIMAL(18, 4)) AS amount, total, margin_value, CAST(1 AS DECIMAL(18, 4)) AS margin_part, record, file
  FROM sales)
SELECT customer_id, order_id, kind, day, amount, total, CAST(NULL AS DECIMAL(18, 4)) AS margin, record, file
FROM events) AS owed UNION ALL SELECT $3 AS code, customer_id, day, amount AS of_amount, amount, total, file, record FROM (WITH fates AS (SELECT * FROM judged),
sales AS (SELECT customer AS customer_id,
    concat('record ', CAST(file + 1 AS VARCHAR), ':', CAST(record AS VARCHAR)) AS order_id,
    total < 0 AS is_refund,
    day, CAST(round(total, 2) AS DECIMAL(18, 4)) AS net, CAST(round(total, 2) AS DECIMAL(18, 4)) AS total,
    CAST(NULL AS DECIMAL(18, 4)) AS refund, CAST(NULL AS DECIMAL(18, 4)) AS dispute, CAST(NULL AS DATE) AS dispute_day,
    CAST(NULL AS DECIMAL(18, 4)) AS margin_value, record, file
  FROM fates
  WHERE code = $4),
events AS (SELECT customer_id, order_id, CASE WHEN is_refund THEN 'refund' ELSE 'order' END AS kind, day,
    CAST(round(net, 2) AS DECIMAL(18, 4)) AS amount, total, margin_value, CAST(1 AS DECIMAL(18, 4)) AS margin_part, record, file
  FROM sales)
SELECT customer_id, order_id, kind, day, amount, total, CAST(NULL AS DECIMAL(18, 4)) AS margin, record, file
FROM events) AS owed UNION ALL SELECT 'part_paid' AS code, orders.customer_id, orders.day, orders.amount AS of_amount, CAST(CASE WHEN orders.total = 0 THEN 0 ELSE CAST((sign((CAST(round((least(coalesce(fates.outstanding, orders.total), orders.total)) * 100, 0) AS BIGINT) * CAST(round((orders.amount) * 100, 0) AS BIGINT))) * sign(CAST(round((orders.total) * 100, 0) AS BIGINT)) * ((2 * abs(CAST((CAST(round((least(coalesce(fates.outstanding, orders.total), orders.total)) * 100, 0) AS BIGINT) * CAST(round((orders.amount) * 100, 0) AS BIGINT)) AS HUGEINT)) + abs(CAST(CAST(round((orders.total) * 100, 0) AS BIGINT) AS HUGEINT))) // (2 * abs(CAST(CAST(round((orders.total) * 100, 0) AS BIGINT) AS HUGEINT))))) AS DECIMAL(18, 0)) * CAST($5 AS DECIMAL(18, 4)) END AS DECIMAL(18, 4)) AS amount, CAST(least(coalesce(fates.outstanding, orders.total), orders.total) AS DECIMAL(18, 4)) AS total, orders.file, orders.record
FROM orders JOIN (SELECT * FROM judged) AS fates ON fates.file = orders.file AND fates.record = orders.record
WHERE orders.kind = 'order' AND fates.state = 'part_paid' AND coalesce(fates.outstanding, orders.total) > 0