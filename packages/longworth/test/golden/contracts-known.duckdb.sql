SELECT c.*, CASE CAST(f."f0_0" AS INTEGER) WHEN 0 THEN $1 WHEN 1 THEN $2 END AS "known_f0_0", CASE WHEN f."f0_1" > CAST($3 AS double) THEN $4 WHEN f."f0_1" > CAST($5 AS double) THEN $6 WHEN f."f0_1" IS NOT NULL THEN $7 END AS "known_f0_1"
FROM "contracts" c LEFT JOIN "facts_at_start" f ON f.customer_id = c.customer_id AND f.contract_id = c.contract_id
