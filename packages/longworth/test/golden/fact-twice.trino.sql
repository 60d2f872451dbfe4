
SELECT customer_id AS customer, CAST(count(*) AS double) AS n FROM (
SELECT c1 AS customer_id, CAST(NULL AS date) AS day, CAST(record AS double) AS record, CAST(nullif(trim(coalesce("c4", '')), '') AS double) AS "f0_2"
FROM "staged"

WHERE c1 <> '') AS facts GROUP BY customer_id HAVING count(*) > 1
ORDER BY customer_id LIMIT 1