SELECT CAST(file AS double) AS file, code, CAST(count(*) AS double) AS records, CAST(sum(total) AS VARCHAR) AS total,
  CAST(count(CASE WHEN mod(total, CAST($1 AS DECIMAL(18, 4))) <> 0 THEN 1 END) AS double) AS finer,
  CAST(sum(CASE WHEN code = 'cancelled' THEN coalesce(refund, 0) ELSE 0 END) AS VARCHAR) AS refunded, CAST(sum(CASE WHEN total < 0 THEN total END) AS VARCHAR) AS negative, CAST(sum(CASE WHEN code = 'orphan_continuation' THEN line_money END) AS VARCHAR) AS lines
FROM (SELECT * FROM judged) AS fates GROUP BY file, code ORDER BY file, code