
SELECT CAST(count(CASE WHEN is_recent AND refunded > 0 THEN 1 END) AS double) AS "count",
  CAST(sum(CASE WHEN is_recent THEN refunded ELSE 0 END) AS double) AS back,
  CAST(sum(CASE WHEN is_recent AND refunded > 0 THEN CAST(CAST(refunded AS double) * CAST(refunded AS double) AS DECIMAL(38, 6)) ELSE 0 END) AS double) AS squares,
  CAST(sum(CASE WHEN is_recent THEN value + refunded ELSE 0 END) AS double) AS gross,
  CAST(sum(CASE WHEN NOT is_recent THEN refunded ELSE 0 END) AS double) AS back_before, CAST(sum(CASE WHEN NOT is_recent THEN value + refunded ELSE 0 END) AS double) AS gross_before
FROM (SELECT value, refunded, day > CAST(CAST($1 AS date) - INTERVAL '365' DAY AS date) AS is_recent FROM "customer_days" WHERE day > CAST(CAST($2 AS date) - INTERVAL '730' DAY AS date)) d