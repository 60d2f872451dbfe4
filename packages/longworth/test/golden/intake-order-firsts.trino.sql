
SELECT order_id, min(position) AS position, max(file) AS file, min_by(h, position) AS h, min_by(total, position) AS total
FROM (SELECT order_id, file, h, total AS total, (record - CAST(file AS BIGINT) * 1000000000000) AS position FROM typed WHERE order_id IS NOT NULL AND base NOT IN ('total_row', 'continuation', 'non_sale_row')) AS placed
GROUP BY order_id