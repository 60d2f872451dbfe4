SELECT CAST(count(*) AS double) AS contracts, CAST(count(DISTINCT customer_id) AS double) AS customers, CAST(coalesce(sum(CAST(mrr AS DECIMAL(28, 6))), 0) AS double) AS mrr,
  CAST(coalesce(sum(CAST(payment AS DECIMAL(28, 6))), 0) AS double) AS payments, CAST(coalesce(sum(CAST("expected_revenue_365d" AS DECIMAL(28, 6))), 0) AS double) AS expected, CAST(coalesce(sum(CAST((1 - p_renew) AS DECIMAL(28, 6))), 0) AS double) AS lost, CAST(coalesce(sum(CAST((1 - p_renew) * payment AS DECIMAL(28, 6))), 0) AS double) AS at_risk,
  CAST(coalesce(sum(CAST((1 - p_renew) * p_renew * payment * payment AS DECIMAL(28, 6))), 0) AS double) AS at_risk_variance
FROM "published_contracts" WHERE (status = 'ended' AND end_date > date_add('day', -90, CAST(? AS DATE)))
