
SELECT f.customer_id, f.day, f.record, f."f0_0" AS "f0_0", f."f0_1" AS "f0_1"
FROM "sample_customers" s
JOIN "customer_facts" f ON f.customer_id = s.customer_id
ORDER BY f.customer_id, f.day NULLS FIRST, f.block, f.record