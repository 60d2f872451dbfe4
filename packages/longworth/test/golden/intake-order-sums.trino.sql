SELECT
  CAST(count(CASE WHEN kind = 'order' AND customer_id IS NOT NULL THEN 1 END) AS double) AS orders,
  CAST(count(CASE WHEN kind = 'refund' AND customer_id IS NOT NULL THEN 1 END) AS double) AS refunds,
  CAST(count(CASE WHEN kind = 'order' AND customer_id IS NOT NULL AND total = 0 THEN 1 END) AS double) AS zeros,
  CAST(sum(CASE WHEN kind = 'order' AND customer_id IS NOT NULL THEN amount END) AS VARCHAR) AS amount,
  CAST(sum(CASE WHEN kind = 'order' AND customer_id IS NOT NULL THEN total END) AS VARCHAR) AS total,
  CAST(sum(CASE WHEN kind = 'refund' AND customer_id IS NOT NULL THEN amount END) AS VARCHAR) AS refund_amount,
  CAST(sum(CASE WHEN kind = 'refund' AND customer_id IS NOT NULL THEN total END) AS VARCHAR) AS refund_total,
  CAST(max(CASE WHEN kind = 'order' AND customer_id IS NOT NULL THEN total END) AS VARCHAR) AS largest,
  CAST(min(CASE WHEN customer_id IS NOT NULL THEN amount END) AS VARCHAR) AS smallest,
  CAST(min(CASE WHEN kind = 'order' AND customer_id IS NOT NULL THEN day END) AS VARCHAR) AS first_day,
  CAST(max(CASE WHEN kind = 'order' AND customer_id IS NOT NULL THEN day END) AS VARCHAR) AS last_day
FROM orders