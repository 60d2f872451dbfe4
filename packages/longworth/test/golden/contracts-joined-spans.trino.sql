SELECT customer_id, contract_id, start_day,
  CASE WHEN next_start <= date_add('day', 1, end_day) THEN next_start ELSE end_day END AS end_day,
  leaves, unit, periods, payment, mrr, plan, leaving, reason, account, channel, record, file,
  sum(CASE WHEN before_end IS NULL OR start_day > date_add('day', 1, before_end) THEN 1 ELSE 0 END) OVER (PARTITION BY contract_id, customer_id ORDER BY start_day, file, record ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS spell
FROM (
  SELECT *, lag(end_day) OVER (PARTITION BY contract_id, customer_id ORDER BY start_day, file, record) AS before_end, lead(start_day) OVER (PARTITION BY contract_id, customer_id ORDER BY start_day, file, record) AS next_start
  FROM "accepted_spans"
) AS ordered
