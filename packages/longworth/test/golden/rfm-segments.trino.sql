WITH "recency_count" AS (
  SELECT (c.tenure - c.recency) AS key, count(*) AS same FROM "scored" c WHERE c.frequency IS NOT NULL GROUP BY (c.tenure - c.recency)
), "recency_rank" AS (
  SELECT key, CAST(floor(5 * CAST(mid AS double) / (2 * total)) AS integer) + 1 AS rfm_r
  FROM (
    SELECT key, CAST(2 * sum(same) OVER (ORDER BY key DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - same AS bigint) AS mid, CAST(sum(same) OVER () AS bigint) AS total FROM "recency_count"
  ) t
), "frequency_count" AS (
  SELECT c.frequency AS key, count(*) AS same FROM "scored" c WHERE c.frequency IS NOT NULL GROUP BY c.frequency
), "frequency_rank" AS (
  SELECT key, CAST(floor(5 * CAST(mid AS double) / (2 * total)) AS integer) + 1 AS rfm_f
  FROM (
    SELECT key, CAST(2 * sum(same) OVER (ORDER BY key ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - same AS bigint) AS mid, CAST(sum(same) OVER () AS bigint) AS total FROM "frequency_count"
  ) t
), "money_count" AS (
  SELECT CAST(round(10000 * c.historic_value) AS bigint) AS key, count(*) AS same FROM "scored" c WHERE c.frequency IS NOT NULL GROUP BY CAST(round(10000 * c.historic_value) AS bigint)
), "money_rank" AS (
  SELECT key, CAST(floor(5 * CAST(mid AS double) / (2 * total)) AS integer) + 1 AS rfm_m
  FROM (
    SELECT key, CAST(2 * sum(same) OVER (ORDER BY key ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - same AS bigint) AS mid, CAST(sum(same) OVER () AS bigint) AS total FROM "money_count"
  ) t
)
SELECT c.*, recency_rank.rfm_r, frequency_rank.rfm_f, money_rank.rfm_m, CASE
    WHEN recency_rank.rfm_r = 5 THEN CASE floor((frequency_rank.rfm_f + money_rank.rfm_m + 1) / 2e0) WHEN 5 THEN 'Champions' WHEN 4 THEN 'Champions' WHEN 3 THEN 'Potential loyalists'
      WHEN 2 THEN 'Potential loyalists' ELSE 'New customers' END
    WHEN recency_rank.rfm_r = 4 THEN CASE floor((frequency_rank.rfm_f + money_rank.rfm_m + 1) / 2e0) WHEN 5 THEN 'Champions' WHEN 4 THEN 'Loyal' WHEN 3 THEN 'Potential loyalists'
      WHEN 2 THEN 'Potential loyalists' ELSE 'Promising' END
    WHEN recency_rank.rfm_r = 3 THEN CASE floor((frequency_rank.rfm_f + money_rank.rfm_m + 1) / 2e0) WHEN 5 THEN 'Loyal' WHEN 4 THEN 'Loyal' WHEN 3 THEN 'Need attention'
      ELSE 'About to sleep' END
    WHEN recency_rank.rfm_r = 2 THEN CASE floor((frequency_rank.rfm_f + money_rank.rfm_m + 1) / 2e0) WHEN 5 THEN 'Can''t lose' WHEN 4 THEN 'At risk' WHEN 3 THEN 'At risk'
      ELSE 'Hibernating' END
    WHEN recency_rank.rfm_r = 1 THEN CASE floor((frequency_rank.rfm_f + money_rank.rfm_m + 1) / 2e0) WHEN 5 THEN 'Can''t lose' WHEN 4 THEN 'At risk' WHEN 3 THEN 'At risk'
      ELSE 'Lost' END
  END AS rfm_segment
FROM "scored" c
LEFT JOIN "recency_rank" ON CASE WHEN c.frequency IS NOT NULL THEN (c.tenure - c.recency) END = "recency_rank".key
LEFT JOIN "frequency_rank" ON CASE WHEN c.frequency IS NOT NULL THEN c.frequency END = "frequency_rank".key
LEFT JOIN "money_rank" ON CASE WHEN c.frequency IS NOT NULL THEN CAST(round(10000 * c.historic_value) AS bigint) END = "money_rank".key
ORDER BY c.customer_id