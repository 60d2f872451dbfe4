SELECT CASE WHEN c.end_day IS NULL THEN 0e0 ELSE 1e0 END AS observed,
  CAST(date_diff('day', c.start_day, coalesce(c.end_day, CAST(? AS DATE))) AS double) AS duration, f."f0_0", f."f0_1"
FROM "contracts" c LEFT JOIN "facts_at_start" f ON f.customer_id = c.customer_id AND f.contract_id = c.contract_id
