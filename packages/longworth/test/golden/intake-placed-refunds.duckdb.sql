WITH ids AS (
  SELECT reference, max(order_id) AS order_id FROM (SELECT order_name AS reference, order_id FROM typed WHERE order_name IS NOT NULL AND order_id IS NOT NULL UNION ALL SELECT order_id AS reference, order_id FROM typed WHERE order_id IS NOT NULL) AS named GROUP BY reference
),
sold AS (SELECT DISTINCT order_id FROM orders WHERE kind = 'order')
SELECT refund_rows.record, refund_rows.reference, refund_rows.day, refund_rows.refund, ids.order_id,
  CASE WHEN sold.order_id IS NOT NULL THEN 'known' WHEN ids.order_id IS NOT NULL THEN 'aside' ELSE 'unmatched' END AS state
FROM refund_rows LEFT JOIN ids ON ids.reference = refund_rows.reference LEFT JOIN sold ON sold.order_id = ids.order_id WHERE refund_rows.day <= CAST($1 AS DATE)