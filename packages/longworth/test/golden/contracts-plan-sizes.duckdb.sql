SELECT plan, CAST(count(*) AS double) AS contracts
FROM "contracts" WHERE plan IS NOT NULL GROUP BY plan ORDER BY contracts DESC, plan LIMIT 12
