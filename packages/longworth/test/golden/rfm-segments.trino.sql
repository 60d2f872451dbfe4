SELECT *, CASE rfm_place WHEN 1 THEN 'Champions' WHEN 2 THEN 'Loyal' WHEN 3 THEN 'Potential loyalists' WHEN 4 THEN 'New customers' WHEN 5 THEN 'Promising' WHEN 6 THEN 'Need attention' WHEN 7 THEN 'About to sleep' WHEN 8 THEN 'Can''t lose' WHEN 9 THEN 'At risk' WHEN 10 THEN 'Hibernating' WHEN 11 THEN 'Lost' END AS rfm_segment FROM (WITH "recency_count" AS (
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
SELECT c.*, recency_rank.rfm_r, frequency_rank.rfm_f, money_rank.rfm_m, CASE recency_rank.rfm_r WHEN 1 THEN CASE floor((frequency_rank.rfm_f + money_rank.rfm_m + 1) / 2e0) WHEN 5 THEN 8 WHEN 4 THEN 9 WHEN 3 THEN 9 WHEN 2 THEN 11 ELSE 11 END
    WHEN 2 THEN CASE floor((frequency_rank.rfm_f + money_rank.rfm_m + 1) / 2e0) WHEN 5 THEN 8 WHEN 4 THEN 9 WHEN 3 THEN 9 WHEN 2 THEN 10 ELSE 10 END
    WHEN 3 THEN CASE floor((frequency_rank.rfm_f + money_rank.rfm_m + 1) / 2e0) WHEN 5 THEN 2 WHEN 4 THEN 2 WHEN 3 THEN 6 WHEN 2 THEN 7 ELSE 7 END
    WHEN 4 THEN CASE floor((frequency_rank.rfm_f + money_rank.rfm_m + 1) / 2e0) WHEN 5 THEN 1 WHEN 4 THEN 2 WHEN 3 THEN 3 WHEN 2 THEN 3 ELSE 5 END
    WHEN 5 THEN CASE floor((frequency_rank.rfm_f + money_rank.rfm_m + 1) / 2e0) WHEN 5 THEN 1 WHEN 4 THEN 1 WHEN 3 THEN 3 WHEN 2 THEN 3 ELSE 4 END END AS rfm_place
FROM "scored" c
LEFT JOIN "recency_rank" ON CASE WHEN c.frequency IS NOT NULL THEN (c.tenure - c.recency) END = "recency_rank".key
LEFT JOIN "frequency_rank" ON CASE WHEN c.frequency IS NOT NULL THEN c.frequency END = "frequency_rank".key
LEFT JOIN "money_rank" ON CASE WHEN c.frequency IS NOT NULL THEN CAST(round(10000 * c.historic_value) AS bigint) END = "money_rank".key
ORDER BY c.customer_id) AS classed ORDER BY customer_id