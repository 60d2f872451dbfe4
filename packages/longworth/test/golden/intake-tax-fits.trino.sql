SELECT CAST(file AS double) AS file, CAST(count(*) AS double) AS taxed,
  CAST(count(CASE WHEN abs(subtotal + coalesce("shipping", 0) + tax - (total - coalesce("duties", 0))) <= CAST(? AS DECIMAL(18, 4)) THEN 1 END) AS double) AS excluded,
  CAST(count(CASE WHEN abs(subtotal + coalesce("shipping", 0) - (total - coalesce("duties", 0))) <= CAST(? AS DECIMAL(18, 4)) THEN 1 END) AS double) AS included
FROM typed WHERE base = '' AND tax > 0 GROUP BY file ORDER BY file