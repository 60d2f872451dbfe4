WITH valued AS (
  SELECT coalesce("expected_revenue_365d", 0) AS value, coalesce(power("expected_revenue_365d_sd", 2), 0) AS variance,
    coalesce("p_active_365d", 0) AS active,
    "predicted_clv_365d" AS predicted
  FROM "customers"
), scaled AS (
  SELECT *, CASE WHEN value >= 0.01 THEN power(10, floor(log10(value))) ELSE 0 END AS decade FROM valued
), classed AS (
  SELECT *, CASE WHEN decade > 0 THEN floor(20 * (value / decade)) / 20 * decade ELSE 0 END AS edge FROM scaled
)
SELECT CAST(edge AS double) AS floor, CAST(count(*) AS double) AS customers, CAST(sum(CAST(value AS DECIMAL(18, 4))) AS double) AS value,
  CAST(sum(CAST(variance AS DECIMAL(30, 4))) AS double) AS variance, CAST(sum(CAST(active AS DECIMAL(18, 9))) AS double) AS active,
  CAST(sum(CAST(predicted AS DECIMAL(18, 4))) AS double) AS predicted
FROM classed GROUP BY edge ORDER BY edge DESC
