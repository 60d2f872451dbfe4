SELECT CAST(month AS double) AS month, unit, CAST(periods AS double) AS periods, CAST(count(*) AS double) AS contracts,
  CAST(sum(CAST(payment AS DECIMAL(28, 6))) AS double) AS payments, CAST(sum(CAST(leaves AS DECIMAL(28, 6))) AS double) AS expected_lost, CAST(sum(CAST(leaves * (1 - leaves) AS DECIMAL(28, 6))) AS double) AS lost_variance,
  CAST(sum(CAST(leaves * payment AS DECIMAL(28, 6))) AS double) AS payments_at_risk, CAST(sum(CAST(leaves * (1 - leaves) * payment * payment AS DECIMAL(28, 6))) AS double) AS payments_variance,
  CAST(sum(CAST(leaves * payment * (1 + after) AS DECIMAL(28, 6))) AS double) AS value_at_risk, CAST(sum(CAST(leaves * mrr AS DECIMAL(28, 6))) AS double) AS mrr_at_risk
FROM (
  SELECT CAST(extract(year FROM a.due) * 12 + extract(month FROM a.due) - 1 AS INTEGER) AS month, a.unit, a.periods, coalesce(CAST(a.payment AS double), 0) AS payment, (1 - l.renews) AS leaves, l.after, coalesce(CAST(a.mrr AS double), 0) AS mrr
  FROM "contract_ahead" AS a JOIN "contract_lifetimes" AS l ON l.model = a.model AND l.renewals = a.renewals
  WHERE a.outcome = 0 AND NOT a.leaves AND l.renews IS NOT NULL
) AS due
WHERE month <= $1
GROUP BY month, unit, periods ORDER BY month, unit, periods
