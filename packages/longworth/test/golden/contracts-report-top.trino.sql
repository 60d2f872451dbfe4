SELECT contract_id AS id, customer_id AS customer, plan, term, CAST(renewals AS double) AS renewals, mrr,
  CAST(next_renewal_date AS VARCHAR) AS due, p_renew AS renews, "expected_revenue_365d" AS value, "expected_revenue_365d_p05" AS p05, "expected_revenue_365d_p95" AS p95
FROM "published_contracts" WHERE status <> 'ended' ORDER BY value DESC, contract_id, customer_id LIMIT 15
