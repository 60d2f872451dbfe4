SELECT CAST(count(CASE WHEN CASE WHEN "c1" LIKE '%+%' THEN CASE WHEN (upper("c1") LIKE '_.%E+%' OR upper("c1") LIKE '_,%E+%') AND substr("c1", 1, 1) BETWEEN '0' AND '9' THEN 1 END END = 1 THEN 1 END) AS double) AS "c1_damaged",
  CAST(max(length("c1")) AS double) AS "c1_longest"
FROM "staged_0"