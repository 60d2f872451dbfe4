/** Remove old runs. */
import type { Effects } from "../run/effects.js";
import { withLock } from "../workspace/lock.js";
import { pruneRuns, type Pruned } from "../workspace/prune-runs.js";
import { currentRun, listRuns } from "../workspace/runs.js";
import { sweepClusters } from "./cluster.js";

export type PruneRequest = Readonly<{ workspace: string; keepDays: number }>;
export type PruneResult = Pruned;

/** Removes runs older than `keepDays` and their tables, never the current one; a workspace that is not there is left so. */
export async function prune({ workspace, keepDays }: PruneRequest, effects: Effects): Promise<PruneResult> {
  const { files } = effects;
  if ((await currentRun(workspace, files)) === null) return { removed: [], kept: 0, bytes: 0 };
  return withLock(workspace, effects, async () => {
    const before = await listRuns(workspace, files);
    const pruned = await pruneRuns(workspace, { keepDays, now: effects.clock() }, files);
    const gone = before.filter(({ run }) => pruned.removed.includes(run));
    await sweepClusters(
      gone.flatMap(({ manifest }) => manifest?.cluster ?? []),
      workspace,
      effects,
    );
    return pruned;
  });
}
