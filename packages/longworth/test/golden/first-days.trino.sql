
SELECT CAST(date_diff('day', DATE '1970-01-01', first_purchase) AS double) AS day, CAST(count(*) AS double) AS customers
FROM "rfm_summary"
WHERE frequency IS NOT NULL
GROUP BY first_purchase
ORDER BY first_purchase