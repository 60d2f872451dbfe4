WITH merged AS (
  SELECT customer, count(DISTINCT key_raw) AS keys FROM typed WHERE base = '' AND customer IS NOT NULL GROUP BY customer HAVING count(DISTINCT key_raw) > 1
)
SELECT CAST(count(CASE WHEN typed.key_raw <> typed.customer THEN 1 END) AS double) AS moved, CAST((SELECT sum(keys) FROM merged) AS double) AS keys,
  CAST((SELECT sum(orders.total) FROM orders JOIN merged ON merged.customer = orders.customer_id WHERE orders.kind = 'order') AS VARCHAR) AS amount
FROM typed JOIN merged ON merged.customer = typed.customer WHERE typed.base = ''