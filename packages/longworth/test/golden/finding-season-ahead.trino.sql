
WITH week AS (
  SELECT CAST(extract(MONTH FROM week) AS integer) AS month, identified_revenue, orders,
    sum(CAST(identified_revenue AS DECIMAL(38, 6))) OVER around AS year_sum, count(*) OVER around AS year_weeks,
    date_diff('day', week, CAST(? AS date)) AS age
  FROM "history"
  WINDOW around AS (ORDER BY week ROWS BETWEEN 26 PRECEDING AND 26 FOLLOWING)
), season AS (
  SELECT month, CASE WHEN age < 366 THEN 1 ELSE 2 END AS year,
    CAST(sum(CAST(identified_revenue AS DECIMAL(38, 6))) AS double)
      / nullif(CAST(sum(year_sum / year_weeks) AS double), 0) AS index
  FROM week
  WHERE age < 732 AND year_weeks = 53
    AND mod(month - CAST(extract(MONTH FROM CAST(? AS date)) AS integer) + 12, 12) BETWEEN 1 AND 4
  GROUP BY 1, 2
  HAVING sum(orders) >= 50
), both_years AS (
  SELECT month, min(CASE WHEN year = 1 THEN index END) AS newer, min(CASE WHEN year = 2 THEN index END) AS older
  FROM season
  GROUP BY month
)
SELECT CAST(month AS double) AS month, newer, older
FROM both_years
WHERE newer > 0 AND older > 0
ORDER BY least(newer, older) DESC, month
LIMIT 1