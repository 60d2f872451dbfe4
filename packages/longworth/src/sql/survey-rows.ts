/** Answers to surveys: one row per record and question, its fate, and what is kept of it. */
import type { Dialect } from "./dialect.js";
import { ident, integer, list, sql, type Sql } from "./sql.js";

/** A column of scores and the questions it answers: one, or by the text of another column. */
export type ScoreColumn = Readonly<{
  text: Sql;
  question: Readonly<{ only: number } | { by: Sql; names: readonly (readonly [text: string, question: number])[] }>;
}>;

export type SurveyRows = Readonly<{
  table: string; // staged file
  file: number;
  customer: Sql;
  day: Sql;
  scores: readonly ScoreColumn[];
  code: Sql | null; // the cell of codes
  comment: Sql | null;
  dialect: Dialect;
}>;

const SCORE = "^(-?[0-9]{1,4}([.,][0-9]{1,4})?)( */ *[0-9]+| *[-:–(.] *[^0-9].*)?$";

/** survey_typed: one row per record and question; score is NULL where the cell is blank or cannot be read. */
export function surveyRows({ table, file, customer, day, scores, code, comment, dialect }: SurveyRows): Sql {
  const none = sql`CAST(NULL AS VARCHAR)`;
  const parts = scores.map(({ text, question }) => {
    const score = sql`CAST(replace(${dialect.extract(text, SCORE, 1)}, ',', '.') AS double)`;
    return sql`SELECT CAST(${integer(file)} AS integer) AS file, record, ${customer} AS customer_id, ${day} AS day, ${questionSql(question)} AS question,
  ${text} AS answer, ${score} AS score, ${code ?? none} AS code_cell, ${comment === null ? sql`false` : sql`(${comment} <> '')`} AS has_comment
FROM ${ident(table)}`;
  });
  return list(parts, sql` UNION ALL `);
}

function questionSql(question: ScoreColumn["question"]): Sql {
  if ("only" in question) return sql`CAST(${integer(question.only)} AS integer)`;
  const cases = question.names.map(([text, place]) => sql`WHEN ${text} THEN ${integer(place)}`);
  return cases.length === 0
    ? sql`CAST(NULL AS integer)`
    : sql`CAST(CASE ${question.by} ${list(cases, sql` `)} END AS integer)`;
}

/** A scale as the checks need it; moods begin at points counted from the bad end. */
export type Scale = Readonly<{
  low: number;
  high: number;
  isReversed: boolean;
  isWhole: boolean;
  middle: number;
  top: number;
}>;

export type SurveyFates = Readonly<{ typed: string; scales: readonly Scale[]; ids: Sql; asOf: string }>;

const double = (value: number): Sql => sql`CAST(${value} AS double)`;

/**
 * survey_fates: the rows of `survey_typed` with `code`, '' where they count: an answer, or a blank one of somebody who was
 * asked. Of several answers of a customer to one question on one day the last record counts.
 */
export function surveyFates({ typed, scales, ids, asOf }: SurveyFates): Sql {
  const of = (each: (scale: Scale) => Sql): Sql =>
    scales.length === 0
      ? sql`NULL`
      : sql`CASE question ${list(
          scales.map((scale, i) => sql`WHEN ${integer(i)} THEN ${each(scale)}`),
          sql` `,
        )} END`;
  const outside = of(
    ({ low, high, isWhole }) =>
      sql`(score < ${double(low)} OR score > ${double(high)}${isWhole ? sql` OR score <> floor(score)` : sql``})`,
  );
  const points = of(({ low, high, isReversed }) => (isReversed ? sql`${double(low + high)} - score` : sql`score`));
  const mood = of(
    ({ middle, top }) =>
      sql`CASE WHEN points >= ${double(top)} THEN 'top' WHEN points >= ${double(middle)} THEN 'middle' ELSE 'low' END`,
  );
  return sql`
SELECT judged.*, CASE WHEN score IS NOT NULL AND first_code = '' THEN ${mood} END AS mood,
  CASE WHEN first_code = '' AND score IS NOT NULL AND turn > 1 THEN 'survey_repeated' ELSE first_code END AS code
FROM (
  SELECT checked.*, ${points} AS points,
    row_number() OVER (PARTITION BY customer_id, question, day, first_code, score IS NULL ORDER BY file DESC, record DESC) AS turn
  FROM (
    SELECT typed.*, CASE
      WHEN customer_id = '' OR customer_id NOT IN (${ids}) THEN 'survey_unknown_customer'
      WHEN day IS NULL THEN 'survey_undated'
      WHEN day > CAST(${asOf} AS date) THEN 'survey_after_as_of'
      WHEN question IS NULL THEN 'survey_question_unknown'
      WHEN answer <> '' AND score IS NULL THEN 'score_unreadable'
      WHEN score IS NOT NULL AND ${outside} THEN 'score_outside_scale'
      ELSE '' END AS first_code
    FROM ${ident(typed)} AS typed
  ) AS checked
) AS judged`;
}

/** survey_answers: one row per answer that counts. */
export const surveyAnswers = (fates: string): Sql => sql`
SELECT file, record, customer_id, day, question, score, points, mood, code_cell, has_comment
FROM ${ident(fates)} WHERE code = '' AND score IS NOT NULL`;

/** survey_sums: one row per question and fate. */
export const surveySums = (fates: string): Sql => sql`
SELECT coalesce(CAST(question AS double), -1e0) AS question, code, CAST(count(*) AS double) AS records,
  CAST(count(score) AS double) AS answers, CAST(count(CASE WHEN code = '' AND score IS NOT NULL AND has_comment THEN 1 END) AS double) AS comments
FROM ${ident(fates)} GROUP BY question, code ORDER BY 1, code`;
