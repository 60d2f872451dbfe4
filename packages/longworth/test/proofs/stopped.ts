/** A run as a process of its own that gets a signal at a chosen moment. */
import { spawn } from "node:child_process";
import path from "node:path";
import { random } from "@longworth/models";
import { emptyFolder } from "../support/effects.js";

const BIN = path.join(import.meta.dirname, "..", "..", "bin", "longworth.js"); // runs what `npm run build` made

/** So many milliseconds after the start, or after stderr has said `said`. */
export type Moment = Readonly<{ ms: number; said?: string }>;

export type Stopped = Readonly<{
  code: number | null;
  signal: string | null;
  stderr: string;
  wasRunning: boolean; // the signal found it alive
  leaving: number; // milliseconds from the signal to the end
  lasted: number; // milliseconds from the start to the end
}>;

/** What stands before the command, `strace …`, and what is in its environment beside ours. */
export type Around = Readonly<{ through?: readonly string[]; env?: Readonly<Record<string, string>> }>;

/** Without a moment the run ends by itself. */
export function stopped(
  argv: readonly string[],
  signal: "SIGKILL" | "SIGINT" | "SIGTERM" | "SIGHUP",
  moment?: Moment,
  { through = [], env = {} }: Around = {},
): Promise<Stopped> {
  const [command = "", ...rest] = [...through, process.execPath, BIN, ...argv];
  const child = spawn(command, rest, {
    cwd: emptyFolder(),
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const start = performance.now();
  let sent: number | null = null;
  let stderr = "";
  let timer: NodeJS.Timeout | undefined;
  const arm = (): void => {
    timer ??= setTimeout(() => {
      if (child.kill(signal)) sent = performance.now();
    }, moment?.ms);
  };
  if (moment && moment.said === undefined) arm();
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
    if (moment?.said !== undefined && stderr.includes(moment.said)) arm();
  });
  return new Promise((resolve) => {
    child.on("close", (code, killedBy) => {
      clearTimeout(timer);
      const end = performance.now();
      const leaving = sent === null ? 0 : end - sent;
      resolve({ code, signal: killedBy, stderr, wasRunning: sent !== null, leaving, lasted: end - start });
    });
  });
}

/** What stderr says when a step has ended, in order. */
export const STEPS = [
  "reading: done",
  "fitting models: done",
  "scoring customers: done",
  "writing tables: done",
] as const;

/** Half of the moments anywhere in the duration, half shortly after a step, the last ones in the middle of publishing. */
export function moments(count: number, seed: number, duration: number): readonly Moment[] {
  const next = random.seeded(seed);
  return Array.from({ length: count }, (_, i) => {
    if (i % 2 === 0) return { ms: Math.floor(next() * duration) };
    const said = i % 4 === 1 ? "drawing the report: done" : STEPS[Math.floor(next() * STEPS.length)];
    return { said, ms: Math.floor(next() * (i % 4 === 1 ? 60 : 150)) };
  });
}
