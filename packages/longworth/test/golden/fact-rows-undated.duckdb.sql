
SELECT c1 AS customer_id, CAST(NULL AS date) AS day, CAST(record AS double) AS record, CAST(nullif(trim(coalesce("c4", '')), '') AS double) AS "f0_2"
FROM "staged"

WHERE c1 <> ''