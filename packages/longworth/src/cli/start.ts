/** From a process to `main` and back: streams, signals, exit. */
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { setFlagsFromString } from "node:v8";
import { z } from "zod";
import { UserError } from "../errors.js";
import { en } from "../words/en.js";
import { realEffects } from "./effects.js";
import { controlGroup, machineFacts, machineLimits } from "./limits.js";
import { thisMachine } from "./machine.js";
import { main } from "./main.js";
import { watchMemory } from "./memory-guard.js";
import { progressDisplay } from "./progress.js";
import type { Context } from "./shell.js";

const GRACE_MS = 1500; // after Ctrl-C; publishing is a rename, so leaving in the middle leaves nothing half-done
const INTERRUPTED = 130;

/** Runs the command line of this process and leaves with its exit code. */
export async function start(): Promise<void> {
  compileLess();
  const stop = new AbortController();
  let end = (): void => {};
  const abort = (): void => {
    end();
    process.stderr.write(`${en.cli.stopping}\n`);
    stop.abort();
    setTimeout(() => process.exit(INTERRUPTED), GRACE_MS).unref();
  };
  const group = controlGroup();
  if (group !== null)
    watchMemory(group, () => {
      const error = new UserError("memory_exhausted", { group: group.limit });
      stop.abort(error);
      setTimeout(() => leaveWith(error), GRACE_MS).unref();
    });
  process.once("SIGINT", abort); // then the handler is gone, so a second one kills
  process.once("SIGTERM", abort);
  process.stdout.on("error", leaveWhenNobodyReads);
  process.stderr.on("error", leaveWhenNobodyReads);

  const version = readVersion();
  const context: Context = {
    effects({ threads, progress, quiet }) {
      const write = (text: string): void => void process.stderr.write(text);
      const display = progressDisplay({ mode: progress, words: en, write });
      end = quiet ? end : display.end;
      const show = quiet ? (): void => {} : display.show;
      const workerScript = new URL("../run/worker.js", import.meta.url);
      const machine = thisMachine(version);
      const stdin = (): AsyncIterable<Uint8Array> => process.stdin;
      return realEffects({ threads, workerScript, signal: stop.signal, progress: show, machine, stdin });
    },
    words: en,
    limits: machineLimits(),
    facts: machineFacts,
    stdout: (chunk) => {
      end();
      return written(process.stdout, chunk);
    },
    stderr: (text) => {
      end();
      process.stderr.write(text);
    },
    isTerminal: { stdout: Boolean(process.stdout.isTTY), stderr: Boolean(process.stderr.isTTY) },
    scratch: tmpdir(),
    version,
  };
  const exitCode = await main(process.argv.slice(2), context);
  await written(process.stdout, "");
  process.exit(exitCode);
}

/** The last way out, when what was stopped does not end. */
function leaveWith(error: UserError): never {
  process.stderr.write(`${en.cli.errorLine({ ...en.errors[error.code](error.facts), place: undefined })}\n`);
  process.exit(error.exitCode);
}

/** Resolves when the chunk has been taken, so that a slow reader slows us and nothing is lost at the exit. */
const written = (stream: NodeJS.WriteStream, chunk: string | Uint8Array): Promise<void> =>
  new Promise((resolve) => {
    stream.write(chunk, () => resolve());
  });

/** `longworth … | head`: the reader has what it wanted. */
function leaveWhenNobodyReads(error: Error): void {
  if ("code" in error && error.code === "EPIPE") process.exit(0);
  throw error;
}

function readVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)("../../package.json");
  return z.object({ version: z.string() }).parse(manifest).version;
}

/**
 * Each thread runs hundreds of functions for a tenth of a second. Node 20 compiles them in full, with much of what they
 * call, and again when that was too early: a ninth of a run's work. Newer ones have a cheaper compiler that goes first.
 */
function compileLess(): void {
  if (!process.versions.v8.startsWith("11.")) return;
  setFlagsFromString("--interrupt-budget=270336"); // four times as hot as by default before it is compiled
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=300"); // of 920
}
