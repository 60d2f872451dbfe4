WITH orders AS (
  SELECT order_id, count(*) AS records, count(total) AS totals, count(DISTINCT total) AS different
  FROM typed WHERE order_id IS NOT NULL AND base <> 'total_row' GROUP BY order_id HAVING count(*) > 1
),
lines AS (SELECT CAST(count(CASE WHEN abs(multiplied - total) <= 0.01 THEN 1 END) AS double) / greatest(count(*), 1) AS products FROM typed WHERE base = '')
SELECT CAST(count(*) AS double) AS orders, CAST(coalesce(sum(CASE WHEN totals = records AND different = 1 THEN 1 ELSE 0 END), 0) AS double) AS equal,
  CAST(coalesce(sum(CASE WHEN totals = 1 THEN 1 ELSE 0 END), 0) AS double) AS first_only, (SELECT products FROM lines) AS products
FROM orders