WITH whole AS (SELECT count(*) AS customers, sum(orders) AS orders, sum(revenue) AS revenue FROM customer_totals),
peaks AS (SELECT customer_totals.orders, customer_totals.revenue FROM customer_totals, whole
  WHERE whole.customers >= 10 AND (customer_totals.revenue > CASE WHEN whole.customers < 50 THEN 0.5 ELSE 0.1 END * whole.revenue
    OR customer_totals.orders > CASE WHEN whole.customers < 50 THEN 0.5 ELSE 0.1 END * whole.orders))
SELECT CAST(count(*) AS double) AS customers, CAST(sum(revenue) AS VARCHAR) AS revenue, CAST(sum(orders) AS double) AS orders, CAST((SELECT orders FROM whole) AS double) AS all_orders,
  CAST((SELECT customers FROM whole) AS double) AS all_customers
FROM peaks