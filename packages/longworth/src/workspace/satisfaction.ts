/** What customers said, as run.json tells it and as satisfaction.parquet holds it. */
import { z } from "zod";

const numberOrNull = z.number().nullable();
const mood = z.enum(["low", "middle", "top"]);

const Figure = z.object({ answers: z.number(), value: numberOrNull, low: numberOrNull, high: numberOrNull }); // 95 %
const Correlation = z.object({ rho: z.number(), low: z.number(), high: z.number(), p: z.number() }).nullable();
const Odds = z.object({ ratio: z.number(), low: z.number(), high: z.number(), p: z.number() }).nullable();

/** Satisfaction on a day, and what came in the days after it. */
export const AfterFacts = z.object({
  days: z.number(), // of the window
  status: z.enum(["ok", "separated", "few", "all-stayed", "none-stayed"]),
  customers: z.number(), // with a first answer whose window is over
  stayed: z.number(), // of them: bought, or are under contract
  staying: Correlation, // Spearman of the score with staying
  spending: Correlation, // with the money of the window
  odds: Odds, // of staying per point, all else known on the day held still
  controls: z.array(z.object({ name: z.string(), odds: Odds })),
  gap: z.object({ mean: z.number(), p05: z.number(), p95: z.number() }).nullable(), // of low answers, had they been like the others
  moods: z.array(
    z.object({
      mood,
      customers: z.number(),
      stayed: z.number(),
      share: numberOrNull,
      low: numberOrNull,
      high: numberOrNull,
      money: numberOrNull, // of the window, per customer who stayed
    }),
  ),
});
export type AfterFacts = z.infer<typeof AfterFacts>;

/** One question of the files of surveys. */
export const QuestionFacts = z.object({
  name: z.string(),
  kind: z.enum(["nps", "csat", "ces", "scale"]),
  low: z.number(),
  high: z.number(), // ends of the scale
  isReversed: z.boolean(), // the high end is the bad one
  answers: z.number(), // of all days
  asked: z.number(), // records with or without an answer
  comments: z.number(), // answers with free text
  figure: Figure, // of the last answer of each customer within a year of as_of
  shares: z.object({ low: z.number(), middle: z.number(), top: z.number() }).nullable(),
  weighted: Figure.nullable(), // as if everybody had answered
  response: z.object({
    customers: z.number(), // of the year
    answered: z.number(),
    why: z.enum(["ok", "few", "everybody", "no-fit"]),
  }),
  grain: z.enum(["week", "month", "quarter", "year"]),
  trend: z.array(Figure.extend({ period: z.string(), complete: z.boolean() })), // period: its first day
  change: z.object({ value: z.number(), low: z.number(), high: z.number(), speaks: z.boolean() }).nullable(), // of the last two whole periods
  after: AfterFacts,
  codes: z.array(z.object({ code: z.string(), answers: z.number(), customers: z.number(), low: z.number() })),
});
export type QuestionFacts = z.infer<typeof QuestionFacts>;

const day = z.iso.date();
const count = z.int().nonnegative();

/** One row of satisfaction.parquet; a measure has the columns it needs, the others are null. */
export const SatisfactionRow = z.strictObject({
  question: z.string(),
  kind: z.enum(["nps", "csat", "ces", "scale"]),
  measure: z
    .enum(["score", "weighted", "period", "mood", "after", "rank_staying", "rank_spending", "odds", "gap", "code"])
    .describe(
      "score: last answers of a year; weighted: as if everybody had answered; period: all answers of one; mood: shares of the score; after: who stayed within days, by mood; rank_staying, rank_spending: Spearman; odds: of staying per point (or per control, named), all else held still; gap: share of low answers that would have stayed had they been like the others, less the share that did; code: answers whose free text has it",
    ),
  period: day.nullable().describe("its first day"),
  name: z.string().nullable().describe("mood, code or control"),
  days: count.nullable().describe("of the window after an answer"),
  answers: count.nullable(),
  customers: count.nullable(),
  value: z
    .number()
    .nullable()
    .describe("NPS -100 to 100; CSAT a share; CES and own scales the mean as written; code: share of low answers"),
  low: z.number().nullable().describe("95 % interval; of gap 90 %"),
  high: z.number().nullable(),
  money: z.number().nullable().describe("of the window, per customer who stayed"),
  p: z.number().min(0).max(1).nullable(),
});
export type SatisfactionRow = z.infer<typeof SatisfactionRow>;
