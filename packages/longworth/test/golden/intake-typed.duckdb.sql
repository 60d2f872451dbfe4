SELECT record, file, "customer", "key_raw", "email", "order_id", "order_name", "day", "total", "tax", "shipping", "subtotal", "duties", "refund", "outstanding", "is_gift_card", "line_money", "currency", "state", "status_text", "h", CASE WHEN CASE WHEN day IS NULL THEN ((position(concat($1, trim(replace(lower(trim(coalesce("c1", ''))), ':', '')), $2) IN $3) > 0 AND trim(coalesce("c10", '')) = '') OR coalesce("c10", '') = $4) ELSE false END THEN 'total_row'
    WHEN trim(coalesce("c9", '')) = '' OR trim(coalesce("c10", '')) = '' THEN 'continuation'
    WHEN position($5 IN lower(trim(coalesce("c15", '')))) > 0 THEN 'test_order'
    WHEN state = $6 THEN $7
    WHEN state = $8 THEN $9
    WHEN state = $10 THEN $11
    WHEN state = $12 THEN $13
    WHEN state = $14 THEN $15
    WHEN state = $16 THEN $17
    WHEN state = $18 THEN $19
    WHEN day IS NULL THEN CASE WHEN is_placeholder($20) THEN 'date_placeholder' ELSE 'date_unreadable' END
    WHEN (CASE WHEN "total" IS NULL THEN NOT position(concat($21, lower(trim(coalesce("c9", ''))), $22) IN $23) > 0 ELSE false END) OR (CASE WHEN "refund" IS NULL THEN NOT position(concat($24, lower(trim(coalesce("c16", ''))), $25) IN $26) > 0 ELSE false END) OR (CASE WHEN "tax" IS NULL THEN NOT position(concat($27, lower(trim(coalesce("c8", ''))), $28) IN $29) > 0 ELSE false END) OR (CASE WHEN "shipping" IS NULL THEN NOT position(concat($30, lower(trim(coalesce("c7", ''))), $31) IN $32) > 0 ELSE false END) THEN 'number_unreadable'
    WHEN ((upper("c2") LIKE '_.%E+%' OR upper("c2") LIKE '_,%E+%') AND substr("c2", 1, 1) BETWEEN '0' AND '9') OR (order_id IS NULL AND ((upper("c18") LIKE '_.%E+%' OR upper("c18") LIKE '_,%E+%') AND substr("c18", 1, 1) BETWEEN '0' AND '9')) THEN 'id_damaged'
    ELSE '' END AS base
FROM (
  SELECT record, file,
    CASE WHEN "c2" < '!' THEN CASE WHEN trim(coalesce("c2", '')) = '' THEN NULL ELSE nfc_normalize(lower(trim("c2"))) END ELSE nfc_normalize(lower(trim("c2"))) END AS "customer",
    CASE WHEN "c2" < '!' THEN CASE WHEN trim(coalesce("c2", '')) = '' THEN NULL ELSE "c2" END ELSE "c2" END AS "key_raw",
    CASE WHEN trim(coalesce("c2", '')) LIKE '%_@_%' THEN nfc_normalize(lower(trim(coalesce("c2", '')))) END AS "email",
    coalesce(CASE WHEN trim(coalesce("c18", '')) = '' OR (upper("c18") LIKE '_.%E+%' OR upper("c18") LIKE '_,%E+%') AND substr("c18", 1, 1) BETWEEN '0' AND '9' THEN NULL ELSE trim(regexp_replace("c18", '\.0$', '')) END, CASE WHEN trim(coalesce("c1", '')) = '' THEN NULL ELSE trim(coalesce((SELECT meant FROM "staged_0_meant_c1" AS meanings WHERE meanings.cell = "c1"), "c1")) END) AS "order_id",
    CASE WHEN trim(coalesce("c1", '')) = '' THEN NULL ELSE trim(coalesce((SELECT meant FROM "staged_0_meant_c1" AS meanings WHERE meanings.cell = "c1"), "c1")) END AS "order_name",
    day_of($33) AS "day",
    number_of($34) AS "total",
    number_of($35) AS "tax",
    number_of($36) AS "shipping",
    number_of($37) AS "subtotal",
    number_of($38) AS "duties",
    number_of($39) AS "refund",
    number_of($40) AS "outstanding",
    (position($41 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($42 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($43 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($44 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($45 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($46 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($47 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($48 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($49 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($50 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($51 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($52 IN lower(trim(coalesce("c12", '')))) > 0) OR (position($53 IN lower(trim(coalesce("c12", '')))) > 0) AS "is_gift_card",
    number_of($54) * number_of($55) AS "line_money",
    CASE upper(trim(coalesce("c5", ''))) WHEN '' THEN NULL WHEN '€' THEN 'EUR' WHEN '£' THEN 'GBP' WHEN 'ZŁ' THEN 'PLN' ELSE upper(trim(coalesce("c5", ''))) END AS "currency",
    CASE WHEN replace(replace(replace(lower(trim(coalesce("c3", ''))), '_', ' '), '-', ' '), '   ', ' ') IN ($56) THEN $57 WHEN NOT trim(coalesce("c14", '')) = '' THEN $58 WHEN replace(replace(replace(lower(trim(coalesce("c3", ''))), '_', ' '), '-', ' '), '   ', ' ') IN ($59) AND lower(trim(coalesce("c4", ''))) = $60 THEN 'part_paid' WHEN replace(replace(replace(lower(trim(coalesce("c3", ''))), '_', ' '), '-', ' '), '   ', ' ') IN ($61, $62, $63) THEN $64 WHEN replace(replace(replace(lower(trim(coalesce("c3", ''))), '_', ' '), '-', ' '), '   ', ' ') IN ($65, $66) THEN $67 WHEN replace(replace(replace(lower(trim(coalesce("c3", ''))), '_', ' '), '-', ' '), '   ', ' ') IN ($68) THEN $69 WHEN replace(replace(replace(lower(trim(coalesce("c3", ''))), '_', ' '), '-', ' '), '   ', ' ') IN ($70) THEN $71 ELSE $72 END AS "state",
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