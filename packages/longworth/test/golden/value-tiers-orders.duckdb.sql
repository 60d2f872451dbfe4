WITH "worth_count" AS (
  SELECT CAST(round(1000000 * c.worth) AS bigint) AS key, count(*) AS same FROM "scored" c WHERE c.frequency IS NOT NULL GROUP BY CAST(round(1000000 * c.worth) AS bigint)
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
)
SELECT c.*, worth_rank.clv_percentile, worth_rank.tier_place
FROM "scored" c
LEFT JOIN "worth_rank" ON CASE WHEN c.frequency IS NOT NULL THEN CAST(round(1000000 * c.worth) AS bigint) END = "worth_rank".key
ORDER BY c.customer_id