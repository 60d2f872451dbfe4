SELECT record, file,
  position(concat($1, lower(trim(coalesce("c1", ''))), $2) IN $3) > 0 AS "is_footer",
  CASE WHEN trim(coalesce("c2", '')) = '' OR position(concat($4, lower(trim(coalesce("c2", ''))), $5) IN $6) > 0 THEN NULL ELSE CASE WHEN position('@' IN trim(coalesce("c2", ''))) > 0 THEN lower(trim(coalesce("c2", ''))) ELSE trim(coalesce("c2", '')) END END AS "customer",
  CASE WHEN trim(coalesce("c1", '')) = '' THEN NULL ELSE trim(coalesce("c1", '')) END AS "contract_id",
  CASE WHEN TRY_CAST(trim("c3") AS DATE) > DATE '1971-01-01' THEN TRY_CAST(trim("c3") AS DATE) WHEN ("c3" = '1900-01-01') THEN NULL ELSE TRY_CAST(trim("c3") AS DATE) END AS "start_day",
  CASE WHEN TRY_CAST(trim("c4") AS DATE) > DATE '1971-01-01' THEN TRY_CAST(trim("c4") AS DATE) WHEN ("c4" = '1900-01-01') THEN NULL ELSE TRY_CAST(trim("c4") AS DATE) END AS "end_day",
  CASE WHEN TRY_CAST(trim("c12") AS DATE) > DATE '1971-01-01' THEN TRY_CAST(trim("c12") AS DATE) WHEN ("c12" = '1900-01-01') THEN NULL ELSE TRY_CAST(trim("c12") AS DATE) END AS "cancel_day",
  (TRY_CAST(trim("c4") AS DATE) IS NULL AND NOT trim(coalesce("c4", '')) = '' AND NOT position(concat($7, lower(trim(coalesce("c4", ''))), $8) IN $9) > 0) AS "is_end_unreadable",
  states.state AS "state",
  CASE WHEN trim(coalesce("c8", '')) = '' THEN NULL ELSE trim(coalesce("c8", '')) END AS "status",
  periods.unit AS "unit",
  periods.count AS "periods",
  TRY_CAST(trim("c6") AS DECIMAL(18, 4)) AS "price",
  trim(coalesce("c6", '')) = '' AS "is_price_blank",
  CAST(NULL AS INTEGER) AS "price_months",
  coalesce(TRY_CAST(trim("c11") AS DECIMAL(18, 4)), 1) AS "seats",
  CASE WHEN trim(coalesce("c7", '')) = '' THEN NULL ELSE trim(coalesce("c7", '')) END AS "plan",
  coalesce(reasons.leaving, 'unknown') AS "leaving",
  CASE WHEN trim(coalesce("c9", '')) = '' THEN NULL ELSE trim(coalesce("c9", '')) END AS "reason",
  nullif(upper(trim(coalesce("c10", ''))), '') AS "currency",
  CAST(NULL AS VARCHAR) AS "account",
  CASE WHEN trim(coalesce("c15", '')) = '' THEN NULL ELSE trim(coalesce("c15", '')) END AS "channel",
  hash("c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12", "c13", "c14", "c15") AS h
FROM "staged" AS cells
LEFT JOIN "staged_periods" AS "periods" ON "periods".cell = lower(trim(coalesce("c5", '')))
LEFT JOIN "staged_states" AS "states" ON "states".cell = lower(trim(coalesce("c8", '')))
LEFT JOIN "staged_reasons" AS "reasons" ON "reasons".cell = lower(trim(coalesce("c9", '')))
