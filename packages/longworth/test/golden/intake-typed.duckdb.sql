SELECT record, file, "customer", "key_raw", "email", "order_id", "order_name", "day", "total", "tax", "shipping", "subtotal", "duties", "refund", "outstanding", "is_gift_card", "line_money", "currency", "state", "status_text", "h", CASE WHEN CASE WHEN day IS NULL THEN ((position(concat($1, trim(replace(lower(trim(coalesce("c1", ''))), ':', '')), $2) IN $3) > 0 AND trim(coalesce("c10", '')) = '') OR (trim(coalesce("c1", '')) = '' AND trim(coalesce("c10", '')) = '' AND trim(coalesce("c2", '')) = '' AND order_id IS NULL AND NOT trim(coalesce("c9", '')) = '') OR coalesce("c10", '') = $4) ELSE false END THEN 'total_row'
    WHEN trim(coalesce("c9", '')) = '' OR trim(coalesce("c10", '')) = '' THEN 'continuation'
    WHEN position($5 IN lower(trim(coalesce("c15", '')))) > 0 THEN 'test_order'
    WHEN state = $6 THEN $7
    WHEN state = $8 THEN $9
    WHEN state = $10 THEN $11
    WHEN state = $12 THEN $13
    WHEN state = $14 THEN $15
    WHEN state = $16 THEN $17
    WHEN state = $18 THEN $19
    WHEN day IS NULL THEN CASE WHEN "c10" = '1900-01-01' THEN 'date_placeholder' ELSE 'date_unreadable' END
    WHEN (CASE WHEN "total" IS NULL THEN NOT position(concat($20, lower(trim(coalesce("c9", ''))), $21) IN $22) > 0 ELSE false END) OR (CASE WHEN "refund" IS NULL THEN NOT position(concat($23, lower(trim(coalesce("c16", ''))), $24) IN $25) > 0 ELSE false END) OR (CASE WHEN "tax" IS NULL THEN NOT position(concat($26, lower(trim(coalesce("c8", ''))), $27) IN $28) > 0 ELSE false END) OR (CASE WHEN "shipping" IS NULL THEN NOT position(concat($29, lower(trim(coalesce("c7", ''))), $30) IN $31) > 0 ELSE false END) THEN 'number_unreadable'
    WHEN ((upper("c2") LIKE '_.%E+%' OR upper("c2") LIKE '_,%E+%') AND substr("c2", 1, 1) BETWEEN '0' AND '9') OR (order_id IS NULL AND ((upper("c18") LIKE '_.%E+%' OR upper("c18") LIKE '_,%E+%') AND substr("c18", 1, 1) BETWEEN '0' AND '9')) THEN 'id_damaged'
    ELSE '' END AS base
FROM (
  SELECT record, file,
    CASE WHEN "c2" < '!' THEN CASE WHEN trim(coalesce("c2", '')) = '' THEN NULL ELSE nfc_normalize(lower(trim("c2"))) END ELSE nfc_normalize(lower(trim("c2"))) END AS "customer",
    CASE WHEN "c2" < '!' THEN CASE WHEN trim(coalesce("c2", '')) = '' THEN NULL ELSE "c2" END ELSE "c2" END AS "key_raw",
    CASE WHEN trim(coalesce("c2", '')) LIKE '%_@_%' THEN nfc_normalize(lower(trim(coalesce("c2", '')))) END AS "email",
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
    (position($32 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($33 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($34 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($35 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($36 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($37 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($38 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($39 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($40 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($41 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($42 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($43 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($44 IN lower(trim(coalesce("c12", '')))) > 0) AS "is_gift_card",
    TRY_CAST("c11" AS DECIMAL(18, 4)) * TRY_CAST("c13" AS DECIMAL(18, 4)) AS "line_money",
    CASE upper(trim(coalesce("c5", ''))) WHEN '' THEN NULL WHEN '€' THEN 'EUR' WHEN '£' THEN 'GBP' WHEN 'ZŁ' THEN 'PLN' ELSE upper(trim(coalesce("c5", ''))) END AS "currency",
    CASE WHEN replace(replace(replace(lower(trim(coalesce("c3", ''))), '_', ' '), '-', ' '), '   ', ' ') IN ($45) THEN $46 WHEN NOT trim(coalesce("c14", '')) = '' THEN $47 WHEN replace(replace(replace(lower(trim(coalesce("c3", ''))), '_', ' '), '-', ' '), '   ', ' ') IN ($48) AND lower(trim(coalesce("c4", ''))) = $49 THEN 'part_paid' WHEN replace(replace(replace(lower(trim(coalesce("c3", ''))), '_', ' '), '-', ' '), '   ', ' ') IN ($50, $51, $52) THEN $53 WHEN replace(replace(replace(lower(trim(coalesce("c3", ''))), '_', ' '), '-', ' '), '   ', ' ') IN ($54, $55) THEN $56 WHEN replace(replace(replace(lower(trim(coalesce("c3", ''))), '_', ' '), '-', ' '), '   ', ' ') IN ($57) THEN $58 WHEN replace(replace(replace(lower(trim(coalesce("c3", ''))), '_', ' '), '-', ' '), '   ', ' ') IN ($59) THEN $60 ELSE $61 END AS "state",
    trim(coalesce("c3", '')) AS "status_text",
    hash("c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12", "c13", "c14", "c15", "c16", "c17", "c18", "c19") AS "h",
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