SELECT customer_id, contract_id, start_day, end_day, leaves, unit, periods, payment, mrr,
  plan, leaving, reason, account, CAST(0 AS INTEGER) AS changes, plan AS start_plan, channel
FROM "accepted_spans"
