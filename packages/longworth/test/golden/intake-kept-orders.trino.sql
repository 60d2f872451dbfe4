SELECT * FROM orders
WHERE kind <> 'refund' OR order_id IS NULL OR order_id NOT IN (SELECT order_id FROM placed_refunds WHERE state = 'known' AND order_id IS NOT NULL)