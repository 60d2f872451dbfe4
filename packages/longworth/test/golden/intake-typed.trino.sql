SELECT record, file, "customer", "key_raw", "email", "order_id", "order_name", "day", "total", "tax", "shipping", "subtotal", "duties", "refund", "outstanding", "is_gift_card", "line_money", "currency", "state", "status_text", "h", CASE WHEN CASE WHEN day IS NULL THEN ((position(concat(?, trim(replace(lower(trim(coalesce("c1", ''))), ':', '')), ?) IN ?) > 0 AND trim(coalesce("c10", '')) = '') OR (trim(coalesce("c1", '')) = '' AND trim(coalesce("c10", '')) = '' AND trim(coalesce("c2", '')) = '' AND order_id IS NULL AND NOT trim(coalesce("c9", '')) = '') OR coalesce("c10", '') = ?) ELSE false END THEN 'total_row'
    WHEN trim(coalesce("c9", '')) = '' OR trim(coalesce("c10", '')) = '' THEN 'continuation'
    WHEN position(? IN lower(trim(coalesce("c15", '')))) > 0 THEN 'test_order'
    WHEN state = ? THEN ?
    WHEN state = ? THEN ?
    WHEN state = ? THEN ?
    WHEN state = ? THEN ?
    WHEN state = ? THEN ?
    WHEN state = ? THEN ?
    WHEN state = ? THEN ?
    WHEN day IS NULL THEN CASE WHEN "c10" = '1900-01-01' THEN 'date_placeholder' ELSE 'date_unreadable' END
    WHEN (CASE WHEN "total" IS NULL THEN NOT position(concat(?, lower(trim(coalesce("c9", ''))), ?) IN ?) > 0 ELSE false END) OR (CASE WHEN "refund" IS NULL THEN NOT position(concat(?, lower(trim(coalesce("c16", ''))), ?) IN ?) > 0 ELSE false END) OR (CASE WHEN "tax" IS NULL THEN NOT position(concat(?, lower(trim(coalesce("c8", ''))), ?) IN ?) > 0 ELSE false END) OR (CASE WHEN "shipping" IS NULL THEN NOT position(concat(?, lower(trim(coalesce("c7", ''))), ?) IN ?) > 0 ELSE false END) THEN 'number_unreadable'
    WHEN ((upper("c2") LIKE '_.%E+%' OR upper("c2") LIKE '_,%E+%') AND substr("c2", 1, 1) BETWEEN '0' AND '9') OR (order_id IS NULL AND ((upper("c18") LIKE '_.%E+%' OR upper("c18") LIKE '_,%E+%') AND substr("c18", 1, 1) BETWEEN '0' AND '9')) THEN 'id_damaged'
    ELSE '' END AS base
