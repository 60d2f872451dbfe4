SELECT currency, CAST(count(*) AS double) AS records, CAST(sum(total) AS VARCHAR) AS amount
FROM typed WHERE base = '' AND currency IS NOT NULL GROUP BY currency ORDER BY count(*) DESC, currency