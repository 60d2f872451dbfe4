/** Is a run as it was published? */
import { UserError } from "../errors.js";
import type { Effects } from "../run/effects.js";
import { openRun } from "../workspace/runs.js";
import { damagedTable } from "./cluster.js";
import { damagedFiles } from "../workspace/verify-run.js";

export type VerifyRequest = Readonly<{ workspace: string; run?: string | undefined }>;
export type VerifyResult = Readonly<{ run: string; artefacts: number; bytes: number }>;

/** Every artefact of a run against its manifest, its table in a cluster included. @throws artefact_damaged with the names, run_not_found */
export async function verify(request: VerifyRequest, effects: Effects): Promise<VerifyResult> {
  const { files, signal } = effects;
  const opened = await openRun(request.workspace, request.run, files);
  const { artefacts } = opened.manifest;
  const damaged = [
    ...(await damagedFiles(opened, files, (done, of) => {
      signal.throwIfAborted();
      effects.progress({ step: "verify", done, of });
    })),
  ];
  const { cluster } = opened.manifest;
  const table = cluster && (await damagedTable(cluster, request.workspace, effects));
  if (table !== undefined) damaged.push(table);
  if (damaged.length > 0) throw new UserError("artefact_damaged", { names: damaged.join(", "), run: opened.run });
  return {
    run: opened.run,
    artefacts: artefacts.length,
    bytes: artefacts.reduce((sum, artefact) => sum + artefact.bytes, 0),
  };
}
