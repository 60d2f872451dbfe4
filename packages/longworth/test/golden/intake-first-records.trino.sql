SELECT code, CAST(file AS double) AS file, CAST(record AS double) AS record
FROM (SELECT code, file, record, row_number() OVER (PARTITION BY code ORDER BY file, record) AS place FROM (SELECT * FROM judged) AS fates WHERE code <> '') AS placed
WHERE place <= 3 ORDER BY code, file, record