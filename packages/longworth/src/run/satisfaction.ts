/** Surveys of a run: the figures of every question, and what customers did after they had answered. */
import type { Engine } from "../engines/engine.js";
import { SURVEY_TABLES, type AskedQuestion, type Surveys } from "../intake/surveys.js";
import { afterOf, type AfterRows } from "../retention/satisfaction/after.js";
import { responseOf, type Response } from "../retention/satisfaction/response.js";
import { changeOf, figureOf, moodShares, trendOf } from "../retention/satisfaction/score.js";
import { ident, sql } from "../sql/sql.js";
import * as queries from "../sql/survey-outcomes.js";
import type { QuestionFacts } from "../workspace/satisfaction.js";
import { z } from "zod";
import { epochDay, grainOf, isoDay, nextPeriod, periodStart } from "./days.js";

export type SatisfactionRequest = Readonly<{
  surveys: Surveys;
  base: queries.SurveyBase;
  asOf: string;
  horizons: readonly number[]; // days
}>;

export const CURRENT_TABLE = "survey_current";
const YEAR = 365; // days of the answers that say how it is now
const ENOUGH = 100; // customers whose window is over: then the longest such window is looked at

type Answers = Readonly<{ question: Float64Array; day: Float64Array; points: Float64Array }>;
type Shared = SatisfactionRequest & Readonly<{ engine: Engine; days: number; all: Answers }>;

