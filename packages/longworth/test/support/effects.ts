/** Effects for tests: the real files and engine, a fixed clock, a machine of which the test says who is alive. */
import * as fs from "node:fs/promises";
import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { realEffects } from "../../src/cli/effects.js";
import type { Effects, Machine, Progress } from "../../src/run/effects.js";

/** Threads start from what `npm run build` made. */
export const WORKER_SCRIPT = new URL("../../build/run/worker.js", import.meta.url);

/** A machine on which only these processes live, each with its start time. */
export const machineWith = (pid: number, living: Readonly<Record<number, string>> = { [pid]: "then" }): Machine => ({
  host: "test-host",
  pid,
  user: "ann",
  version: "0.0.0-test",
  processStart: async (asked) => living[asked] ?? null,
});

/** Any part can be replaced; `seen` collects progress. */
export function testEffects(parts: Partial<Effects> & { seen?: Progress[] } = {}): Effects {
  const { seen, ...replaced } = parts;
  const real = realEffects({
    threads: 1,
    workerScript: WORKER_SCRIPT,
    signal: replaced.signal ?? new AbortController().signal,
    progress: (event) => void seen?.push(event),
    machine: machineWith(process.pid),
  });
  return { ...real, files: fs, clock: () => new Date("2026-02-01T04:00:00Z"), ...replaced };
}

/** An empty folder of this test's own. */
export const emptyFolder = (): string => realpathSync(mkdtempSync(path.join(tmpdir(), "longworth-test-")));
