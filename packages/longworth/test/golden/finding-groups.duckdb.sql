
SELECT CAST(mask AS double) AS mask, CAST(count(*) AS double) AS customers, CAST(coalesce(sum("mean"), 0) AS double) AS "mean", CAST(coalesce(sum("variance"), 0) AS double) AS "variance", CAST(coalesce(sum("historic"), 0) AS double) AS "historic", CAST(coalesce(sum("refunded"), 0) AS double) AS "refunded"
FROM (
  SELECT CAST("expected_revenue_365d" AS DECIMAL(38, 6)) AS mean, CAST("expected_revenue_365d_sd" * "expected_revenue_365d_sd" AS DECIMAL(38, 6)) AS variance,
    CAST(historic_value AS DECIMAL(38, 6)) AS historic,
    CAST(refunded_value AS DECIMAL(38, 6)) AS refunded, 
    CASE WHEN (frequency > 0 AND historic_value >= (SELECT "best_value" FROM "finding_marks")) AND (tenure - recency) * frequency > 2 * recency THEN 1 ELSE 0 END +
    CASE WHEN (frequency > 0 AND historic_value >= (SELECT "best_value" FROM "finding_marks")) THEN 2 ELSE 0 END +
    CASE WHEN frequency = 0 AND tenure <= (SELECT "second_median" FROM "finding_marks") THEN 4 ELSE 0 END +
    CASE WHEN tenure > (SELECT "second_late" FROM "finding_marks") THEN 8 ELSE 0 END +
    CASE WHEN tenure > (SELECT "second_late" FROM "finding_marks") AND frequency > 0 THEN 16 ELSE 0 END +
    CASE WHEN "expected_revenue_365d" > 0 AND "expected_revenue_365d" >= CAST($1 AS double) * (SELECT "expected_all" FROM "finding_marks") THEN 32 ELSE 0 END +
    CASE WHEN frequency IS NOT NULL THEN 64 ELSE 0 END +
    CASE WHEN rfm_segment IN ('Can''t lose', 'At risk') AND "p_active_365d" < CAST($2 AS double) THEN 128 ELSE 0 END +
    CASE WHEN rfm_segment = 'Can''t lose' AND "p_active_365d" < CAST($3 AS double) THEN 256 ELSE 0 END +
    CASE WHEN rfm_m >= 4 AND frequency >= 3 AND 2 * (tenure - recency) * frequency > 3 * recency
      AND (tenure - recency) * frequency <= 2 * recency THEN 512 ELSE 0 END +
    CASE WHEN tenure <= 90 AND clv_tier IN ('Platinum', 'Gold', 'Silver') THEN 1024 ELSE 0 END +
    CASE WHEN rfm_m >= 4 AND frequency >= 1 AND (tenure - recency) >= 180
      AND (tenure - recency) * frequency > 4 * recency AND "p_active_365d" < CAST($4 AS double) THEN 2048 ELSE 0 END +
    CASE WHEN tenure BETWEEN 180 AND 545 AND frequency = 0 THEN 4096 ELSE 0 END +
    CASE WHEN tenure BETWEEN 180 AND 545 THEN 8192 ELSE 0 END +
    CASE WHEN tenure BETWEEN 180 AND 545 AND frequency > 0 THEN 16384 ELSE 0 END +
    CASE WHEN tenure BETWEEN 90 AND 269 AND frequency = 0 THEN 32768 ELSE 0 END +
    CASE WHEN tenure BETWEEN (SELECT "newest_young" FROM "finding_marks") AND (SELECT "newest_old" FROM "finding_marks") AND frequency = 0 THEN 65536 ELSE 0 END +
    CASE WHEN tenure < 182 THEN 131072 ELSE 0 END +
    CASE WHEN tenure >= 365 AND tenure < 547 THEN 262144 ELSE 0 END +
    CASE WHEN tenure < 182 THEN 524288 ELSE 0 END +
    CASE WHEN tenure >= 365 AND tenure < 547 THEN 1048576 ELSE 0 END +
    CASE WHEN "p_active_365d" >= CAST($5 AS double) THEN 2097152 ELSE 0 END +
    CASE WHEN refunded_value > 0 AND 3 * refunded_value > historic_value THEN 4194304 ELSE 0 END +
    CASE WHEN orders >= 3 AND refunded_value > 0 AND refunded_value >= historic_value THEN 8388608 ELSE 0 END AS mask
  FROM "customers"
) c
GROUP BY mask
ORDER BY mask