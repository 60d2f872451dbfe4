
SELECT CAST(s.number AS double) AS customer, coalesce(CAST(date_diff('day', DATE '1970-01-01', f.day) AS double), -2147483648e0) AS day,
  f."f0_0" AS "f0_0", f."f0_1" AS "f0_1"
FROM "sample_customers" s
JOIN "customer_facts" f ON f.customer_id = s.customer_id
WHERE s.number >= 0 AND s.number < 50000
ORDER BY s.number, 2, f.block, f.record