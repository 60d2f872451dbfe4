/** Answers jobs on threads. Results keep the order of the jobs, so they do not depend on how many threads there are. */
import type { Answer, Job } from "./worker.js";

export interface Workers {
  answer(jobs: readonly Job[], signal: AbortSignal): Promise<readonly Answer[]>;
  close(): Promise<void>;
}
