SELECT customer, count(*) AS records, min(CASE WHEN total >= 0 THEN day END) AS first_day,
  count(CASE WHEN total >= 0 THEN 1 END) AS orders, sum(CASE WHEN total >= 0 THEN round(total, 2) ELSE 0 END) AS revenue
FROM typed WHERE base = '' AND customer IS NOT NULL AND total IS NOT NULL GROUP BY customer