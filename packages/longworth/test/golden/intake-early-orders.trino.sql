WITH early AS (
  SELECT orders.file, orders.record, orders.day, customer_starts.first_day FROM orders JOIN customer_starts ON customer_starts.customer_id = orders.customer_id
  WHERE orders.kind = 'order' AND orders.day < customer_starts.first_day
)
SELECT CAST(file AS double) AS file, CAST(record AS double) AS record, CAST(day AS VARCHAR) AS day, CAST(first_day AS VARCHAR) AS first_day,
  CAST((SELECT count(*) FROM early) AS double) AS n
FROM early ORDER BY file, record LIMIT 1