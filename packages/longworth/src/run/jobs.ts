/** What a worker thread can do. A job is a name and data, because functions do not travel; its answer has the same kind. */
import type { Cells, Fit, Params } from "@longworth/models";
import { correctionsAt, originRows } from "../forecast/boost-rows.js";
import type { KnownRequest } from "../forecast/boost-rows.js";
import { candidateOf } from "../forecast/candidates.js";
import type { CandidateName } from "../forecast/candidates.js";
import { fitClock } from "../forecast/clock-fit.js";
import type { Clock } from "../forecast/clock.js";
import { gatherEvidence } from "../forecast/evidence.js";
import type { Evidence } from "../forecast/evidence.js";
import { fitMembers } from "../forecast/fits.js";
import type { FitRequest, Fitted } from "../forecast/fits.js";
import { statesAt } from "../forecast/history.js";
import type { DayCells, History } from "../forecast/history.js";
import { learnLesson } from "../forecast/learners.js";
import { learnNetwork, type NetworkRows } from "../forecast/network.js";
import type { Learners, Lesson, OriginRows, Table } from "../forecast/learners.js";
import type { Recipe } from "../forecast/recipe.js";
import type { Scope } from "../forecast/features.js";
import { poolChunk, shapeChunk } from "../forecast/scores.js";
import type { ChunkRequest, PooledChunk, ShapeRequest } from "../forecast/scores.js";
import { gammaGammaBeside, type SpendEstimate } from "../forecast/spend.js";
import { runTrial } from "../forecast/trial.js";
import type { Trial, TrialRequest } from "../forecast/trial.js";
import { returnFacts, type ReturnFacts, type ReturnOptions } from "../retention/orders.js";
import { weeklyShape } from "./business.js";
import type { Paced } from "./business.js";

export type Job =
  | Readonly<{ kind: "echo"; value: number }>
  /** Maximum likelihood on given cells: --model. */
  | Readonly<{ kind: "fit"; name: CandidateName; cells: Cells }>
  | Readonly<{ kind: "clock"; history: History; end: number }>
  /** Posterior modes at a day, and what the windows after it say. */
  | Readonly<{ kind: "origin"; history: History; fit: FitRequest; windows: readonly number[] }>
  /** What boosting learns from at a day, of at most `limit` customers; and one of its learners. */
  | Readonly<{ kind: "rows"; history: History; origin: number; limit: number; request: KnownRequest }>
  | Readonly<{ kind: "lesson"; table: Table; lesson: Lesson }>
  | Readonly<{ kind: "network"; rows: NetworkRows }>
  | Readonly<{ kind: "corrections"; history: History; recipe: Recipe; learners: Learners; scope: Scope }>
  | Readonly<{ kind: "pool"; request: ChunkRequest }>
  | Readonly<{ kind: "shape"; request: ShapeRequest }>
  | Readonly<{ kind: "trial"; history: History; request: TrialRequest }>
  | Readonly<{ kind: "weeks"; recipe: Paced; cells: DayCells; horizon: number }>
  | Readonly<{ kind: "spend"; history: History; cut: number }>
  /** Who comes back, by periods that start on these days. */
  | Readonly<{ kind: "returns"; history: History; options: ReturnOptions }>;

export type Answer =
  | Readonly<{ kind: "echo"; value: number }>
  | Readonly<{ kind: "fit"; fit: Fit }>
  | Readonly<{ kind: "clock"; clock: Clock }>
  | (Readonly<{ kind: "origin"; evidence: readonly Evidence[] }> & Fitted)
  | Readonly<{ kind: "rows"; rows: OriginRows }>
  | Readonly<{ kind: "lesson"; learnt: ReturnType<typeof learnLesson> }>
  | Readonly<{ kind: "network"; learnt: ReturnType<typeof learnNetwork> }>
  | Readonly<{ kind: "corrections" } & ReturnType<typeof correctionsAt>>
  | Readonly<{ kind: "pool"; pooled: PooledChunk }>
  | Readonly<{ kind: "shape"; columns: Readonly<Record<string, Float64Array>> }>
  | Readonly<{ kind: "trial"; trial: Trial }>
  | Readonly<{ kind: "weeks"; shape: Float64Array }>
  | Readonly<{ kind: "spend"; fit: SpendEstimate | null }>
  | Readonly<{ kind: "returns"; facts: ReturnFacts }>;

/** Starting values of a fit, by candidate. */
export type Starts = Readonly<Partial<Record<CandidateName, Params>>>;

export function answerJob(job: Job): Answer {
  switch (job.kind) {
    case "echo":
      return job;
    case "fit":
      return { kind: "fit", fit: candidateOf(job.name).model.fit(job.cells) };
    case "clock":
      return { kind: "clock", clock: fitClock(job.history, job.end).clock };
    case "origin": {
      const { fits, clock } = fitMembers(job.history, job.fit);
      const members = job.fit.names.map((name, j) => ({ name, fit: fits[j]! }));
      const { origin } = job.fit;
      const evidence = gatherEvidence(job.history, { origin, windows: job.windows }, { members, clock });
      return { kind: "origin", fits, clock, evidence };
    }
    case "rows": {
      const states = statesAt(job.history, job.origin, job.limit);
      return { kind: "rows", rows: originRows(job.history, states, job.request) };
    }
    case "lesson":
      return { kind: "lesson", learnt: learnLesson(job.table, job.lesson) };
    case "network":
      return { kind: "network", learnt: learnNetwork(job.rows) };
    case "corrections":
      return { kind: "corrections", ...correctionsAt(job.history, job.recipe, job) };
    case "pool":
      return { kind: "pool", pooled: poolChunk(job.request) };
    case "shape":
      return { kind: "shape", columns: shapeChunk(job.request) };
    case "trial":
      return { kind: "trial", trial: runTrial(job.history, job.request) };
    case "weeks":
      return { kind: "weeks", shape: weeklyShape(job.recipe, job.cells, job.horizon) };
    case "spend":
      return { kind: "spend", fit: gammaGammaBeside(job.history, job.cut) };
    case "returns":
      return { kind: "returns", facts: returnFacts(job.history, job.options) };
  }
}

/** The answers of one kind, in order. */
export const answersOf = <K extends Answer["kind"]>(
  answers: readonly Answer[],
  kind: K,
): readonly Extract<Answer, { kind: K }>[] =>
  answers.filter((answer): answer is Extract<Answer, { kind: K }> => answer.kind === kind);

/** Buffers that can change hands instead of being copied. */
export function memoryOf(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const visit = (part: unknown): void => {
    if (ArrayBuffer.isView(part)) {
      if (part.buffer instanceof ArrayBuffer) found.add(part.buffer);
    } else if (typeof part === "object" && part !== null) Object.values(part).forEach(visit);
  };
  visit(value);
  return [...found];
}
