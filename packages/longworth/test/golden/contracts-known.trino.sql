SELECT c.*, CASE CAST(f."f0_0" AS INTEGER) WHEN 0 THEN ? WHEN 1 THEN ? END AS "known_f0_0", CASE WHEN f."f0_1" > CAST(? AS double) THEN ? WHEN f."f0_1" > CAST(? AS double) THEN ? WHEN f."f0_1" IS NOT NULL THEN ? END AS "known_f0_1"
FROM "contracts" c LEFT JOIN "facts_at_start" f ON f.customer_id = c.customer_id AND f.contract_id = c.contract_id
