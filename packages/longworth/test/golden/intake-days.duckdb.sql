SELECT CAST(date_diff('day', DATE '1970-01-01', day) AS double) AS day, CAST(count(*) AS double) AS records
FROM typed WHERE base = '' AND day IS NOT NULL GROUP BY day ORDER BY day