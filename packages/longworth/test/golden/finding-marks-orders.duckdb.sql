
SELECT best.best_value, second.second_median, second.second_late, everybody.expected_all
FROM (
  SELECT CAST(min(CASE WHEN 10 * (2 * above - same) <= 2 * total THEN value END) AS double) / 10000 AS best_value
  FROM (
    SELECT value, same, sum(same) OVER (ORDER BY value DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS above,
      sum(same) OVER () AS total
    FROM (SELECT CAST(10000 * orders AS bigint) AS value, count(*) AS same FROM "customers" WHERE frequency IS NOT NULL GROUP BY 1) v
  ) r
) best
CROSS JOIN (
  SELECT min(CASE WHEN upto >= 0.5 * total THEN gap END) AS second_median, min(CASE WHEN upto >= 0.8 * total THEN gap END) AS second_late
  FROM (
    SELECT gap, sum(same) OVER (ORDER BY gap ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS upto,
      sum(same) OVER () AS total
    FROM (SELECT recency AS gap, count(*) AS same FROM "customers" WHERE frequency = 1 GROUP BY 1) g
  ) h
) second
CROSS JOIN (
  SELECT CAST(sum(CAST("expected_orders_365d" AS DECIMAL(38, 6))) AS double) AS expected_all FROM "customers"
) everybody