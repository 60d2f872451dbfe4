SELECT CAST(count(DISTINCT customer_id) AS double) AS customers, CAST(min(record) AS double) AS record,
  CAST(min_by(file, record) AS double) AS file
FROM (
  SELECT customer_id, contract_id, record, file, start_day,
    max(coalesce(end_day, DATE '9999-12-31')) OVER (PARTITION BY customer_id ORDER BY start_day, file, record ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS busy_until
  FROM "contract_spans" WHERE customer_id IN (SELECT customer_id FROM "contract_spans" GROUP BY customer_id HAVING count(*) > 1)
) AS ordered
WHERE start_day < busy_until
