SELECT * FROM customers WHERE customer_id = ?
;

SELECT CAST(date_diff('day', DATE '1970-01-01', day) AS double) AS day, CAST(value AS double) AS value,
  CASE WHEN is_purchase THEN 1e0 ELSE 0e0 END AS purchase,
  CAST(date_diff('day', DATE '1970-01-01', start_day) AS double) AS start_day, CAST(cell AS double) AS cell
FROM kept_days WHERE customer_id = ? ORDER BY day
;

SELECT coalesce(CAST(date_diff('day', DATE '1970-01-01', f.day) AS double), -2147483648e0) AS day, "f1", "f2"
FROM kept_facts f WHERE f.customer_id = ? ORDER BY f.day NULLS FIRST, f.record
;
SELECT * FROM kept_cells WHERE cell = ?
;

SELECT customer_id AS id FROM customers
ORDER BY CASE WHEN strpos(lower(customer_id), lower(?)) > 0 THEN 0 ELSE 1 END,
  levenshtein_distance(lower(customer_id), lower(?)), customer_id
LIMIT 3