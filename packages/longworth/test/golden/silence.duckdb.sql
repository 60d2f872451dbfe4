
SELECT CAST(min(CASE WHEN 10 * upto >= 9 * total THEN gap END) AS double) AS usual_gap
FROM (
  SELECT gap, sum(same) OVER (ORDER BY gap ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS upto,
    sum(same) OVER () AS total
  FROM (
    SELECT CAST(ceil(CAST(recency AS double) / frequency) AS integer) AS gap, count(*) AS same
    FROM "customers" c WHERE frequency > 0
    GROUP BY 1
  ) gaps
) ranked;

SELECT customer_id, CASE WHEN tenure - recency > 98 THEN recency ELSE tenure - 98 END AS duration,
  CASE WHEN tenure - recency > 98 THEN 1 ELSE 0 END AS has_left
FROM "customers" c
WHERE frequency IS NOT NULL;

SELECT customer_id, file, record
FROM (
  SELECT o.customer_id, o.file, o.record, row_number() OVER (PARTITION BY o.customer_id ORDER BY o.file, o.record) AS place
  FROM "orders" o
  JOIN "rfm_summary" h ON h.customer_id = o.customer_id AND h.first_purchase = o.day
  WHERE o.kind = 'order'
) firsts
WHERE place = 1