SELECT CAST("month" AS VARCHAR) AS "month", complete, CAST("start" AS double) AS "start", CAST("new" AS double) AS "new", CAST(reactivation AS double) AS reactivation,
  CAST(expansion AS double) AS expansion, CAST(contraction AS double) AS contraction, CAST(churn AS double) AS churn, CAST("end" AS double) AS "end"
FROM "mrr" ORDER BY "month"
