SELECT "plan" AS plan, CAST(count(*) AS double) AS contracts
FROM "contracts" WHERE "plan" IS NOT NULL GROUP BY 1 ORDER BY contracts DESC, plan LIMIT 12
