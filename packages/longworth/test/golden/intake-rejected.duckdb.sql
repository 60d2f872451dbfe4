SELECT code, CAST(file AS double) AS file, CAST(record AS double) AS record
FROM (SELECT * FROM judged) AS fates WHERE code IN ($1, $2, $3, $4, $5, $6, $7, $8, $9) ORDER BY file, record