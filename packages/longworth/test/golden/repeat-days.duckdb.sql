
SELECT CAST(date_diff('day', DATE '1970-01-01', d.day) AS double) AS day, CAST(count(*) AS double) AS purchases
FROM "customer_days" d
JOIN "rfm_summary" s ON s.customer_id = d.customer_id
WHERE d.is_purchase AND d.day > s.first_purchase
GROUP BY 1
ORDER BY 1