/** Files of surveys: what customers said, checked against who they are, when it was and the scale that was asked. */
import path from "node:path";
import { z } from "zod";
import { UserError } from "../errors.js";
import { isWhole, moodCuts, questionOf, type Question } from "../retention/satisfaction/questions.js";
import { ident, sql, type Sql } from "../sql/sql.js";
import {
  surveyAnswers,
  surveyFates,
  surveyRows,
  surveySums,
  type Scale,
  type ScoreColumn,
} from "../sql/survey-rows.js";
import { satisfaction as words } from "../words/en/satisfaction.js";
import { openCustomerFile, type CustomerFile } from "./customer-file.js";
import { daySql, decideDateStyle } from "./dates.js";
import type { Problem } from "./outcome.js";
import { examplesBy, problem, type Example, type ProblemCode } from "./problems.js";
import type { IntakeRequest, IntakeTools } from "./request.js";
import { placeIn } from "./side-file.js";
import type { StagedColumn } from "./staged.js";
import { folded, trimmed } from "./typed-cells.js";
import { surveyColumns, type SurveyColumns } from "./survey-columns.js";

/** A question with what became of its records. */
export type AskedQuestion = Question & Readonly<{ answers: number; asked: number; comments: number }>;

/** What was read; the answers are in `survey_answers`, codes of the free text in `survey_codes`. */
export type Surveys = Readonly<{
  files: readonly string[];
  questions: readonly AskedQuestion[];
  codes: readonly string[];
  problems: readonly Problem[];
}>;

export const SURVEY_TABLES = { typed: "survey_typed", fates: "survey_fates", answers: "survey_answers", codes: "survey_codes" } as const; // prettier-ignore
export const NO_SURVEYS: Surveys = { files: [], questions: [], codes: [], problems: [] };

type Request = Pick<IntakeRequest, "temp" | "map" | "keepCase" | "dateFormat"> &
  Readonly<{ surveys: readonly string[]; asOf: string; ids: Sql; currency: string | null; digits: number }>;
type Opened = Readonly<{ file: CustomerFile; columns: SurveyColumns; staged: CustomerFile["side"]["staged"] }>;
type Tools = IntakeTools;

/** @throws column_missing, date_ambiguous, score_outside_scale and what else is wrong with a file */
export async function readSurveys(request: Request, tools: Tools): Promise<Surveys> {
  const { surveys, ids } = request;
  if (surveys.length === 0) return NO_SURVEYS;
  const questions: Question[] = [];
  const opened: Opened[] = [];
  const rows: Sql[] = [];
  for (const [i, given] of surveys.entries()) {
    const option = surveys.length === 1 ? "--surveys" : `--surveys ${i + 1}`;
    const file = await openCustomerFile({ ...request, given, option, ids }, tools);
    const columns = surveyColumns(file);
    opened.push({ file, columns, staged: file.side.staged });
    rows.push(await typedRows({ file, columns, place: i, questions }, request, tools));
  }
  const { engine } = tools;
  await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(SURVEY_TABLES.typed)} AS ${joined(rows)}`);
  const fates = surveyFates({ typed: SURVEY_TABLES.typed, scales: questions.map(scaleOf), ids, asOf: request.asOf });
  await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(SURVEY_TABLES.fates)} AS ${fates}`);
  await engine.execute(
    sql`CREATE OR REPLACE TABLE ${ident(SURVEY_TABLES.answers)} AS ${surveyAnswers(SURVEY_TABLES.fates)}`,
  );
  const sums = await engine.rows(surveySums(SURVEY_TABLES.fates), Sum);
  const examples = await examplesOf(opened, questions, tools);
  refuseWrongScale({ questions, sums, examples });
  const problems = problemsOf(sums, examples, request);
  const codes = await readCodes(tools);
  return { files: opened.map(({ staged }) => path.basename(staged.source.name)), questions: countedOf(questions, sums), codes, problems }; // prettier-ignore
}

const joined = (rows: readonly Sql[]): Sql => rows.reduce((all, one) => sql`${all} UNION ALL ${one}`);

const scaleOf = (question: Question): Scale => ({ ...question, ...moodCuts(question), isWhole: isWhole(question) });

type Typing = Readonly<{ file: CustomerFile; columns: SurveyColumns; place: number; questions: Question[] }>;

/** Adds the questions of the file to those of the files before it. */
async function typedRows({ file, columns, place, questions }: Typing, request: Request, tools: Tools): Promise<Sql> {
  const { engine } = tools;
  const { side, key } = file;
  const asked = { column: columns.date, format: request.dateFormat, placeOf: placeIn(side, tools) };
  const style = await decideDateStyle(engine, side.staged, asked);
  return surveyRows({
    table: side.staged.table,
    file: place,
    customer: key,
    day: daySql(columns.date, style, engine.dialect),
    scores: await scoreColumns(columns, { file, questions }, tools),
    code: columns.codes ? trimmed(columns.codes) : null,
    comment: columns.comment ? trimmed(columns.comment) : null,
    dialect: engine.dialect,
  });
}

const MOST_QUESTIONS = 50;

async function scoreColumns(
  { scores, named }: SurveyColumns,
  { file, questions }: Pick<Typing, "file" | "questions">,
  { engine }: Tools,
): Promise<readonly ScoreColumn[]> {
  if (named === undefined)
    return scores.map(({ column, question }) => ({ text: trimmed(column), question: { only: placeOf(question, questions) } })); // prettier-ignore
  const by = folded(named.question);
  const query = sql`SELECT ${by} AS text, CAST(count(*) AS double) AS n FROM ${ident(file.side.staged.table)} GROUP BY 1 ORDER BY n DESC, text LIMIT ${MOST_QUESTIONS}`;
  const texts = await engine.rows(query, z.object({ text: z.string(), n: z.number() }));
  const names = texts.flatMap(({ text }): readonly (readonly [string, number])[] => {
    const question = questionOf(text);
    return question === null ? [] : [[text, placeOf(question, questions)]];
  });
  if (names.length === 0) {
    const facts = { file: file.side.staged.source.name, column: named.question.name, values: texts.map(({ text }) => text) }; // prettier-ignore
    throw new UserError("column_missing", words.noQuestions(facts), { place: `${file.side.staged.source.name}:1:1` });
  }
  return [{ text: trimmed(named.score), question: { by, names } }];
}

