SELECT record, file,
  position(concat(?, lower(trim(coalesce("c1", ''))), ?) IN ?) > 0 AS "is_footer",
  CASE WHEN trim(coalesce("c2", '')) = '' OR position(concat(?, lower(trim(coalesce("c2", ''))), ?) IN ?) > 0 THEN NULL ELSE CASE WHEN position('@' IN trim(coalesce("c2", ''))) > 0 THEN lower(trim(coalesce("c2", ''))) ELSE trim(coalesce("c2", '')) END END AS "customer",
  CASE WHEN trim(coalesce("c1", '')) = '' THEN NULL ELSE trim(coalesce("c1", '')) END AS "contract_id",
  CASE WHEN TRY_CAST(trim("c3") AS DATE) > DATE '1971-01-01' THEN TRY_CAST(trim("c3") AS DATE) WHEN ("c3" = '1900-01-01') THEN NULL ELSE TRY_CAST(trim("c3") AS DATE) END AS "start_day",
  CASE WHEN TRY_CAST(trim("c4") AS DATE) > DATE '1971-01-01' THEN TRY_CAST(trim("c4") AS DATE) WHEN ("c4" = '1900-01-01') THEN NULL ELSE TRY_CAST(trim("c4") AS DATE) END AS "end_day",
  CASE WHEN TRY_CAST(trim("c12") AS DATE) > DATE '1971-01-01' THEN TRY_CAST(trim("c12") AS DATE) WHEN ("c12" = '1900-01-01') THEN NULL ELSE TRY_CAST(trim("c12") AS DATE) END AS "cancel_day",
  (TRY_CAST(trim("c4") AS DATE) IS NULL AND NOT trim(coalesce("c4", '')) = '' AND NOT position(concat(?, lower(trim(coalesce("c4", ''))), ?) IN ?) > 0) AS "is_end_unreadable",
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
  xxhash64(to_utf8(json_format(CAST(ARRAY[CAST("c1" AS VARCHAR), CAST("c2" AS VARCHAR), CAST("c3" AS VARCHAR), CAST("c4" AS VARCHAR), CAST("c5" AS VARCHAR), CAST("c6" AS VARCHAR), CAST("c7" AS VARCHAR), CAST("c8" AS VARCHAR), CAST("c9" AS VARCHAR), CAST("c10" AS VARCHAR), CAST("c11" AS VARCHAR), CAST("c12" AS VARCHAR), CAST("c13" AS VARCHAR), CAST("c14" AS VARCHAR), CAST("c15" AS VARCHAR)] AS JSON)))) AS h
FROM "staged" AS cells
LEFT JOIN "staged_periods" AS "periods" ON "periods".cell = lower(trim(coalesce("c5", '')))
LEFT JOIN "staged_states" AS "states" ON "states".cell = lower(trim(coalesce("c8", '')))
LEFT JOIN "staged_reasons" AS "reasons" ON "reasons".cell = lower(trim(coalesce("c9", '')))
