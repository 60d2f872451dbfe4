/** The real effects: files, clock, engine, threads. */
import * as fs from "node:fs/promises";
import type { Effects, Machine, Progress } from "../run/effects.js";
import { openWorkers } from "../run/workers.js";
import { authorization } from "../engines/trino-address.js";
import { trinoSecret } from "./trino-secret.js";

/** What the effects of a command are made from. */
type Parts = Readonly<{
  threads: number;
  workerScript: URL; // run/worker.js as built: Node 20 starts no thread from TypeScript
  signal: AbortSignal;
  progress: (event: Progress) => void;
  machine: Machine;
  stdin?: (() => AsyncIterable<Uint8Array>) | undefined;
}>;

/** One set of effects. Close its workers when the command ends. */
export function realEffects({ threads, workerScript, signal, progress, machine, stdin }: Parts): Effects {
  const openEngine: Effects["openEngine"] = async (options) => {
    const { openDuckDb } = await import("../engines/duckdb.js"); // 70 MB of library: loaded when it is needed
    return openDuckDb({ ...options, signal });
  };
  return {
    openEngine,
    async openCluster({ cluster: { address, catalog, schema }, ...options }) {
      const { openTrino } = await import("../engines/trino.js");
      const secret = await trinoSecret(address, { env: process.env, files: fs });
      const proof = authorization(address.user, secret);
      return openTrino({ ...address, catalog, schema, authorization: proof, signal }, await openEngine(options));
    },
    files: fs,
    machine,
    clock: () => new Date(),
    signal,
    progress,
    stdin,
    workers: openWorkers(threads, workerScript),
  };
}
