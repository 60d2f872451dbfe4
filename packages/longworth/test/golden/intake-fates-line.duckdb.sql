SELECT typed.*, CASE
    WHEN typed.base = 'total_row' THEN typed.base
    WHEN typed.base <> '' THEN typed.base
    WHEN typed.total IS NULL THEN 'number_unreadable'
    WHEN typed.customer IS NULL THEN 'no_customer'
    ELSE '' END AS code
  FROM typed