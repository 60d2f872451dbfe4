SELECT CAST(count(*) AS double) AS records, CAST((SELECT count(*) FROM (SELECT 1 FROM "accepted_spans" WHERE is_named GROUP BY contract_id, customer_id) AS named) + count(CASE WHEN NOT is_named THEN 1 END) AS double) AS contracts
FROM "accepted_spans"
