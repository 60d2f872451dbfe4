import { existsSync } from "node:fs";
import { bgNbd, cells as cellsModule, paretoNbd, random } from "@longworth/models";
import { afterAll, describe, expect, test } from "vitest";
import { answerJob, memoryOf } from "../../src/run/jobs.js";
import type { Job } from "../../src/run/jobs.js";
import { inlineWorkers, openWorkers } from "../../src/run/workers.js";

const script = new URL("../../build/run/worker.js", import.meta.url);
const isBuilt = existsSync(script);
const never = new AbortController().signal;
const echo = (value: number): Job => ({ kind: "echo", value });

/** Cells of simulated customers; a Pareto/NBD fit on many of them takes long. */
function simulated(customers: number) {
  const weeks = new Float64Array(customers).map((_, i) => 20 + (i % 997) / 7);
  const params = { r: 0.6, alpha: 8, s: 0.6, beta: 20 };
  return cellsModule.cellsOf(paretoNbd.simulate(params, weeks, random.seeded(3)), weeks);
}

describe("workers in this thread", () => {
  test("answer in the order of the jobs", async () => {
    const answers = await inlineWorkers().answer([3, 1, 2].map(echo), never);
    expect(answers).toEqual([3, 1, 2].map((value) => ({ kind: "echo", value })));
  });

  test("an abort rejects with its reason", async () => {
    const stop = AbortSignal.abort(new Error("stopped"));
    await expect(inlineWorkers().answer([echo(1)], stop)).rejects.toThrow("stopped");
  });
});

test("only plain memory changes hands, each buffer once", () => {
  const column = new Float64Array(3);
  const sharedColumn = new Int32Array(new SharedArrayBuffer(8));
  expect(memoryOf({ a: column, b: [column.subarray(1), { c: sharedColumn }], d: 5 })).toEqual([column.buffer]);
});

describe.skipIf(!isBuilt)("worker threads (need npm run build)", () => {
  const pools = [1, 2, 4].map((threads) => openWorkers(threads, script));
  afterAll(() => Promise.all(pools.map((pool) => pool.close())));

  test("1, 2 and 4 threads give the answers of none", async () => {
    const cells = simulated(400);
    const jobs: Job[] = [...[5, 6].map(echo), { kind: "fit", name: "bg-nbd", cells }, echo(7)];
    const wanted = jobs.map(answerJob);
    for (const pool of pools) expect(await pool.answer(jobs, never)).toEqual(wanted);
    expect(wanted[2]).toEqual({ kind: "fit", fit: bgNbd.fit(cells) });
  });

  test("an abort ends running fits within 2 s, and the pool goes on afterwards", async () => {
    const [, pool] = pools;
    const jobs = [1, 2, 3].map((): Job => ({ kind: "fit", name: "pareto-nbd", cells: simulated(200_000) }));
    const controller = new AbortController();
    const answer = pool.answer(jobs, controller.signal);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const from = performance.now();
    controller.abort(new Error("stopped"));
    await expect(answer).rejects.toThrow("stopped");
    expect(performance.now() - from).toBeLessThan(2_000);
    expect(await pool.answer([echo(9)], never)).toEqual([echo(9)]);
  });

  test("threads that were started ahead answer, and one that ended meanwhile is replaced", async () => {
    const pool = openWorkers(2, script);
    pool.warm();
    expect(await pool.answer([3, 1, 2].map(echo), never)).toEqual([3, 1, 2].map(echo));
    await pool.close();
    const lost = openWorkers(1, new URL("data:text/javascript,throw new Error('no thread')"));
    lost.warm();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await expect(lost.answer([echo(1)], never)).rejects.toThrow("no thread");
    await lost.close();
  });

  test("what fails in a thread is told with its place", async () => {
    const broken = { kind: "pool", request: {} } as unknown as Job; // cast: a job that no caller can make
    await expect(pools[0].answer([broken], never)).rejects.toThrow(/poolChunk|undefined/);
    expect(await pools[0].answer([echo(1)], never)).toEqual([echo(1)]);
  });
});
