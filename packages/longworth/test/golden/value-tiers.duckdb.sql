SELECT *, CASE tier_place WHEN 1 THEN 'Platinum' WHEN 2 THEN 'Gold' WHEN 3 THEN 'Silver' WHEN 4 THEN 'Bronze' WHEN 5 THEN 'Medium' WHEN 6 THEN 'Low' END AS clv_tier FROM (WITH "worth_count" AS (
  SELECT CAST(CASE WHEN c.worth >= 1 THEN 100 * round(100 * c.worth) ELSE round(10000 * c.worth) END AS bigint) AS key, count(*) AS same FROM "scored" c WHERE c.frequency IS NOT NULL GROUP BY CAST(CASE WHEN c.worth >= 1 THEN 100 * round(100 * c.worth) ELSE round(10000 * c.worth) END AS bigint)
), "worth_rank" AS (
  SELECT key, round(100 * CAST(mid AS double) / (2 * total), 2) AS clv_percentile, CASE
      WHEN 100 * (2 * total - mid) <= 2 * total THEN 1
      WHEN 100 * (2 * total - mid) <= 10 * total THEN 2
      WHEN 100 * (2 * total - mid) <= 20 * total THEN 3
      WHEN 100 * (2 * total - mid) <= 50 * total THEN 4
      WHEN 100 * (2 * total - mid) <= 100 * total THEN 5
      ELSE 6
    END AS tier_place
  FROM (
    SELECT key, CAST(2 * sum(same) OVER (ORDER BY key ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - same AS bigint) AS mid, CAST(sum(same) OVER () AS bigint) AS total FROM "worth_count"
  ) t
), abc_count AS (
  SELECT CAST(CASE WHEN c.worth >= 1 THEN 100 * round(100 * c.worth) ELSE round(10000 * c.worth) END AS bigint) AS key, count(*) AS same
  FROM "scored" c WHERE c.frequency IS NOT NULL GROUP BY CAST(CASE WHEN c.worth >= 1 THEN 100 * round(100 * c.worth) ELSE round(10000 * c.worth) END AS bigint)
), abc_rank AS (
  SELECT key, CASE WHEN total > 0 AND mid <= 1.6 * total THEN 'A' WHEN total > 0 AND mid <= 1.9 * total THEN 'B'
    ELSE 'C' END AS clv_abc
  FROM (
    SELECT key, 2 * CAST(sum(CAST(key AS DECIMAL(38, 0)) * same) OVER (ORDER BY key DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS double) - CAST(CAST(key AS DECIMAL(38, 0)) * same AS double) AS mid,
      CAST(sum(CAST(key AS DECIMAL(38, 0)) * same) OVER () AS double) AS total
    FROM abc_count
  ) t
)
SELECT c.*, worth_rank.clv_percentile, worth_rank.tier_place, abc_rank.clv_abc
FROM "scored" c
LEFT JOIN "worth_rank" ON CASE WHEN c.frequency IS NOT NULL THEN CAST(CASE WHEN c.worth >= 1 THEN 100 * round(100 * c.worth) ELSE round(10000 * c.worth) END AS bigint) END = "worth_rank".key
LEFT JOIN "abc_rank" ON CASE WHEN c.frequency IS NOT NULL THEN CAST(CASE WHEN c.worth >= 1 THEN 100 * round(100 * c.worth) ELSE round(10000 * c.worth) END AS bigint) END = "abc_rank".key
ORDER BY c.customer_id) AS classed