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

/** What `compare --json` prints of contracts: one entry per renewal period, the commonest first. */
export const ContractCompareResult = z.object({
  asOf: z.string(),
  contracts: z.number(),
  terms: z.array(
    z.object({
      term: z.string(), // "1m", "12m", "7d"
      windowDays: z.number(), // days that were forecast; 0 without an earlier day to test on
      origins: z.array(z.string()), // ISO days at whose end was forecast
      decisions: z.number(), // renewals in the windows
      served: z.string(),
      candidates: z.array(
        z.object({
          candidate: z.string(), // a model, the same by plan or with traits, a simple formula
          role: z.enum(["served", "tried", "baseline"]),
          logLikelihood: z.number(), // a decision of the windows, blind: higher is better
          error: z.number().nullable(), // standard error of the gain over the curves without traits
        }),
      ), // best first
      traits: z.array(z.object({ name: z.string(), p: z.number(), used: z.boolean() })),
    }),
  ),
});
export type ContractCompareResult = z.infer<typeof ContractCompareResult>;
