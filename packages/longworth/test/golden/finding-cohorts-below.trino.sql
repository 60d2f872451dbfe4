
WITH cohort AS (
  SELECT c.customer_id, c.frequency, c.recency, c.tenure, m.place, tenure BETWEEN (SELECT "newest_young" FROM "finding_marks") AND (SELECT "newest_old" FROM "finding_marks") AS is_newest,
    "expected_revenue_365d" AS expected, "expected_revenue_365d_sd" * "expected_revenue_365d_sd" AS variance
  FROM "customers" c JOIN (VALUES (1, 31, 60), (2, 61, 91), (3, 92, 121), (4, 122, 152), (5, 153, 183), (6, 184, 213), (7, 214, 244), (8, 245, 274), (9, 275, 305), (10, 306, 333), (11, 334, 364), (12, 365, 395), (13, 396, 425), (14, 426, 456), (15, 457, 486), (16, 487, 517), (17, 518, 548), (18, 549, 578), (19, 579, 609), (20, 610, 639)) m(place, young, old) ON c.tenure BETWEEN m.young AND m.old
  WHERE c.frequency IS NOT NULL AND c.tenure <= 1095
    AND m.young >= (SELECT "newest_young" FROM "finding_marks")
), early AS (
  SELECT customer_id FROM "cohort" WHERE frequency > 0 AND recency <= (SELECT "newest_age" FROM "finding_marks")
  UNION
  SELECT c.customer_id
  FROM (SELECT * FROM "cohort" WHERE frequency > 0 AND recency > (SELECT "newest_age" FROM "finding_marks")) c
  JOIN "customer_days" d ON d.customer_id = c.customer_id
  WHERE d.is_purchase AND c.tenure - date_diff('day', d.day, CAST(? AS date)) BETWEEN 1 AND (SELECT "newest_age" FROM "finding_marks")
), months AS (
  SELECT c.place, c.is_newest, count(*) AS customers, count(e.customer_id) AS back,
    row_number() OVER (PARTITION BY c.is_newest ORDER BY c.place) AS nth
  FROM cohort c LEFT JOIN early e ON e.customer_id = c.customer_id
  GROUP BY c.place, c.is_newest
), older AS (
  SELECT CAST(sum(customers) AS double) AS customers, CAST(sum(back) AS double) AS back, count(*) AS months
  FROM months WHERE NOT is_newest AND nth <= 12
), varied AS (
  SELECT CAST(sum(CASE WHEN NOT m.is_newest AND m.nth <= 12 THEN CAST((m.back - m.customers * o.back / o.customers) * (m.back - m.customers * o.back / o.customers)
      / nullif(m.customers * o.back / o.customers * (1 - o.back / o.customers), 0) AS DECIMAL(38, 6)) END) AS double) AS chi_square
  FROM months m CROSS JOIN older o
), newest AS (
  SELECT CAST(max(place) AS double) AS newest_from, CAST(min(place) AS double) AS newest_to,
    CAST(sum(customers) AS double) AS customers, CAST(sum(back) AS double) AS back
  FROM months WHERE is_newest
), returned AS (
  SELECT CAST(count(CASE WHEN is_newest AND frequency > 0 THEN 1 END) AS double) AS returned,
    CAST(sum(CASE WHEN is_newest AND frequency > 0 THEN CAST(expected AS DECIMAL(38, 6)) END) AS double) AS returned_mean, CAST(sum(CASE WHEN is_newest AND frequency > 0 THEN CAST(variance AS DECIMAL(38, 6)) END) AS double) AS returned_variance
  FROM cohort
)
SELECT CAST((SELECT "newest_age" FROM "finding_marks") AS double) AS age, n.newest_from, n.newest_to, n.customers AS newer,
  n.back AS newer_back, o.customers AS older, o.back AS older_back, CAST(o.months AS double) AS months, v.chi_square,
  r.returned, r.returned_mean, r.returned_variance
FROM newest n CROSS JOIN older o CROSS JOIN varied v CROSS JOIN returned r