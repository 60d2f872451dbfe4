/** Answers jobs on threads. Results keep the order of the jobs, so they do not depend on how many threads there are. */
import { Worker } from "node:worker_threads";
import { answerJob } from "./jobs.js";
import type { Answer, Job } from "./jobs.js";

export interface Workers {
  /** @param signal an abort ends running jobs within 2 s, in the middle of a fit, too; the promise then rejects */
  answer(jobs: readonly Job[], signal: AbortSignal): Promise<readonly Answer[]>;
  /** Starts threads ahead of the first jobs, which would wait for them. */
  warm(): void;
  close(): Promise<void>;
}

/** What a thread sends back: the answer, or what went wrong in it. */
export type Reply = Readonly<{ answer: Answer } | { failure: string }>;

const WARM_AT_MOST = 4; // the first jobs of a forecast are no more

/**
 * Threads start with `warm` or the first jobs and stay until `close`, so that a fit does not pay for starting them.
 * @param script run/worker.js as built: Node 20 cannot start a thread from TypeScript
 */
export function openWorkers(threads: number, script: URL): Workers {
  const idle: Worker[] = [];
  const running = new Set<Worker>();
  const end = async (workers: Iterable<Worker>) => {
    await Promise.all([...workers].map((worker) => worker.terminate()));
  };
  const start = (): Worker => {
    const worker = new Worker(script, { workerData: { answersJobs: true } });
    const leave = (): void => void idle.splice(0, idle.length, ...idle.filter((each) => each !== worker));
    return worker.on("error", leave).on("exit", leave); // of an idle one; who has given it a job hears it, too
  };
  const take = (): Worker => {
    const worker = idle.pop() ?? start();
    worker.ref();
    running.add(worker);
    return worker;
  };
  const giveBack = (worker: Worker) => {
    running.delete(worker);
    worker.unref(); // an idle thread keeps no process alive
    idle.push(worker);
  };
  return {
    async answer(jobs, signal) {
      signal.throwIfAborted();
      const answers: Answer[] = [];
      const waiting = jobs.map((job, i) => [i, job] as const);
      const pool = Array.from({ length: Math.min(Math.max(threads, 1), jobs.length) }, take);
      const work = async (worker: Worker) => {
        for (let next = waiting.shift(); next; next = waiting.shift())
          answers[next[0]] = await ask(worker, next[1], signal);
        giveBack(worker);
      };
      try {
        await Promise.all(pool.map(work));
      } finally {
        const unfinished = pool.filter((worker) => running.delete(worker)); // after an abort or a failure
        await end(unfinished);
      }
      return answers;
    },
    warm() {
      while (idle.length + running.size < Math.min(threads, WARM_AT_MOST)) giveBack(start());
    },
    close: () => end([...idle.splice(0), ...running]),
  };
}

function ask(worker: Worker, job: Job, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stop = () => settle(() => reject(signal.reason));
    const hear = (reply: Reply) =>
      settle(() => ("answer" in reply ? resolve(reply.answer) : reject(new Error(reply.failure))));
    const fail = (error: Error) => settle(() => reject(error));
    const leave = (code: number) => fail(new Error(`a worker thread ended with code ${code}`));
    const settle = (then: () => void) => {
      signal.removeEventListener("abort", stop);
      worker.off("message", hear).off("error", fail).off("exit", leave);
      then();
    };
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener("abort", stop);
    worker.on("message", hear).on("error", fail).on("exit", leave);
    worker.postMessage(job);
  });
}

/** One job at a time, and so one thread: each of them holds more than 100 MB when it learns. */
export const oneAtATime = (workers: Workers): Workers => ({
  async answer(jobs, signal) {
    const answers: Answer[] = [];
    for (const job of jobs) answers.push(...(await workers.answer([job], signal)));
    return answers;
  },
  warm: () => undefined,
  close: () => workers.close(),
});

/** The same without threads: in a test, or where threads cannot be had. Jobs run one after the other. */
export function inlineWorkers(): Workers {
  return {
    async answer(jobs, signal) {
      const answers: Answer[] = [];
      for (const job of jobs) {
        signal.throwIfAborted();
        answers.push(answerJob(job));
        await Promise.resolve();
      }
      return answers;
    },
    warm: () => undefined,
    close: async () => undefined,
  };
}
