SELECT customer_id, contract_id, start_day, end_day, leaves, unit, periods, payment, mrr,
  plan, leaving, reason, account, changes, start_plan, channel
FROM (SELECT customer_id, back,
  CASE WHEN spell = 1 THEN contract_id ELSE concat(contract_id, ' #', CAST(CAST(spell AS INTEGER) AS VARCHAR)) END AS contract_id,
  first_day AS start_day, end_day, leaves, unit, periods, payment, mrr, plan, leaving, reason, account, start_plan, start_channel AS channel,
  CAST(sum(changed) OVER (PARTITION BY customer_id, contract_id, spell) AS INTEGER) AS changes
FROM (
  SELECT *, min(start_day) OVER (PARTITION BY customer_id, contract_id, spell) AS first_day, row_number() OVER (PARTITION BY customer_id, contract_id, spell ORDER BY start_day DESC, file DESC, record DESC) AS back,
    first_value(plan) OVER (PARTITION BY customer_id, contract_id, spell ORDER BY start_day, file, record) AS start_plan,
    first_value(channel) OVER (PARTITION BY customer_id, contract_id, spell ORDER BY start_day, file, record) AS start_channel,
    CASE WHEN lag(payment) OVER (PARTITION BY customer_id, contract_id, spell ORDER BY start_day, file, record) <> payment THEN 1 ELSE 0 END AS changed
  FROM "contract_spans"
) AS placed) AS spells WHERE back = 1
