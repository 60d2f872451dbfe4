WITH priced AS (
  SELECT repeats.h, max(repeats.records) - 1 AS copies, max(typed.total) AS total
  FROM typed JOIN repeats ON repeats.h = typed.h GROUP BY repeats.h
)
SELECT CAST(coalesce(sum(copies), 0) AS double) AS copies, CAST(sum(copies * total) AS VARCHAR) AS amount FROM priced