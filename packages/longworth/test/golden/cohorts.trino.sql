SELECT CAST(date_diff('day', DATE '1970-01-01', min(day)) AS double) AS day FROM "customer_days";

SELECT date_add('day', "day", DATE '1970-01-01') AS "day", date_add('day', "week", DATE '1970-01-01') AS "week", date_add('day', "month", DATE '1970-01-01') AS "month", date_add('day', "quarter", DATE '1970-01-01') AS "quarter", date_add('day', "year", DATE '1970-01-01') AS "year" FROM "days";

WITH seen AS (
  SELECT day, is_purchase, orders, value, refunded, margin, min(CASE WHEN is_purchase THEN day END) OVER (PARTITION BY customer_id ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS start,
    max(CASE WHEN is_purchase THEN day END) OVER (PARTITION BY customer_id ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
  FROM "customer_days"
)
SELECT s.start, s.day, CAST(sum(CASE WHEN is_purchase AND (before IS NULL OR before < c."week") THEN 1 ELSE 0 END) AS bigint) AS "first_in_week", CAST(sum(CASE WHEN is_purchase AND (before IS NULL OR before < c."month") THEN 1 ELSE 0 END) AS bigint) AS "first_in_month", CAST(sum(CASE WHEN is_purchase AND (before IS NULL OR before < c."quarter") THEN 1 ELSE 0 END) AS bigint) AS "first_in_quarter", CAST(sum(CASE WHEN is_purchase AND (before IS NULL OR before < c."year") THEN 1 ELSE 0 END) AS bigint) AS "first_in_year",
  CAST(sum(s.orders) AS bigint) AS orders, sum(s.value) AS revenue, sum(s.refunded) AS refunds, sum(s.margin) AS margin
FROM seen s JOIN "calendar" c ON c.day = s.day
GROUP BY s.start, s.day;

SELECT first_purchase, last_purchase, count(*) AS customers
FROM "customer_histories"
WHERE first_purchase IS NOT NULL
GROUP BY first_purchase, last_purchase;

WITH flows AS (
  SELECT 'week' AS grain, CAST(date_trunc('week', start) AS date) AS cohort, CAST(date_trunc('week', day) AS date) AS period,
    sum("first_in_week") AS customers, sum(orders) AS orders, sum("revenue") AS "revenue", sum("refunds") AS "refunds", sum("margin") AS "margin"
  FROM "steps" GROUP BY 2, 3 UNION ALL
  SELECT 'month' AS grain, CAST(date_trunc('month', start) AS date) AS cohort, CAST(date_trunc('month', day) AS date) AS period,
    sum("first_in_month") AS customers, sum(orders) AS orders, sum("revenue") AS "revenue", sum("refunds") AS "refunds", sum("margin") AS "margin"
  FROM "steps" GROUP BY 2, 3 UNION ALL
  SELECT 'quarter' AS grain, CAST(date_trunc('quarter', start) AS date) AS cohort, CAST(date_trunc('quarter', day) AS date) AS period,
    sum("first_in_quarter") AS customers, sum(orders) AS orders, sum("revenue") AS "revenue", sum("refunds") AS "refunds", sum("margin") AS "margin"
  FROM "steps" GROUP BY 2, 3 UNION ALL
  SELECT 'year' AS grain, CAST(date_trunc('year', start) AS date) AS cohort, CAST(date_trunc('year', day) AS date) AS period,
    sum("first_in_year") AS customers, sum(orders) AS orders, sum("revenue") AS "revenue", sum("refunds") AS "refunds", sum("margin") AS "margin"
  FROM "steps" GROUP BY 2, 3
), lasts AS (
  SELECT 'week' AS grain, CAST(date_trunc('week', first_purchase) AS date) AS cohort,
    CAST(date_trunc('week', last_purchase) AS date) AS period, sum(customers) AS customers
  FROM "lives" GROUP BY 2, 3 UNION ALL
  SELECT 'month' AS grain, CAST(date_trunc('month', first_purchase) AS date) AS cohort,
    CAST(date_trunc('month', last_purchase) AS date) AS period, sum(customers) AS customers
  FROM "lives" GROUP BY 2, 3 UNION ALL
  SELECT 'quarter' AS grain, CAST(date_trunc('quarter', first_purchase) AS date) AS cohort,
    CAST(date_trunc('quarter', last_purchase) AS date) AS period, sum(customers) AS customers
  FROM "lives" GROUP BY 2, 3 UNION ALL
  SELECT 'year' AS grain, CAST(date_trunc('year', first_purchase) AS date) AS cohort,
    CAST(date_trunc('year', last_purchase) AS date) AS period, sum(customers) AS customers
  FROM "lives" GROUP BY 2, 3
), spans AS (
  SELECT grain, place, date_add('day', day, DATE '1970-01-01') AS period, complete > 0 AS complete FROM "periods"
), sizes AS (
  SELECT l.grain, l.cohort, s.place, sum(l.customers) AS size
  FROM lasts l JOIN spans s ON s.grain = l.grain AND s.period = l.cohort GROUP BY 1, 2, 3
), cells AS (
  SELECT z.grain, z.cohort, z.size, s.period, s.complete, s.place - z.place AS age
  FROM sizes z JOIN spans s ON s.grain = z.grain AND s.place >= z.place
), triangle AS (
  SELECT c.grain, c.cohort, c.age, c.period, c.complete, CAST(c.size AS integer) AS cohort_customers,
    CAST(coalesce(f.customers, 0) AS integer) AS customers,
    CAST(sum(coalesce(l.customers, 0)) OVER (PARTITION BY c.grain, c.cohort ORDER BY c.age DESC) AS integer) AS customers_from,
    CAST(coalesce(f.orders, 0) AS integer) AS orders, CAST(coalesce(f."revenue", 0) AS double) AS "revenue", CAST(coalesce(f."refunds", 0) AS double) AS "refunds", CAST(f.margin AS double) AS "margin"
  FROM cells c LEFT JOIN flows f ON f.grain = c.grain AND f.cohort = c.cohort AND f.period = c.period
    LEFT JOIN lasts l ON l.grain = c.grain AND l.cohort = c.cohort AND l.period = c.period
), outside AS (
  SELECT f.grain, f.cohort, CAST(NULL AS integer) AS age, f.period, s.complete, CAST(NULL AS integer) AS cohort_customers,
    CAST(0 AS integer) AS customers, CAST(0 AS integer) AS customers_from, CAST(coalesce(f.orders, 0) AS integer) AS orders, CAST(coalesce(f."revenue", 0) AS double) AS "revenue", CAST(coalesce(f."refunds", 0) AS double) AS "refunds", CAST(f.margin AS double) AS "margin"
  FROM flows f JOIN spans s ON s.grain = f.grain AND s.period = f.period WHERE f.cohort IS NULL
)
SELECT * FROM (SELECT * FROM triangle UNION ALL SELECT * FROM outside) AS rows_of_all
ORDER BY CASE grain WHEN 'week' THEN '0' WHEN 'month' THEN '1' WHEN 'quarter' THEN '2' WHEN 'year' THEN '3' END, cohort NULLS LAST, period;

WITH flows AS (
  SELECT 'week' AS grain, CAST(date_trunc('week', start) AS date) AS cohort, CAST(date_trunc('week', day) AS date) AS period,
    sum("first_in_week") AS customers, sum(orders) AS orders, sum("revenue") AS "revenue", sum("refunds") AS "refunds", sum("margin") AS "margin"
  FROM "steps" GROUP BY 2, 3 UNION ALL
  SELECT 'month' AS grain, CAST(date_trunc('month', start) AS date) AS cohort, CAST(date_trunc('month', day) AS date) AS period,
    sum("first_in_month") AS customers, sum(orders) AS orders, sum("revenue") AS "revenue", sum("refunds") AS "refunds", sum("margin") AS "margin"
  FROM "steps" GROUP BY 2, 3 UNION ALL
  SELECT 'quarter' AS grain, CAST(date_trunc('quarter', start) AS date) AS cohort, CAST(date_trunc('quarter', day) AS date) AS period,
    sum("first_in_quarter") AS customers, sum(orders) AS orders, sum("revenue") AS "revenue", sum("refunds") AS "refunds", sum("margin") AS "margin"
  FROM "steps" GROUP BY 2, 3 UNION ALL
  SELECT 'year' AS grain, CAST(date_trunc('year', start) AS date) AS cohort, CAST(date_trunc('year', day) AS date) AS period,
    sum("first_in_year") AS customers, sum(orders) AS orders, sum("revenue") AS "revenue", sum("refunds") AS "refunds", sum("margin") AS "margin"
  FROM "steps" GROUP BY 2, 3
), lasts AS (
  SELECT 'week' AS grain, CAST(date_trunc('week', first_purchase) AS date) AS cohort,
    CAST(date_trunc('week', last_purchase) AS date) AS period, sum(customers) AS customers
  FROM "lives" GROUP BY 2, 3 UNION ALL
  SELECT 'month' AS grain, CAST(date_trunc('month', first_purchase) AS date) AS cohort,
    CAST(date_trunc('month', last_purchase) AS date) AS period, sum(customers) AS customers
  FROM "lives" GROUP BY 2, 3 UNION ALL
  SELECT 'quarter' AS grain, CAST(date_trunc('quarter', first_purchase) AS date) AS cohort,
    CAST(date_trunc('quarter', last_purchase) AS date) AS period, sum(customers) AS customers
  FROM "lives" GROUP BY 2, 3 UNION ALL
  SELECT 'year' AS grain, CAST(date_trunc('year', first_purchase) AS date) AS cohort,
    CAST(date_trunc('year', last_purchase) AS date) AS period, sum(customers) AS customers
  FROM "lives" GROUP BY 2, 3
), spans AS (
  SELECT grain, place, date_add('day', day, DATE '1970-01-01') AS period, complete > 0 AS complete FROM "periods"
), sizes AS (
  SELECT l.grain, l.cohort, s.place, sum(l.customers) AS size
  FROM lasts l JOIN spans s ON s.grain = l.grain AND s.period = l.cohort GROUP BY 1, 2, 3
), cells AS (
  SELECT z.grain, z.cohort, z.size, s.period, s.complete, s.place - z.place AS age
  FROM sizes z JOIN spans s ON s.grain = z.grain AND s.place >= z.place
), triangle AS (
  SELECT c.grain, c.cohort, c.age, c.period, c.complete, CAST(c.size AS integer) AS cohort_customers,
    CAST(coalesce(f.customers, 0) AS integer) AS customers,
    CAST(sum(coalesce(l.customers, 0)) OVER (PARTITION BY c.grain, c.cohort ORDER BY c.age DESC) AS integer) AS customers_from,
    CAST(coalesce(f.orders, 0) AS integer) AS orders
  FROM cells c LEFT JOIN flows f ON f.grain = c.grain AND f.cohort = c.cohort AND f.period = c.period
    LEFT JOIN lasts l ON l.grain = c.grain AND l.cohort = c.cohort AND l.period = c.period
), outside AS (
  SELECT f.grain, f.cohort, CAST(NULL AS integer) AS age, f.period, s.complete, CAST(NULL AS integer) AS cohort_customers,
    CAST(0 AS integer) AS customers, CAST(0 AS integer) AS customers_from, CAST(coalesce(f.orders, 0) AS integer) AS orders
  FROM flows f JOIN spans s ON s.grain = f.grain AND s.period = f.period WHERE f.cohort IS NULL
)
SELECT * FROM (SELECT * FROM triangle UNION ALL SELECT * FROM outside) AS rows_of_all
ORDER BY CASE grain WHEN 'week' THEN '0' WHEN 'month' THEN '1' WHEN 'quarter' THEN '2' WHEN 'year' THEN '3' END, cohort NULLS LAST, period
