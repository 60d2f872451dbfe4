SELECT typed.*, CASE
    WHEN typed.base = 'total_row' THEN typed.base
    WHEN NOT typed.is_summary AND typed.order_id IN (SELECT order_id FROM typed AS heads WHERE is_summary AND base <> 'total_row' AND order_id IS NOT NULL) THEN 'continuation'
    WHEN typed.base <> '' THEN typed.base
    WHEN typed.total IS NULL THEN 'number_unreadable'
    WHEN typed.customer IS NULL THEN 'no_customer'
    ELSE '' END AS code
  FROM typed