SELECT CAST("month" AS VARCHAR) AS "month", leaving, CAST(contracts AS double) AS contracts FROM "leaving" ORDER BY "month", leaving
