WITH keys AS (SELECT customer, count(*) AS records FROM typed WHERE base = '' AND customer IS NOT NULL GROUP BY customer),
ranked AS (SELECT records, row_number() OVER (ORDER BY records) AS place, count(*) OVER () AS keys FROM keys)
SELECT customer, CAST(records AS double) AS records, CAST((SELECT max(records) FROM ranked WHERE place * 2 = keys OR place * 2 = keys + 1) AS double) AS median
FROM keys WHERE 5 * records > 1000 ORDER BY customer