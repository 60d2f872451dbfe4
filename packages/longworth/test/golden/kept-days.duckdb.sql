
SELECT d.customer_id, d.day, CAST(d.value AS double) AS value, d.is_purchase, s.start_day, c.cell
FROM "customer_days" d
JOIN "customers" c ON c.customer_id = d.customer_id
JOIN "rfm_summary" s ON s.customer_id = d.customer_id
WHERE c.cell > 0
ORDER BY d.customer_id, d.day