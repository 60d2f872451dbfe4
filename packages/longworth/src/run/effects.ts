/** All that a run may touch. Built once, in cli/main.ts or the server; a test passes its own. */
import type { Files, Machine } from "../domain.js";
import type { Cluster, Engine, EngineOptions } from "../engines/engine.js";
import type { TrinoAddress } from "../engines/trino-address.js";
import type { Workers } from "./workers.js";

export type { Files, Machine } from "../domain.js";

/** One step of work, told to whoever watches. `done` of `of` units; equal when the step has ended. */
export type Progress = Readonly<{ step: string; done: number; of: number }>;

/** Where names without a schema are looked up and made. */
export type ClusterTarget = Readonly<{ address: TrinoAddress; catalog: string; schema: string }>;

export interface Effects {
  /** The embedded engine. */
  openEngine(options: Omit<EngineOptions, "signal">): Promise<Engine>;
  /** A cluster's engine, with the embedded one beside it for files. */
  openCluster(options: Omit<EngineOptions, "signal"> & Readonly<{ cluster: ClusterTarget }>): Promise<Cluster>;
  readonly files: Files;
  readonly machine: Machine;
  clock(): Date;
  /** Ctrl-C, a cancelled request, a test: reaches the engine and the workers. */
  readonly signal: AbortSignal;
  progress(event: Progress): void;
  readonly workers: Workers;
  /** What `-` names among the inputs; absent where there is none. */
  readonly stdin?: (() => AsyncIterable<Uint8Array>) | undefined;
}
