SELECT CAST(CAST(extract(year FROM end_day) * 12 + extract(month FROM end_day) - 1 AS INTEGER) AS double) AS month, leaving, CAST(count(*) AS double) AS contracts,
  CAST(sum(mrr) AS VARCHAR) AS mrr
FROM "contracts" WHERE end_day IS NOT NULL GROUP BY 1, leaving ORDER BY 1, leaving
