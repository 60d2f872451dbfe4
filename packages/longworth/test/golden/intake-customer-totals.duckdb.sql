SELECT customer_id, min(CASE WHEN kind = 'order' THEN day END) AS first_day,
  count(CASE WHEN kind = 'order' THEN 1 END) AS orders, sum(CASE WHEN kind = 'order' THEN total ELSE 0 END) AS revenue
FROM orders WHERE customer_id IS NOT NULL GROUP BY customer_id