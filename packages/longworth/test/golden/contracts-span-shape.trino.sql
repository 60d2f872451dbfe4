SELECT CAST(count(*) AS double) AS records, CAST(count(DISTINCT concat(contract_id, ' ', customer_id)) AS double) AS contracts
FROM "accepted_spans"