/** One name and scale is one question, whatever file it is in. */
function placeOf(question: Question, questions: Question[]): number {
  const place = questions.findIndex(
    (one) =>
      one.name.toLowerCase() === question.name.toLowerCase() && one.low === question.low && one.high === question.high,
  );
  return place >= 0 ? place : questions.push(question) - 1;
}

const Sum = z.object({
  question: z.number(),
  code: z.string(),
  records: z.number(),
  answers: z.number(),
  comments: z.number(),
});
type Sum = z.infer<typeof Sum>;

const countedOf = (questions: readonly Question[], sums: readonly Sum[]): readonly AskedQuestion[] =>
  questions.map((question, i) => {
    const own = sums.find((sum) => sum.question === i && sum.code === "");
    return { ...question, answers: own?.answers ?? 0, asked: own?.records ?? 0, comments: own?.comments ?? 0 };
  });

type Examples = ReadonlyMap<string, readonly Example[]>;

const examplesOf = (opened: readonly Opened[], questions: readonly Question[], tools: Tools): Promise<Examples> =>
  examplesBy(
    {
      fates: sql`SELECT file, record, code FROM ${ident(SURVEY_TABLES.fates)}`,
      files: opened,
      culprit: (code, { file, columns }, cells) => culprit(code, { file, columns, questions }, cells),
    },
    tools,
  );

type Blame = Readonly<{ file: CustomerFile; columns: SurveyColumns; questions: readonly Question[] }>;

/** The column that gave a record its fate. */
function culprit(code: string, { file, columns }: Blame, cells: Readonly<Record<string, string>>): StagedColumn {
  const { date, scores, named } = columns;
  if (code === "survey_unknown_customer") return file.customer;
  if (code === "survey_undated" || code === "survey_after_as_of") return date;
  if (code === "survey_question_unknown") return named?.question ?? date;
  if (named) return named.score;
  const cell = (column: StagedColumn): string => (cells[column.id] ?? "").trim();
  const bad = scores.find(({ column, question }) => {
    const score = Number.parseFloat(cell(column).replace(",", "."));
    const isOut = !(score >= question.low && score <= question.high) || (isWhole(question) && !Number.isInteger(score));
    return cell(column) !== "" && (code === "score_unreadable" ? Number.isNaN(score) : isOut);
  });
  return (bad ?? scores.find(({ column }) => cell(column) !== "") ?? scores[0])?.column ?? date;
}

const WRONG_SHARE = 0.05; // of the answers to a question: more are another scale, not slips

/** @throws score_outside_scale where so many answers lie outside that the scale must be another one */
function refuseWrongScale({
  questions,
  sums,
  examples,
}: Readonly<{ questions: readonly Question[]; sums: readonly Sum[]; examples: Examples }>): void {
  // prettier-ignore
  questions.forEach((question, i) => {
    const own = sums.filter((sum) => sum.question === i);
    const outside = own.find(({ code }) => code === "score_outside_scale")?.records ?? 0;
    const all = own.reduce((sum, { answers }) => sum + answers, 0);
    if (outside <= WRONG_SHARE * all) return;
    const [first] = examples.get("score_outside_scale") ?? [];
    const facts = { ...question, n: outside, all, value: first?.value ?? "", at: first?.place ?? "" };
    throw new UserError("score_outside_scale", words.outside(facts), { place: first?.place });
  });
}

function problemsOf(sums: readonly Sum[], examples: Examples, { asOf, currency, digits }: Request): readonly Problem[] {
  const codes = [...new Set(sums.map(({ code }) => code))].filter((code) => code !== "");
  return codes.map((code) => {
    const records = sums.reduce((all, sum) => all + (sum.code === code ? sum.records : 0), 0);
    const finding = { code: code as ProblemCode, records, amount: null, facts: { b: asOf }, examples: examples.get(code) ?? [] }; // prettier-ignore
    return problem(finding, { currency, digits, revenue: null }); // cast: codes of survey-rows.ts
  });
}

const MOST_CELLS = 5000; // different cells of codes
const Cell = z.object({ cell: z.string() });

/** survey_codes: one row per code of a cell. @returns the codes, in the order of their texts */
async function readCodes({ engine }: Tools): Promise<readonly string[]> {
  const query = sql`SELECT code_cell AS cell, count(*) AS n FROM ${ident(SURVEY_TABLES.answers)} WHERE code_cell <> '' GROUP BY 1 ORDER BY n DESC, cell LIMIT ${MOST_CELLS}`;
  const cells = (await engine.rows(query, Cell)).map(({ cell }) => cell);
  const split = cells.flatMap((cell) => codesIn(cell).map((code) => ({ cell, code })));
  const columns = { cell: split.map(({ cell }) => cell), code: split.map(({ code }) => code) };
  await engine.load(columns, SURVEY_TABLES.codes);
  return [...new Set(columns.code)].toSorted();
}

/** "price; delivery" is two codes, each once. */
const codesIn = (cell: string): readonly string[] => [
  ...new Set(
    cell
      .split(/[;|,]/u)
      .map((code) => code.trim().toLowerCase())
      .filter((code) => code !== ""),
  ),
];
