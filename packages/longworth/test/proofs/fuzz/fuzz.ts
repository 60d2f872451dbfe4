/** Odd inputs for every reader until the time is over. An input that takes too long, or crashes, stays in a file. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { random } from "@longworth/models";
import { TARGETS, type Target } from "./targets.js";

export const LIMIT_MS = 10_000; // of CPU; an input beyond it is a hang
const WALL_MS = 120_000; // an input that waits so long will never return, however busy the machine
const SHARE: Readonly<Record<string, number>> = { "the scanner of records": 10, "the configuration": 10 }; // cheap: so many per turn

export type Fuzzed = Readonly<{ target: string; inputs: number; slowest: number; slowestSeed: number }>;

/** A thread that ends the process when an input never returns; the input is in `file` then. */
function watchdog(file: string): Readonly<{ alive(): void; stop(): Promise<number> }> {
  const beats = new SharedArrayBuffer(4);
  const code = `
    const { workerData: { beats, file, limit } } = require("node:worker_threads");
    const count = new Int32Array(beats);
    let last = -1, since = Date.now();
    setInterval(() => {
      if (count[0] !== last) { last = count[0]; since = Date.now(); return; }
      if (Date.now() - since < limit) return;
      require("node:fs").writeSync(2, "an input did not return within " + limit + " ms: " + file + "\\n");
      process.kill(process.pid, "SIGKILL");
    }, 500);`;
  const worker = new Worker(code, { eval: true, workerData: { beats, file, limit: WALL_MS } });
  const count = new Int32Array(beats);
  return { alive: () => void Atomics.add(count, 0, 1), stop: () => worker.terminate() };
}

/** @param ms for all targets together @throws at the first crash or hang, with the seed and the file of the input */
export async function fuzz(ms: number, from: number): Promise<readonly Fuzzed[]> {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "longworth-fuzz-")), "input");
  const dog = watchdog(file);
  const found = TARGETS.map((target) => ({ target, facts: { inputs: 0, slowest: 0, slowestSeed: 0 } }));
  const turns = found.flatMap((one) => Array.from({ length: SHARE[one.target.name] ?? 1 }, (_, i) => ({ ...one, i })));
  const end = performance.now() + ms;
  try {
    for (let seed = from; performance.now() < end; seed++) {
      for (const { target, i, facts } of turns) {
        dog.alive();
        const own = seed * 1000 + i;
        const took = await once(target, own, file);
        facts.inputs++;
        if (took > facts.slowest) Object.assign(facts, { slowest: took, slowestSeed: own });
      }
    }
  } finally {
    await dog.stop();
  }
  return found.map(({ target, facts }) => ({ target: target.name, ...facts }));
}

/** @returns milliseconds of CPU */
export async function once(target: Target, seed: number, file: string): Promise<number> {
  const { bytes, read } = target.make(random.seeded(seed));
  writeFileSync(file, bytes);
  const start = process.cpuUsage();
  try {
    await read();
  } catch (thrown) {
    throw new Error(`${target.name}, seed ${seed}, input in ${file}: ${String(thrown)}`, { cause: thrown });
  }
  const { user, system } = process.cpuUsage(start);
  const took = (user + system) / 1000;
  if (took > LIMIT_MS) throw new Error(`${target.name}, seed ${seed}, input in ${file}: ${Math.round(took)} ms`);
  return took;
}
