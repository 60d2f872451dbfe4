SELECT CAST(repeats AS double) AS frequency, CAST(months AS double) AS months, CAST(count(*) AS double) AS customers,
  CAST(sum(CAST(active AS DECIMAL(18, 9))) AS double) AS active, CAST(sum(CAST(value AS DECIMAL(18, 4))) AS double) AS value
FROM (
  SELECT least(frequency, 30) AS repeats, least(CAST(floor((tenure - recency) / 30.4375) AS INTEGER), 60) AS months,
    "p_active_365d" AS active, "expected_revenue_365d" AS value
  FROM "customers" WHERE frequency IS NOT NULL
) AS customer
GROUP BY repeats, months ORDER BY repeats, months
