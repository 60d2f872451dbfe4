SELECT CAST(count(CASE WHEN "c1" <> '' THEN 1 END) AS double) AS "c1_filled",
  CAST(count(CASE WHEN "c1" LIKE '%.0' THEN 1 END) AS double) AS "c1_dot_zero",
  CAST(count(CASE WHEN "c1" LIKE '''%' THEN 1 END) AS double) AS "c1_apostrophe",
  CAST(count(CASE WHEN CASE WHEN "c1" LIKE '=%' THEN "c1" LIKE '="%"' ELSE false END THEN 1 END) AS double) AS "c1_formula",
  CAST(count(CASE WHEN CASE WHEN ("c1" >= '0' AND "c1" < ':') THEN CASE WHEN "c1" LIKE '%+%' THEN (upper("c1") LIKE '_.%E+%' OR upper("c1") LIKE '_,%E+%') AND substr("c1", 1, 1) BETWEEN '0' AND '9' ELSE false END ELSE false END THEN 1 END) AS double) AS "c1_damaged",
  CAST(count(CASE WHEN CASE WHEN length(to_utf8("c1")) > length("c1") THEN regexp_like("c1", ?) ELSE false END THEN 1 END) AS double) AS "c1_mangled",
  CAST(count(CASE WHEN CASE WHEN length(to_utf8("c1")) > length("c1") THEN position(? IN "c1") > 0 ELSE false END THEN 1 END) AS double) AS "c1_lost",
  CAST(max(length("c1")) AS double) AS "c1_longest"
FROM "staged_0"