SELECT c.cell, c.model AS model_index, c."due_90d", c."due_365d", c.contract_id, c.customer_id, CAST(CAST($1 AS DATE) AS DATE) AS as_of, CAST($2 AS VARCHAR) AS currency, CAST($3 AS VARCHAR) AS basis,
  s.model, c.plan, c.account, concat(CAST(c.periods AS VARCHAR), CASE WHEN c.unit = 'month' THEN 'm' ELSE 'd' END) AS term, c.start_day AS start_date, c.end_day AS end_date, CASE WHEN c.outcome <> 0 THEN 'ended' WHEN c.leaves THEN 'leaving' ELSE 'running' END AS status,
  CASE WHEN c.outcome <> 0 OR c.leaves THEN c.leaving END AS leaving, c.reason, c.renewals, c.changes AS price_changes,
  CASE WHEN c.outcome = 0 AND NOT c.leaves THEN c.due END AS next_renewal_date, s.p_renew,
  s."p_active_90d", s."expected_payments_90d", s."p_active_365d", s."expected_payments_365d", s."del", s."derl_before_renewal", s."derl_after_renewal"
FROM "contract_ahead" c
JOIN "contract_values" s ON s.cell = c.cell
