SELECT customer_id, contract_id, max_by("f0_0", CASE WHEN "f0_0" IS NOT NULL THEN turn END) AS "f0_0", max_by("f0_1", CASE WHEN "f0_1" IS NOT NULL THEN turn END) AS "f0_1"
FROM (
  SELECT c.customer_id, c.contract_id, row_number() OVER (PARTITION BY c.customer_id, c.contract_id ORDER BY f.day NULLS FIRST, f.block, f.record) AS turn, f."f0_0", f."f0_1"
  FROM "contracts" c JOIN "customer_facts" f ON f.customer_id = c.customer_id AND (f.day IS NULL OR f.day <= c.start_day)
) AS known
GROUP BY customer_id, contract_id