/** Facts of every question: an NPS first, unless few answered it, then by answers; leaves `survey_current` in the engine. */
export async function satisfactionOf(engine: Engine, request: SatisfactionRequest): Promise<readonly QuestionFacts[]> {
  const { surveys, asOf } = request;
  if (surveys.questions.length === 0) return [];
  const { answers } = SURVEY_TABLES;
  const { dialect } = engine;
  const current = queries.surveyCurrent({ answers, asOf, days: YEAR, dialect });
  await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(CURRENT_TABLE)} AS ${current}`);
  const all = await engine.numbers(queries.answersByDay(answers, dialect), ["question", "day", "points"]);
  const shared: Shared = { ...request, engine, days: await windowOf(engine, request), all };
  const after = await readAfter(shared);
  const said = await engine.rows(queries.codeCounts(answers, SURVEY_TABLES.codes), Said);
  const facts: { place: number; facts: QuestionFacts }[] = [];
  for (const [place, question] of surveys.questions.entries()) {
    if (question.answers === 0) continue;
    const codes = said.filter((one) => one.question === place).map(codeFacts);
    facts.push({ place, facts: { ...(await questionFacts({ question, place }, shared)), ...afterFacts(question, after[place] ?? NOBODY, shared), codes } }); // prettier-ignore
  }
  const most = Math.max(0, ...facts.map((one) => one.facts.answers));
  const rank = ({ kind, answers: given }: QuestionFacts): number =>
    kind === "nps" && 2 * given >= most ? most + 1 : given;
  return facts.toSorted((a, b) => rank(b.facts) - rank(a.facts) || a.place - b.place).map((one) => one.facts);
}

const codeFacts = ({ code, answers, customers, low }: z.infer<typeof Said>) => ({ code, answers, customers, low });

const Said = z.object({
  question: z.number(),
  code: z.string(),
  answers: z.number(),
  customers: z.number(),
  low: z.number(),
});

/** The longest horizon after which enough customers are known, else the shortest. */
async function windowOf(engine: Engine, { asOf, horizons }: SatisfactionRequest): Promise<number> {
  const { dialect } = engine;
  for (const days of horizons.toReversed()) {
    const query = queries.followed({ answers: SURVEY_TABLES.answers, asOf, days, dialect });
    const { customers } = await engine.numbers(query, ["customers"]);
    if ((customers[0] ?? 0) >= ENOUGH) return days;
  }
  return horizons[0] ?? YEAR;
}

type Place = Readonly<{ question: AskedQuestion; place: number }>;

async function questionFacts(
  { question, place }: Place,
  shared: Shared,
): Promise<Omit<QuestionFacts, "after" | "codes">> {
  const { engine } = shared;
  const last = await engine.numbers(
    sql`SELECT points FROM ${ident(CURRENT_TABLE)} WHERE question = ${place} ORDER BY customer_id`,
    ["points"],
  );
  const { response, weighted } = await weightedOf({ question, place }, shared);
  const { customers, answered, why } = response;
  return {
    ...question,
    figure: figureOf(question, last.points),
    shares: last.points.length === 0 ? null : moodShares(question, last.points),
    weighted,
    response: { customers, answered, why },
    ...trendFacts({ question, place }, shared),
  };
}

/** Each answer for as many customers as are like its giver. */
async function weightedOf({ question, place }: Place, { engine, base, asOf }: Shared) {
  const options = { base, asOf, days: YEAR, dialect: engine.dialect, current: CURRENT_TABLE, question: place };
  const cells = await engine.numbers(queries.responseCells(options), [...queries.FEATURES, "customers", "answered"]);
  const given = await engine.numbers(queries.responseAnswers(options), ["points", ...queries.FEATURES]);
  const columns = (from: Readonly<Record<string, Float64Array>>): readonly Float64Array[] =>
    queries.FEATURES.map((name) => from[name] ?? new Float64Array());
  const { customers, answered } = cells;
  const response: Response = responseOf({ features: columns(cells), customers, answered }, columns(given));
  const { weights } = response;
  return { response, weighted: weights === null ? null : figureOf(question, given.points, weights) };
}

function trendFacts(
  { question, place }: Place,
  { all, asOf }: Shared,
): Pick<QuestionFacts, "grain" | "trend" | "change"> {
  const own = (column: Float64Array): Float64Array => column.filter((_, i) => all.question[i] === place);
  const [day, points] = [own(all.day), own(all.points)];
  const cut = epochDay(asOf);
  const grain = grainOf(day[0] ?? cut, cut);
  const starts: number[] = [];
  for (let at = periodStart(grain, day[0] ?? cut); at <= cut; at = nextPeriod(grain, at)) starts.push(at);
  const trend = trendOf(question, { day, points }, starts).map(({ from, figure }) => ({
    ...figure,
    period: isoDay(from),
    complete: nextPeriod(grain, from) - 1 <= cut,
  }));
  const [newer, older] = trend.filter(({ complete }) => complete).toReversed();
  return { grain, trend, change: newer && older ? changeOf(newer, older) : null };
}

const NOBODY: AfterRows = {
  points: new Float64Array(),
  stayed: new Float64Array(),
  money: new Float64Array(),
  controls: [],
};

/** By question. */
async function readAfter({ engine, base, asOf, days }: Shared): Promise<Readonly<Record<number, AfterRows>>> {
  const query = queries.surveyAfter({ base, answers: SURVEY_TABLES.answers, asOf, days, dialect: engine.dialect });
  const rows = await engine.numbers(query, queries.AFTER_COLUMNS);
  const controls = [rows.c1, rows.c2, rows.c3, rows.c4].slice(0, queries.CONTROLS[base.kind].length);
  const questions = [...new Set(rows.question)];
  return Object.fromEntries(
    questions.map((place) => {
      const own = (column: Float64Array): Float64Array => column.filter((_, i) => rows.question[i] === place);
      const found = { points: own(rows.points), stayed: own(rows.stayed), money: own(rows.money) };
      return [place, { ...found, controls: controls.map(own) }] as const;
    }),
  );
}

function afterFacts(question: AskedQuestion, rows: AfterRows, { base, days }: Shared): Pick<QuestionFacts, "after"> {
  const { controls, moods, ...found } = afterOf(question, rows);
  const names: readonly string[] = queries.CONTROLS[base.kind];
  const named = controls.map((odds, i) => ({ name: names[i] ?? "", odds }));
  return { after: { ...found, days, controls: named, moods: [...moods] } };
}
