
SELECT least(frequency, CAST(? AS integer)) AS frequency_band,
  CAST(least(floor((tenure - recency) / CAST(? AS double)), CAST(? AS double)) AS integer) AS recency_band,
  CAST(count(*) AS integer) AS customers,
  CAST(sum(CAST("p_active_365d" AS DECIMAL(18, 12))) AS double) / count(*) AS p_active,
  CAST(sum(CAST("expected_revenue_365d" AS DECIMAL(18, 2))) AS double) / count(*) AS expected_revenue
FROM "customers"
WHERE frequency IS NOT NULL
GROUP BY 1, 2
ORDER BY 1, 2