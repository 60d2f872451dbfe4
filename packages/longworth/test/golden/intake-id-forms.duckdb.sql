SELECT CAST(count(CASE WHEN regexp_matches("c1", $1) THEN 1 END) AS double) AS "c1_whole",
  CAST(count(CASE WHEN regexp_matches("c1", $2) THEN 1 END) AS double) AS "c1_broken",
  CAST(count(CASE WHEN regexp_matches("c1", $3) THEN 1 END) AS double) AS "c1_quoted"
FROM "staged_0"