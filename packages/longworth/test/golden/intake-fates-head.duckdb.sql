SELECT typed.*, CASE
    WHEN typed.base = 'total_row' THEN typed.base
    WHEN typed.base = 'continuation' AND (typed.order_name IS NOT NULL AND typed.order_name NOT IN (SELECT order_name FROM typed AS heads WHERE base NOT IN ('continuation', 'total_row') AND order_name IS NOT NULL) OR typed.record < (SELECT coalesce(min(record), 0) FROM typed AS heads WHERE heads.file = typed.file AND heads.base <> 'continuation' AND heads.base <> 'total_row')) THEN 'orphan_continuation'
    WHEN typed.base = 'continuation' THEN 'continuation'
    WHEN order_firsts.file > typed.file THEN 'overlap'
    WHEN order_firsts.position < ("typed".record - CAST("typed".file AS BIGINT) * 1000000000000) AND order_firsts.h = typed.h THEN 'duplicate_record'
    WHEN typed.base <> '' THEN typed.base
    WHEN typed.total IS NULL THEN 'number_unreadable'
    WHEN typed.day >= CAST($1 AS DATE) THEN 'date_in_future'
    WHEN typed.currency IS NOT NULL AND typed.currency <> $2 THEN 'mixed_currency'
    WHEN typed.day > CAST($3 AS DATE) THEN 'after_as_of'
    WHEN typed.customer IS NULL THEN 'no_customer'
    WHEN typed.customer IN ($4) THEN 'no_customer'
    ELSE '' END AS code
  FROM typed
  LEFT JOIN order_firsts ON order_firsts.order_id = typed.order_id