SELECT CAST(date_diff('day', DATE '1970-01-01', min(day)) AS double) AS day FROM "customer_days";

SELECT date_add('day', day, DATE '1970-01-01') AS day, date_add('day', stretch, DATE '1970-01-01') AS stretch, "place", "week", "month", "quarter", "year"
FROM "days";

WITH numbered AS (
  SELECT h.customer_id, c.stretch AS start, c.place AS first_place, row_number() OVER () AS number
  FROM "rfm_summary" h LEFT JOIN "calendar" c ON c.day = h.first_purchase
  WHERE h.days > 1 OR h.purchases = 0
), keyed AS (
  SELECT CASE WHEN d.is_purchase THEN n.number * 91 + c.place ELSE -n.number END AS key, c.place,
    CASE WHEN n.first_place <= c.place THEN n.start END AS start, d.orders, d.value, d.refunded, d.margin
  FROM "customer_days" d JOIN numbered n ON n.customer_id = d.customer_id JOIN "calendar" c ON c.day = d.day
), followed AS (
  SELECT *, lag(key) OVER (PARTITION BY key / 91 ORDER BY key) AS before FROM keyed
)
SELECT f.start, c.stretch AS day, count_if(key >= 0 AND (before IS NULL OR before < key - "week")) AS "first_in_week", count_if(key >= 0 AND (before IS NULL OR before < key - "month")) AS "first_in_month", count_if(key >= 0 AND (before IS NULL OR before < key - "quarter")) AS "first_in_quarter", count_if(key >= 0 AND (before IS NULL OR before < key - "year")) AS "first_in_year",
  CAST(sum(f.orders) AS bigint) AS orders, sum(f.value) AS revenue, sum(f.refunded) AS refunds, sum(f.margin) AS margin
FROM followed f JOIN "calendar" c ON c.place = f.place
GROUP BY f.start, c.stretch
UNION ALL
SELECT c.stretch AS start, c.stretch AS day, count(*) AS "first_in_week", count(*) AS "first_in_month", count(*) AS "first_in_quarter", count(*) AS "first_in_year",
  CAST(sum(h.orders) AS bigint) AS orders, sum(h.historic_value) AS revenue, sum(h.refunded_value) AS refunds, sum(h.margin) AS margin
FROM "rfm_summary" h JOIN "calendar" c ON c.day = h.first_purchase
WHERE h.days = 1 AND h.purchases = 1
GROUP BY c.stretch;

SELECT f.stretch AS first_purchase, l.stretch AS last_purchase, count(*) AS customers
FROM "rfm_summary" h JOIN "calendar" f ON f.day = h.first_purchase
  JOIN "calendar" l ON l.day = h.last_purchase
GROUP BY f.stretch, l.stretch;

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
