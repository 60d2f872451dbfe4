SELECT CAST(0 AS integer) AS file, record, c1 AS customer_id, CAST(c2 AS date) AS day, CAST(0 AS integer) AS question,
  c3 AS answer, CAST(replace(nullif(regexp_extract(c3, ?, 1), ''), ',', '.') AS double) AS score, c6 AS code_cell, false AS has_comment
FROM "staged" UNION ALL SELECT CAST(0 AS integer) AS file, record, c1 AS customer_id, CAST(c2 AS date) AS day, CAST(CASE c4 WHEN ? THEN 1 END AS integer) AS question,
  c5 AS answer, CAST(replace(nullif(regexp_extract(c5, ?, 1), ''), ',', '.') AS double) AS score, c6 AS code_cell, false AS has_comment
FROM "staged";

SELECT judged.*, CASE WHEN score IS NOT NULL AND first_code = '' THEN CASE question WHEN 0 THEN CASE WHEN points >= CAST(? AS double) THEN 'top' WHEN points >= CAST(? AS double) THEN 'middle' ELSE 'low' END WHEN 1 THEN CASE WHEN points >= CAST(? AS double) THEN 'top' WHEN points >= CAST(? AS double) THEN 'middle' ELSE 'low' END END END AS mood,
  CASE WHEN first_code = '' AND score IS NOT NULL AND turn > 1 THEN 'survey_repeated' ELSE first_code END AS code
FROM (
  SELECT checked.*, CASE question WHEN 0 THEN score WHEN 1 THEN CAST(? AS double) - score END AS points,
    row_number() OVER (PARTITION BY customer_id, question, day, first_code, score IS NULL ORDER BY file DESC, record DESC) AS turn
  FROM (
    SELECT typed.*, CASE
      WHEN customer_id = '' OR customer_id NOT IN (SELECT customer_id FROM known) THEN 'survey_unknown_customer'
      WHEN day IS NULL THEN 'survey_undated'
      WHEN day > CAST(? AS date) THEN 'survey_after_as_of'
      WHEN question IS NULL THEN 'survey_question_unknown'
      WHEN answer <> '' AND score IS NULL THEN 'score_unreadable'
      WHEN score IS NOT NULL AND CASE question WHEN 0 THEN (score < CAST(? AS double) OR score > CAST(? AS double) OR score <> floor(score)) WHEN 1 THEN (score < CAST(? AS double) OR score > CAST(? AS double) OR score <> floor(score)) END THEN 'score_outside_scale'
      ELSE '' END AS first_code
    FROM "survey_typed" AS typed
  ) AS checked
) AS judged;

SELECT file, record, customer_id, day, question, score, points, mood, code_cell, has_comment
FROM "survey_fates" WHERE code = '' AND score IS NOT NULL;

SELECT coalesce(CAST(question AS double), -1e0) AS question, code, CAST(count(*) AS double) AS records,
  CAST(count(score) AS double) AS answers, CAST(count(CASE WHEN code = '' AND score IS NOT NULL AND has_comment THEN 1 END) AS double) AS comments
FROM "survey_fates" GROUP BY question, code ORDER BY 1, code;

SELECT customer_id, question, day, score, points, mood
FROM (
  SELECT *, row_number() OVER (PARTITION BY customer_id, question ORDER BY day DESC, file DESC, record DESC) AS turn
  FROM "survey_answers" WHERE day > date_add('day', -90, CAST(? AS date))
) AS placed
WHERE turn = 1;

SELECT CAST(question AS double) AS question, points, CASE WHEN bought > 0 THEN 1e0 ELSE 0e0 END AS stayed,
  CAST(coalesce(money_after, 0) AS double) AS money,
  ln(CAST(purchases AS double)) AS c1, ln(CAST(1 + date_diff('day', DATE '1970-01-01', day) - date_diff('day', DATE '1970-01-01', last_day) AS double)) AS c2,
  ln(CAST(1 + date_diff('day', DATE '1970-01-01', day) - date_diff('day', DATE '1970-01-01', first_day) AS double)) AS c3, ln(greatest(CAST(money_before AS double) / purchases, 1e-2)) AS c4
FROM (
  SELECT l.customer_id, l.question, l.day, l.points, count(CASE WHEN d.is_purchase AND d.day <= l.day THEN 1 END) AS purchases,
    max(CASE WHEN d.is_purchase AND d.day <= l.day THEN d.day END) AS last_day,
    min(CASE WHEN d.is_purchase AND d.day <= l.day THEN d.day END) AS first_day,
    sum(CASE WHEN d.day <= l.day THEN d.value END) AS money_before, count(CASE WHEN d.is_purchase AND d.day > l.day AND d.day <= l.until THEN 1 END) AS bought,
    sum(CASE WHEN d.day > l.day AND d.day <= l.until THEN d.value END) AS money_after
  FROM (
SELECT customer_id, question, day, points, date_add('day', 90, day) AS until
FROM (
  SELECT customer_id, question, day, points,
    row_number() OVER (PARTITION BY customer_id, question ORDER BY day, file, record) AS turn
  FROM "survey_answers" WHERE day <= date_add('day', -90, CAST(? AS date))
) AS placed
WHERE turn = 1) AS l
  JOIN "customer_days" AS d ON d.customer_id = l.customer_id
  GROUP BY l.customer_id, l.question, l.day, l.points
) AS facts
WHERE purchases > 0
ORDER BY question, customer_id;

