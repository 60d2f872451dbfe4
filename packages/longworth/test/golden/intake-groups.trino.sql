WITH marked AS (
  SELECT record, max(CASE WHEN trim(coalesce(c1, '')) <> '' THEN record END) OVER (ORDER BY record ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS head FROM "staged_0"
)
SELECT marked.record, trim(names.c1) AS name FROM marked JOIN "staged_0" AS names ON names.record = marked.head