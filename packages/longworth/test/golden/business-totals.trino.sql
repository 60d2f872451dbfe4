
SELECT CAST(coalesce(sum(historic_value), 0) AS double) AS revenue, CAST(coalesce(sum(margin), 0) AS double) AS margin,
  CAST(coalesce(sum(orders), 0) AS double) AS orders, CAST(coalesce(sum(refunded_value), 0) AS double) AS refunded,
  CAST(count(*) AS double) AS customers, CAST(count(frequency) AS double) AS buyers,
  CAST(count(*) FILTER (WHERE frequency > 0) AS double) AS repeat_buyers
FROM "rfm_summary"