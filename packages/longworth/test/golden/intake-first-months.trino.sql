WITH days AS (
  SELECT first_day, count(*) AS customers, sum(revenue) AS revenue FROM customer_totals WHERE first_day IS NOT NULL GROUP BY first_day
)
SELECT substr(CAST(first_day AS VARCHAR), 1, 7) AS month, CAST(sum(customers) AS double) AS customers, CAST(sum(revenue) AS VARCHAR) AS revenue
FROM days GROUP BY 1 ORDER BY 1