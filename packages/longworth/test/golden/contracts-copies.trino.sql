SELECT file, record
FROM (SELECT file, record, row_number() OVER (PARTITION BY h ORDER BY file, record) AS turn
  FROM typed_contracts WHERE h IN (SELECT h FROM typed_contracts GROUP BY h HAVING count(*) > 1)) AS turns
WHERE turn > 1
