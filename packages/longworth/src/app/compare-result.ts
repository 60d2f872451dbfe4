/** What `compare --json` prints, as a schema. */
import { z } from "zod";
import { ClockFacts, Grade, WeighingFacts } from "../workspace/manifest.js";

export const Compared = z.object({
  candidate: z.string(), // pool, a model, a simple formula
  role: z.enum(["served", "pool", "baseline"]),
  weight: z.number().nullable(), // in the pool; null for what is no member
  measures: z.record(z.string(), z.number()), // metrics of backtest.parquet, means over the origins; those that exist
});

export const CompareResult = z.object({
  asOf: z.string(),
  currency: z.string().nullable(),
  customers: z.number(), // of the newest test
  horizon: z.number(), // days that were asked for
  windowDays: z.number(), // days that the history allows to test
  origins: z.array(z.string()), // ISO days at whose end was forecast, newest first
  judged: z.enum(["value", "orders"]), // whose CRPS the order of the candidates goes by
  learning: z.boolean(), // the pool holds what boosting learnt
  served: z.string(), // pool, or the simple formula that did better
  grade: Grade,
  candidates: z.array(Compared), // best first
  better: z.array(z.string()), // than the pool, by more than two standard errors
  clock: ClockFacts.nullable(),
  weighing: z.array(WeighingFacts),
});
export type CompareResult = z.infer<typeof CompareResult>;
