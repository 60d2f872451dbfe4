/** Where things lie in a workspace. Whatever is temporary is in runs/ and starts with TEMPORARY. */
import path from "node:path";

/** `runs/.tmp-20260131T040000Z-1a2b3c4d`: no reader looks at such a name, and the next start removes it. */
export const TEMPORARY = ".tmp-";

const RUN = /^\d{8}T\d{6}Z-[0-9a-f]{8}$/;

/** A name that `runId` makes: anything else never becomes a path. */
export const isRunId = (name: string): boolean => RUN.test(name);

export const runsFolder = (workspace: string): string => path.join(workspace, "runs");
export const runFolder = (workspace: string, run: string): string => path.join(workspace, "runs", run);

/** Where a run writes its artefacts until it is published. */
export const draftFolder = (workspace: string, run: string): string =>
  path.join(workspace, "runs", `${TEMPORARY}${run}`);

/** A folder for what is never published: spilling, transcoded inputs, simulated orders. @param name what it is for, `spill` */
export const scratchFolder = (workspace: string, name: string): string =>
  path.join(workspace, "runs", `${TEMPORARY}${name}`);

export const currentFile = (workspace: string): string => path.join(workspace, "current.json");
export const lockFile = (workspace: string): string => path.join(workspace, "run.lock");
