SELECT code, CAST(file AS double) AS file, CAST(record AS double) AS record
FROM (SELECT * FROM judged) AS fates WHERE code IN (?, ?, ?, ?, ?, ?, ?, ?, ?) ORDER BY file, record