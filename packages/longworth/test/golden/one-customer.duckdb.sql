SELECT * FROM customers WHERE customer_id = $1
;

SELECT CAST(date_diff('day', DATE '1970-01-01', day) AS double) AS day, CAST(value AS double) AS value,
  CASE WHEN is_purchase THEN 1e0 ELSE 0e0 END AS purchase,
  CAST(date_diff('day', DATE '1970-01-01', start_day) AS double) AS start_day, CAST(cell AS double) AS cell
FROM kept_days WHERE customer_id = $1 ORDER BY day
;

SELECT coalesce(CAST(date_diff('day', DATE '1970-01-01', f.day) AS double), -2147483648e0) AS day, "f1", "f2"
FROM kept_facts f WHERE f.customer_id = $1 ORDER BY f.day NULLS FIRST, f.record
;
SELECT * FROM kept_cells WHERE cell = $1
;

SELECT customer_id AS id FROM customers
ORDER BY CASE WHEN strpos(lower(customer_id), lower($1)) > 0 THEN 0 ELSE 1 END,
  damerau_levenshtein(lower(customer_id), lower($2)), customer_id
LIMIT 3