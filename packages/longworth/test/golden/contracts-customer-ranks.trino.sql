WITH placed AS (
  SELECT place, count(*) AS customers FROM "customer_list" GROUP BY place
), ranked AS (
  SELECT worth, ties, sum(ties) OVER (ORDER BY worth DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - ties AS above, sum(ties) OVER () AS everybody
  FROM (
    SELECT v."expected_revenue_365d" AS worth, CAST(sum(customers) AS BIGINT) AS ties FROM placed JOIN "customer_values" AS v ON v.place = placed.place GROUP BY 1
  ) AS counted
)
SELECT v.*, 100 * (1 - (above + CAST(ties AS double) / 2) / everybody) AS clv_percentile,
  CASE WHEN ((above + (ties + 1) / CAST(2 AS double)) / everybody) <= CAST(? AS double) THEN 'Platinum' WHEN ((above + (ties + 1) / CAST(2 AS double)) / everybody) <= CAST(? AS double) THEN 'Gold' WHEN ((above + (ties + 1) / CAST(2 AS double)) / everybody) <= CAST(? AS double) THEN 'Silver' WHEN ((above + (ties + 1) / CAST(2 AS double)) / everybody) <= CAST(? AS double) THEN 'Bronze' WHEN ((above + (ties + 1) / CAST(2 AS double)) / everybody) <= CAST(? AS double) THEN 'Medium' ELSE 'Low' END AS clv_tier
FROM "customer_values" AS v LEFT JOIN ranked ON ranked.worth IS NOT DISTINCT FROM v."expected_revenue_365d"
