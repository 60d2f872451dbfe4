SELECT CAST(count(*) AS double) AS records,
  CAST(count(CASE WHEN trim("c1") <> '' THEN 1 END) AS double) AS "c1_filled",
  CAST(count(DISTINCT nullif(trim("c1"), '')) AS double) AS "c1_distinct",
  CAST(count(CASE WHEN regexp_like(trim("c1"), ?) THEN 1 END) AS double) AS "c1_numeric",
  CAST(count(CASE WHEN regexp_like(trim("c1"), ?) THEN 1 END) AS double) AS "c1_whole",
  CAST(count(CASE WHEN regexp_like(trim("c1"), ?) THEN 1 END) AS double) AS "c1_money",
  CAST(count(CASE WHEN regexp_like(trim("c1"), ?) THEN 1 END) AS double) AS "c1_dates",
  CAST(count(CASE WHEN regexp_like(trim("c1"), ?) THEN 1 END) AS double) AS "c1_currencies",
  CAST(count(CASE WHEN regexp_like(trim("c1"), ?) THEN 1 END) AS double) AS "c1_emails",
  CAST(count(CASE WHEN position(concat(?, lower(replace(replace(trim("c1"), '_', ' '), '-', ' ')), ?) IN ?) > 0 THEN 1 END) AS double) AS "c1_statuses",
  CAST(count(CASE WHEN "c2" IS NOT NULL THEN 1 END) AS double) AS "c2_filled",
  CAST(count(DISTINCT "c2") AS double) AS "c2_distinct",
  CAST(count(CASE WHEN "c2" IS NOT NULL THEN 1 END) AS double) AS "c2_numeric",
  CAST(count(CASE WHEN false THEN 1 END) AS double) AS "c2_dates"
FROM "staged_0"
WHERE record % 3 = 0