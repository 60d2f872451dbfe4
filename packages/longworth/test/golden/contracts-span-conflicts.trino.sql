SELECT contract_id, CAST(file AS double) AS file, CAST(first AS double) AS first, CAST(record AS double) AS second
FROM (
  SELECT contract_id, file, record, start_day, is_named, lag(record) OVER (PARTITION BY contract_id, customer_id ORDER BY start_day, file, record) AS first, lag(end_day) OVER (PARTITION BY contract_id, customer_id ORDER BY start_day, file, record) AS before_end
  FROM "accepted_spans"
) AS ordered
WHERE is_named AND first IS NOT NULL AND (before_end IS NULL OR start_day < before_end)
ORDER BY file, record LIMIT 1
