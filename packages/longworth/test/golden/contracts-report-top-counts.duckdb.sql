SELECT contract_id AS id, customer_id AS customer, plan, term, CAST(renewals AS double) AS renewals, CAST(0 AS double) AS mrr,
  CAST(next_renewal_date AS VARCHAR) AS due, p_renew AS renews, "expected_payments_365d" AS value, CAST(NULL AS double) AS p05, CAST(NULL AS double) AS p95
FROM "contracts_counted" WHERE status <> 'ended' ORDER BY value DESC, contract_id, customer_id LIMIT 15
