SELECT CAST(count(CASE WHEN regexp_like("c1", ?) THEN 1 END) AS double) AS "c1_whole",
  CAST(count(CASE WHEN regexp_like("c1", ?) THEN 1 END) AS double) AS "c1_broken",
  CAST(count(CASE WHEN regexp_like("c1", ?) THEN 1 END) AS double) AS "c1_quoted"
FROM "staged_0"