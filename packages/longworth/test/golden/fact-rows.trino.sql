
SELECT c1 AS customer_id, CAST(c5 AS date) AS day, CAST(record AS double) AS record, CAST("k_c2".code AS double) AS "f0_0", CAST(replace(nullif(trim(coalesce("c3", '')), ''), ',', '.') AS double) AS "f0_1", CAST(nullif(trim(coalesce("c4", '')), '') AS double) AS "f0_2"
FROM "staged"
LEFT JOIN (SELECT value, row_number() OVER (ORDER BY value) - 1 AS code FROM (SELECT trim(coalesce("c2", '')) AS value, count(*) AS n FROM "staged" WHERE trim(coalesce("c2", '')) <> '' GROUP BY 1 ORDER BY n DESC, value LIMIT 100) AS counted) AS "k_c2" ON "k_c2".value = trim(coalesce("c2", ''))
WHERE c1 <> ''