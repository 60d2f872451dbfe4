WITH fates AS (SELECT * FROM judged),
sales AS (SELECT CASE WHEN code = '' THEN customer END AS customer_id,
    coalesce(order_id, concat('record ', CAST(file + 1 AS VARCHAR), ':', CAST(record AS VARCHAR))) AS order_id,
    (row_kind = 'refund' OR total < 0) AS is_refund,
    day, CAST(coalesce(net_value, total - coalesce("tax", 0) - 0) AS DECIMAL(18, 4)) AS net, CAST(total AS DECIMAL(18, 4)) AS total,
    round(CASE WHEN state = 'refunded' AND coalesce(refund, 0) = 0 THEN total ELSE refund END, 2) AS refund, CAST(NULL AS DECIMAL(18, 4)) AS dispute, CAST(NULL AS DATE) AS dispute_day,
    CAST(NULL AS DECIMAL(18, 4)) AS margin_value, record, file
  FROM fates
  WHERE code IN ('', 'no_customer')),
events AS (SELECT customer_id, order_id, CASE WHEN is_refund THEN 'refund' ELSE 'order' END AS kind, min(day) AS day,
    CAST(round(sum(net), 2) AS DECIMAL(18, 4)) AS amount, CAST(round(sum(total), 2) AS DECIMAL(18, 4)) AS total,
    CAST(sum(margin_value) AS DECIMAL(18, 4)) AS margin_value, CAST(1 AS DECIMAL(18, 4)) AS margin_part, min(record) AS record, min(file) AS file
  FROM sales
  GROUP BY customer_id, order_id, is_refund, CASE WHEN is_refund THEN day END
  UNION ALL
  SELECT customer_id, order_id, 'refund' AS kind, day AS day, CAST(-(round(CASE WHEN refund >= total - CAST($1 AS DECIMAL(18, 4)) AND refund <= total + CAST($2 AS DECIMAL(18, 4)) THEN net ELSE CASE WHEN total = 0 THEN 0 ELSE CAST((sign((CAST(round((refund) * 100, 0) AS BIGINT) * CAST(round((net) * 100, 0) AS BIGINT))) * sign(CAST(round((total) * 100, 0) AS BIGINT)) * ((2 * abs(CAST((CAST(round((refund) * 100, 0) AS BIGINT) * CAST(round((net) * 100, 0) AS BIGINT)) AS HUGEINT)) + abs(CAST(CAST(round((total) * 100, 0) AS BIGINT) AS HUGEINT))) // (2 * abs(CAST(CAST(round((total) * 100, 0) AS BIGINT) AS HUGEINT))))) AS DECIMAL(18, 0)) * CAST($3 AS DECIMAL(18, 4)) END END, 2)) AS DECIMAL(18, 4)) AS amount, CAST(-(refund) AS DECIMAL(18, 4)) AS total,
    margin_value, CAST(CASE WHEN total = 0 THEN 0 ELSE -(CAST(refund AS double) / CAST(total AS double)) END AS DECIMAL(18, 4)) AS margin_part, record, file
  FROM sales WHERE refund > 0 AND NOT is_refund)
SELECT customer_id, order_id, kind, day, amount, total, CAST(NULL AS DECIMAL(18, 4)) AS margin, record, file
FROM events