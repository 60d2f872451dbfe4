SELECT typed.order_id, CAST(min(typed.file) AS double) AS file, CAST(min(order_firsts.position + CAST(order_firsts.file AS BIGINT) * 1000000000000) AS double) AS first, CAST(min(typed.record) AS double) AS second
FROM typed JOIN order_firsts ON order_firsts.order_id = typed.order_id AND order_firsts.file = typed.file
WHERE typed.base NOT IN ('total_row', 'continuation', 'non_sale_row') AND (typed.record - CAST(typed.file AS BIGINT) * 1000000000000) > order_firsts.position
  AND typed.total <> order_firsts.total
GROUP BY typed.order_id ORDER BY first LIMIT 1