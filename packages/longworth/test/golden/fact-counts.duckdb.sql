
SELECT CAST(count(*) AS double) AS rows, CAST(count(DISTINCT customer_id) AS double) AS customers,
  CAST(count(DISTINCT CASE WHEN customer_id IN (SELECT customer_id FROM "customer_days") THEN customer_id END) AS double) AS known,
  CAST(count(CASE WHEN day > CAST($1 AS date) THEN 1 END) AS double) AS late
FROM (
SELECT c1 AS customer_id, CAST(c5 AS date) AS day, CAST(record AS double) AS record, CAST("k_c2".code AS double) AS "f0_0", CAST(replace(nullif(trim(coalesce("c3", '')), ''), ',', '.') AS double) AS "f0_1", CAST(nullif(trim(coalesce("c4", '')), '') AS double) AS "f0_2"
FROM "staged"
LEFT JOIN (SELECT value, row_number() OVER (ORDER BY value) - 1 AS code FROM (SELECT trim(coalesce("c2", '')) AS value, count(*) AS n FROM "staged" WHERE trim(coalesce("c2", '')) <> '' GROUP BY 1 ORDER BY n DESC, value LIMIT 100) AS counted) AS "k_c2" ON "k_c2".value = trim(coalesce("c2", ''))
WHERE c1 <> '') AS facts