WITH sold AS (
  SELECT order_id, max(customer_id) AS customer_id, sum(amount) AS amount, sum(total) AS total, sum(margin) AS margin FROM orders WHERE kind = 'order' GROUP BY order_id
)
SELECT sold.customer_id, coalesce(placed_refunds.order_id, placed_refunds.reference) AS order_id, 'refund' AS kind, placed_refunds.day AS day,
  CAST(-(round(CASE WHEN sold.order_id IS NULL THEN refund WHEN refund BETWEEN sold.total - CAST(? AS DECIMAL(18, 4)) AND sold.total + CAST(? AS DECIMAL(18, 4)) THEN sold.amount ELSE CASE WHEN sold.total = 0 THEN 0 ELSE CAST((CAST((CAST(round((refund) * 100, 0) AS BIGINT) * CAST(round((sold.amount) * 100, 0) AS BIGINT)) AS DECIMAL(38, 0)) / CAST(CAST(round((sold.total) * 100, 0) AS BIGINT) AS DECIMAL(38, 0))) AS DECIMAL(18, 0)) * CAST(? AS DECIMAL(18, 4)) END END, 2)) AS DECIMAL(18, 4)) AS amount, CAST(-round(refund, 2) AS DECIMAL(18, 4)) AS total, CASE WHEN sold.total = 0 THEN 0 ELSE CAST(-(sold.margin * refund / sold.total) AS DECIMAL(18, 4)) END AS margin,
  placed_refunds.record AS record, CAST(2 AS INTEGER) AS file
FROM placed_refunds LEFT JOIN sold ON sold.order_id = placed_refunds.order_id WHERE state <> 'aside'