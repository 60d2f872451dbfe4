SELECT CAST(model AS double) AS model, CAST(renewals AS double) AS renewals, CAST("due_365d" AS double) AS due, CAST(count(*) AS double) AS contracts,
  CAST(sum(payment) AS double) AS money, CAST(sum(CAST(payment AS DECIMAL(16, 2)) * CAST(payment AS DECIMAL(16, 2))) AS double) AS squares
FROM "contract_ahead" WHERE outcome = 0 AND NOT leaves AND model IS NOT NULL GROUP BY model, renewals, 3 ORDER BY model, renewals, due
