
SELECT CAST(s.number AS double) AS customer, CAST(date_diff('day', DATE '1970-01-01', d.day) AS double) AS day,
  CAST(d.value AS double) AS value, CASE WHEN d.is_purchase THEN 1e0 ELSE 0e0 END AS purchase,
  CAST(date_diff('day', DATE '1970-01-01', s.start_day) AS double) AS start_day
FROM "sample_customers" s
JOIN "customer_days" d ON d.customer_id = s.customer_id
WHERE s.number >= 0 AND s.number < 50000
ORDER BY s.number, d.day