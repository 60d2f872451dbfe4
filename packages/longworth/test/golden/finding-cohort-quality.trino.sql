
WITH cohort AS (
  SELECT customer_id, frequency, recency, tenure, tenure BETWEEN 90 AND 269 AS is_newer,
    "expected_revenue_365d" AS expected, "expected_revenue_365d_sd" * "expected_revenue_365d_sd" AS variance
  FROM "customers" WHERE (tenure BETWEEN 90 AND 269) OR (tenure BETWEEN 455 AND 634)
), early AS (
  SELECT customer_id FROM "cohort" WHERE frequency > 0 AND recency <= 90
  UNION
  SELECT c.customer_id
  FROM (SELECT * FROM "cohort" WHERE frequency > 0 AND recency > 90) c
  JOIN "customer_days" d ON d.customer_id = c.customer_id
  WHERE d.is_purchase AND c.tenure - date_diff('day', d.day, CAST(? AS date)) BETWEEN 1 AND 90
)
SELECT CAST(count(CASE WHEN c.is_newer THEN 1 END) AS double) AS newer,
  CAST(count(CASE WHEN c.is_newer THEN e.customer_id END) AS double) AS newer_back,
  CAST(count(CASE WHEN NOT c.is_newer THEN 1 END) AS double) AS older,
  CAST(count(CASE WHEN NOT c.is_newer THEN e.customer_id END) AS double) AS older_back,
  CAST(count(CASE WHEN tenure BETWEEN 90 AND 269 AND frequency > 0 THEN 1 END) AS double) AS returned,
  CAST(sum(CASE WHEN tenure BETWEEN 90 AND 269 AND frequency > 0 THEN CAST(expected AS DECIMAL(38, 6)) END) AS double) AS returned_mean, CAST(sum(CASE WHEN tenure BETWEEN 90 AND 269 AND frequency > 0 THEN CAST(variance AS DECIMAL(38, 6)) END) AS double) AS returned_variance
FROM cohort c
LEFT JOIN early e ON e.customer_id = c.customer_id