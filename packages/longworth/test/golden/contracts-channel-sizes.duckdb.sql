SELECT "channel" AS plan, CAST(count(*) AS double) AS contracts
FROM "contracts" WHERE "channel" IS NOT NULL GROUP BY 1 ORDER BY contracts DESC, plan LIMIT 12
