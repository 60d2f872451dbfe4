/** All that a run may touch. Built once, in cli/main.ts or the server; a test passes its own. */
import type * as fs from "node:fs/promises";
import type { Engine, EngineOptions } from "../engines/engine.js";
import type { Workers } from "./workers.js";

/** The file calls we make, so that a test can fail or kill any of them. */
export type Files = Pick<
  typeof fs,
  "readFile" | "writeFile" | "open" | "rename" | "mkdir" | "readdir" | "rm" | "stat" | "lstat" | "unlink" | "realpath"
>;

/** One step of work, told to whoever watches. `done` of `of` units; equal when the step has ended. */
export type Progress = Readonly<{ step: string; done: number; of: number }>;

export interface Effects {
  openEngine(options: Omit<EngineOptions, "signal">): Promise<Engine>;
  readonly files: Files;
  clock(): Date;
  /** Ctrl-C, a cancelled request, a test: reaches the engine and the workers. */
  readonly signal: AbortSignal;
  progress(event: Progress): void;
  readonly workers: Workers;
}
