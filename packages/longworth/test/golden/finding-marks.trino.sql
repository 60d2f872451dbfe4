
WITH second AS (
  SELECT second_median, second_late,
    CASE WHEN second_median <= 30 THEN 30 WHEN second_median <= 60 THEN 60 ELSE 90 END AS newest_age
  FROM (
    SELECT min(CASE WHEN upto >= 0.5 * total THEN gap END) AS second_median, min(CASE WHEN upto >= 0.8 * total THEN gap END) AS second_late
    FROM (
      SELECT gap, sum(same) OVER (ORDER BY gap ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS upto,
        sum(same) OVER () AS total
      FROM (SELECT recency AS gap, count(*) AS same FROM "customers" WHERE frequency = 1 GROUP BY 1) g
    ) h
  ) w
), months AS (
  SELECT m.young, m.old, sum(t.customers) AS customers
  FROM (VALUES (1, 31, 60), (2, 61, 91), (3, 92, 121), (4, 122, 152), (5, 153, 183), (6, 184, 213), (7, 214, 244), (8, 245, 274), (9, 275, 305), (10, 306, 333), (11, 334, 364), (12, 365, 395), (13, 396, 425), (14, 426, 456), (15, 457, 486), (16, 487, 517), (17, 518, 548), (18, 549, 578), (19, 579, 609), (20, 610, 639)) m(place, young, old)
  JOIN (SELECT tenure, count(*) AS customers FROM "customers" WHERE frequency IS NOT NULL GROUP BY tenure) t
    ON t.tenure BETWEEN m.young AND m.old
  CROSS JOIN second
  WHERE m.young >= second.newest_age
  GROUP BY m.young, m.old
), newest AS (
  SELECT min(young) AS newest_young, max(old) AS newest_old
  FROM (
    SELECT young, old, row_number() OVER (ORDER BY young) AS nth,
      sum(customers) OVER (ORDER BY young ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - customers AS newer
    FROM months
  ) r
  WHERE nth <= 3 AND newer < 400
)
SELECT best.best_value, second.second_median, second.second_late, second.newest_age, newest.newest_young,
  newest.newest_old, everybody.expected_all
FROM (
  SELECT CAST(min(CASE WHEN 10 * (2 * above - same) <= 2 * total THEN value END) AS double) / 10000 AS best_value
  FROM (
    SELECT value, same, sum(same) OVER (ORDER BY value DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS above,
      sum(same) OVER () AS total
    FROM (SELECT CAST(round(10000 * historic_value) AS bigint) AS value, count(*) AS same FROM "customers" WHERE frequency IS NOT NULL GROUP BY 1) v
  ) r
) best
CROSS JOIN second
CROSS JOIN newest
CROSS JOIN (
  SELECT CAST(sum(CAST("expected_revenue_365d" AS DECIMAL(38, 6))) AS double) AS expected_all FROM "customers"
) everybody