
SELECT CAST(date_diff('day', DATE '1970-01-01', day) AS double) AS day, CAST(count(*) AS double) AS purchases
FROM "customer_days"
WHERE is_purchase
GROUP BY day
ORDER BY day