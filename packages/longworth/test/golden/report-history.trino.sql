SELECT CAST(week AS varchar) AS week, CAST(revenue AS double) AS value,
  CAST(identified_revenue AS double) AS identified
FROM "history" ORDER BY week