SELECT CAST(question AS double) AS question, points, CASE WHEN after_all > 0 THEN 1e0 ELSE 0e0 END AS stayed, CAST(coalesce(mrr_after, 0) AS double) * CAST(? AS double) AS money,
  ln(CAST(1 + date_diff('day', DATE '1970-01-01', day) - date_diff('day', DATE '1970-01-01', first_day) AS double)) AS c1, ln(greatest(CAST(mrr_before AS double), 1e-2)) AS c2, 0e0 AS c3, 0e0 AS c4
FROM (
  SELECT l.customer_id, l.question, l.day, l.points, count(CASE WHEN s.start_day <= l.day AND (s.end_day IS NULL OR s.end_day > l.day) THEN 1 END) AS before_all,
    count(CASE WHEN s.start_day <= l.until AND (s.end_day IS NULL OR s.end_day > l.until) THEN 1 END) AS after_all, min(s.start_day) AS first_day,
    sum(CASE WHEN s.start_day <= l.day AND (s.end_day IS NULL OR s.end_day > l.day) THEN s.mrr END) AS mrr_before, sum(CASE WHEN s.start_day <= l.until AND (s.end_day IS NULL OR s.end_day > l.until) THEN s.mrr END) AS mrr_after
  FROM (
SELECT customer_id, question, day, points, date_add('day', 90, day) AS until
FROM (
  SELECT customer_id, question, day, points,
    row_number() OVER (PARTITION BY customer_id, question ORDER BY day, file, record) AS turn
  FROM "survey_answers" WHERE day <= date_add('day', -90, CAST(? AS date))
) AS placed
WHERE turn = 1) AS l
  JOIN "contract_spans" AS s ON s.customer_id = l.customer_id
  GROUP BY l.customer_id, l.question, l.day, l.points
) AS facts
WHERE before_all > 0
ORDER BY question, customer_id;

SELECT "f1", "f2", "f3", "f4", CAST(count(*) AS double) AS customers, CAST(count(a.customer_id) AS double) AS answered
FROM (
SELECT customer_id, floor(4 * ln(CAST(count(*) AS double))) / 4 AS f1, floor(CAST(date_diff('day', DATE '1970-01-01', CAST(? AS date)) - date_diff('day', DATE '1970-01-01', max(day)) AS double) / 30) AS f2,
  floor(4 * ln(1 + CAST(date_diff('day', DATE '1970-01-01', CAST(? AS date)) - date_diff('day', DATE '1970-01-01', min(day)) AS double) / 30)) / 4 AS f3, floor(4 * ln(greatest(CAST(sum(value) AS double) / count(*), 1e-2))) / 4 AS f4
FROM "customer_days" WHERE is_purchase GROUP BY customer_id HAVING max(day) > date_add('day', -90, CAST(? AS date))) AS p
LEFT JOIN "survey_current" AS a ON a.customer_id = p.customer_id AND a.question = 0
GROUP BY "f1", "f2", "f3", "f4" ORDER BY "f1", "f2", "f3", "f4";

SELECT a.points, "f1", "f2", "f3", "f4"
FROM (
SELECT customer_id, floor(4 * ln(CAST(count(DISTINCT contract_id) AS double))) / 4 AS f1,
  CAST(max(CASE WHEN end_day IS NULL THEN 1 ELSE 0 END) AS double) AS f2, floor(4 * ln(1 + CAST(date_diff('day', DATE '1970-01-01', CAST(? AS date)) - date_diff('day', DATE '1970-01-01', min(start_day)) AS double) / 30)) / 4 AS f3, floor(4 * ln(greatest(CAST(max(mrr) AS double), 1e-2))) / 4 AS f4
FROM "contract_spans" GROUP BY customer_id HAVING max(coalesce(end_day, DATE '9999-12-31')) > date_add('day', -90, CAST(? AS date))) AS p
JOIN "survey_current" AS a ON a.customer_id = p.customer_id AND a.question = 0
ORDER BY p.customer_id;

SELECT CAST(a.question AS double) AS question, c.code, CAST(count(*) AS double) AS answers, CAST(count(DISTINCT a.customer_id) AS double) AS customers,
  CAST(count(CASE WHEN a.mood = 'low' THEN 1 END) AS double) AS low
FROM "survey_answers" AS a JOIN "survey_codes" AS c ON c.cell = a.code_cell
GROUP BY a.question, c.code ORDER BY 1, answers DESC, c.code;

SELECT CAST(question AS double) AS question, CAST(date_diff('day', DATE '1970-01-01', day) AS double) AS day, points
FROM "survey_answers" ORDER BY question, day, customer_id, file, record;

SELECT CAST(count(DISTINCT customer_id) AS double) AS customers FROM "survey_answers"
WHERE day <= date_add('day', -90, CAST(? AS date));

SELECT customer_id AS answered_id, CAST(? AS varchar) AS satisfaction_question, score AS satisfaction_score,
  CAST(mood AS varchar) AS satisfaction_mood, day AS satisfaction_date
FROM "survey_current" WHERE question = 0;

SELECT c.*, a.satisfaction_question, a.satisfaction_score, a.satisfaction_mood, a.satisfaction_date
FROM "customers_scored" c LEFT JOIN "said_by_customer" a ON a.answered_id = c.customer_id