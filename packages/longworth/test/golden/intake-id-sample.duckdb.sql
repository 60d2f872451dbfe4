SELECT CAST(count(CASE WHEN "c1" <> '' THEN 1 END) AS double) AS "c1_filled",
  CAST(count(CASE WHEN "c1" LIKE '%.0' THEN 1 END) AS double) AS "c1_dot_zero",
  CAST(count(CASE WHEN "c1" LIKE '''%' THEN 1 END) AS double) AS "c1_apostrophe"
FROM "staged_0" WHERE record <= 1000