SELECT CAST(count(*) AS double) AS n, CAST(-sum(total) AS VARCHAR) AS amount FROM typed
WHERE base = '' AND row_kind = 'refund' AND ref IS NOT NULL AND NOT is_matched