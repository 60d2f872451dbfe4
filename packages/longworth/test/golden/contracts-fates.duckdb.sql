SELECT typed.*, CASE
    WHEN is_footer THEN 'total_row'
    WHEN copies.record IS NOT NULL THEN 'duplicate_record'
    WHEN state IS NULL THEN 'unknown_status'
    WHEN state = 'never' THEN 'never_started'
    WHEN currency IS NOT NULL AND currency <> $1 THEN 'mixed_currency'
    WHEN start_day IS NULL THEN 'date_unreadable'
    WHEN is_end_unreadable THEN 'date_unreadable'
    WHEN start_day >= CAST($2 AS DATE) THEN 'date_in_future'
    WHEN start_day > CAST($3 AS DATE) THEN 'starts_later'
    WHEN end_day < start_day AND state <> 'running' THEN $4
    WHEN end_day = start_day AND state <> 'running' THEN 'cancelled_before_start'
    WHEN cancel_day < start_day AND end_day IS NULL AND state <> 'running' THEN 'cancelled_before_start'
    WHEN state = 'ended' AND end_day IS NULL AND cancel_day IS NULL THEN 'end_missing'
    WHEN periods IS NULL THEN 'period_missing'
    WHEN price IS NULL OR price < 0 THEN 'number_unreadable'
    WHEN customer IS NULL THEN 'no_customer'
    ELSE '' END AS code
  FROM typed_contracts AS typed
  LEFT JOIN contract_copies AS copies ON copies.file = typed.file AND copies.record = typed.record
