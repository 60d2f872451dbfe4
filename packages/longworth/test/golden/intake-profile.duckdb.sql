SELECT CAST(count(*) AS double) AS records,
  CAST(count(CASE WHEN trim("c1") <> '' THEN 1 END) AS double) AS "c1_filled",
  CAST(count(DISTINCT nullif(trim("c1"), '')) AS double) AS "c1_distinct",
  CAST(count(CASE WHEN regexp_matches(trim("c1"), $1) THEN 1 END) AS double) AS "c1_numeric",
  CAST(count(CASE WHEN regexp_matches(trim("c1"), $2) THEN 1 END) AS double) AS "c1_whole",
  CAST(count(CASE WHEN regexp_matches(trim("c1"), $3) THEN 1 END) AS double) AS "c1_money",
  CAST(count(CASE WHEN regexp_matches(trim("c1"), $4) THEN 1 END) AS double) AS "c1_dates",
  CAST(count(CASE WHEN regexp_matches(trim("c1"), $5) THEN 1 END) AS double) AS "c1_currencies",
  CAST(count(CASE WHEN regexp_matches(trim("c1"), $6) THEN 1 END) AS double) AS "c1_emails",
  CAST(count(CASE WHEN lower(replace(replace(trim("c1"), '_', ' '), '-', ' ')) IN ($7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70, $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87, $88, $89, $90, $91, $92, $93, $94, $95, $96, $97, $98, $99, $100, $101, $102, $103, $104, $105, $106, $107, $108, $109, $110, $111, $112, $113, $114, $115, $116, $117, $118, $119, $120, $121, $122, $123, $124, $125, $126, $127, $128, $129, $130, $131, $132, $133, $134, $135, $136, $137, $138, $139, $140, $141, $142, $143, $144, $145, $146, $147, $148, $149, $150, $151, $152, $153, $154, $155, $156, $157, $158, $159, $160, $161, $162, $163, $164, $165, $166, $167, $168, $169, $170, $171, $172, $173, $174, $175, $176, $177, $178, $179, $180, $181, $182, $183, $184, $185, $186, $187, $188, $189, $190, $191, $192, $193, $194, $195, $196, $197, $198, $199, $200, $201, $202, $203, $204, $205, $206, $207, $208, $209, $210, $211, $212, $213, $214, $215, $216, $217, $218, $219, $220, $221, $222, $223, $224, $225, $226, $227, $228, $229, $230, $231, $232) THEN 1 END) AS double) AS "c1_statuses",
  CAST(count(CASE WHEN "c2" IS NOT NULL THEN 1 END) AS double) AS "c2_filled",
  CAST(count(DISTINCT "c2") AS double) AS "c2_distinct",
  CAST(count(CASE WHEN "c2" IS NOT NULL THEN 1 END) AS double) AS "c2_numeric",
  CAST(count(CASE WHEN false THEN 1 END) AS double) AS "c2_dates"
FROM "staged_0"
WHERE record % 3 = 0