FROM (
  SELECT record, file,
    CASE WHEN "c2" < '!' THEN CASE WHEN trim(coalesce("c2", '')) = '' THEN NULL ELSE normalize(lower(trim("c2")), NFC) END ELSE normalize(lower(trim("c2")), NFC) END AS "customer",
    CASE WHEN "c2" < '!' THEN CASE WHEN trim(coalesce("c2", '')) = '' THEN NULL ELSE "c2" END ELSE "c2" END AS "key_raw",
    CASE WHEN trim(coalesce("c2", '')) LIKE '%_@_%' THEN normalize(lower(trim(coalesce("c2", ''))), NFC) END AS "email",
    coalesce(CASE WHEN trim(coalesce("c18", '')) = '' OR (upper("c18") LIKE '_.%E+%' OR upper("c18") LIKE '_,%E+%') AND substr("c18", 1, 1) BETWEEN '0' AND '9' THEN NULL ELSE trim(regexp_replace("c18", '\.0$', '')) END, CASE WHEN trim(coalesce("c1", '')) = '' THEN NULL ELSE trim(coalesce((SELECT meant FROM "staged_0_meant_c1" AS meanings WHERE meanings.cell = "c1"), "c1")) END) AS "order_id",
    CASE WHEN trim(coalesce("c1", '')) = '' THEN NULL ELSE trim(coalesce((SELECT meant FROM "staged_0_meant_c1" AS meanings WHERE meanings.cell = "c1"), "c1")) END AS "order_name",
    TRY_CAST("c10" AS DATE) AS "day",
    TRY_CAST("c9" AS DECIMAL(18, 4)) AS "total",
    TRY_CAST("c8" AS DECIMAL(18, 4)) AS "tax",
    TRY_CAST("c7" AS DECIMAL(18, 4)) AS "shipping",
    TRY_CAST("c6" AS DECIMAL(18, 4)) AS "subtotal",
    TRY_CAST("c19" AS DECIMAL(18, 4)) AS "duties",
    TRY_CAST("c16" AS DECIMAL(18, 4)) AS "refund",
    TRY_CAST("c17" AS DECIMAL(18, 4)) AS "outstanding",
    (position(? IN lower(trim(coalesce("c12", '')))) > 0) OR (position(? IN lower(trim(coalesce("c12", '')))) > 0) OR (position(? IN lower(trim(coalesce("c12", '')))) > 0) OR (position(? IN lower(trim(coalesce("c12", '')))) > 0) OR (position(? IN lower(trim(coalesce("c12", '')))) > 0) OR (position(? IN lower(trim(coalesce("c12", '')))) > 0) OR (position(? IN lower(trim(coalesce("c12", '')))) > 0) OR (position(? IN lower(trim(coalesce("c12", '')))) > 0) OR (position(? IN lower(trim(coalesce("c12", '')))) > 0) OR (position(? IN lower(trim(coalesce("c12", '')))) > 0) OR (position(? IN lower(trim(coalesce("c12", '')))) > 0) OR (position(? IN lower(trim(coalesce("c12", '')))) > 0) OR (position(? IN lower(trim(coalesce("c12", '')))) > 0) AS "is_gift_card",
    TRY_CAST("c11" AS DECIMAL(18, 4)) * TRY_CAST("c13" AS DECIMAL(18, 4)) AS "line_money",
    CASE upper(trim(coalesce("c5", ''))) WHEN '' THEN NULL WHEN '€' THEN 'EUR' WHEN '£' THEN 'GBP' WHEN 'ZŁ' THEN 'PLN' ELSE upper(trim(coalesce("c5", ''))) END AS "currency",
    CASE WHEN replace(replace(replace(lower(trim(coalesce("c3", ''))), '_', ' '), '-', ' '), '   ', ' ') IN (?) THEN ? WHEN NOT trim(coalesce("c14", '')) = '' THEN ? WHEN replace(replace(replace(lower(trim(coalesce("c3", ''))), '_', ' '), '-', ' '), '   ', ' ') IN (?) AND lower(trim(coalesce("c4", ''))) = ? THEN 'part_paid' WHEN replace(replace(replace(lower(trim(coalesce("c3", ''))), '_', ' '), '-', ' '), '   ', ' ') IN (?, ?, ?) THEN ? WHEN replace(replace(replace(lower(trim(coalesce("c3", ''))), '_', ' '), '-', ' '), '   ', ' ') IN (?, ?) THEN ? WHEN replace(replace(replace(lower(trim(coalesce("c3", ''))), '_', ' '), '-', ' '), '   ', ' ') IN (?) THEN ? WHEN replace(replace(replace(lower(trim(coalesce("c3", ''))), '_', ' '), '-', ' '), '   ', ' ') IN (?) THEN ? ELSE ? END AS "state",
    trim(coalesce("c3", '')) AS "status_text",
    xxhash64(to_utf8(json_format(CAST(ARRAY[CAST("c1" AS VARCHAR), CAST("c2" AS VARCHAR), CAST("c3" AS VARCHAR), CAST("c4" AS VARCHAR), CAST("c5" AS VARCHAR), CAST("c6" AS VARCHAR), CAST("c7" AS VARCHAR), CAST("c8" AS VARCHAR), CAST("c9" AS VARCHAR), CAST("c10" AS VARCHAR), CAST("c11" AS VARCHAR), CAST("c12" AS VARCHAR), CAST("c13" AS VARCHAR), CAST("c14" AS VARCHAR), CAST("c15" AS VARCHAR), CAST("c16" AS VARCHAR), CAST("c17" AS VARCHAR), CAST("c18" AS VARCHAR), CAST("c19" AS VARCHAR)] AS JSON)))) AS "h",
    "c2",
    "c18",
    "c1",
    "c10",
    "c9",
    "c16",
    "c8",
    "c7",
    "c15"
  FROM "staged_0"
) AS cells