/** What was published in a workspace. */
import type { Effects } from "../run/effects.js";
import { horizonKey } from "../domain.js";
import { hasFile } from "../workspace/manifest.js";
import { listRuns } from "../workspace/runs.js";

/** One published run; what is null could not be read, because its manifest is damaged. */
export type RunLine = Readonly<{
  run: string;
  current: boolean;
  damaged: boolean;
  asOf: string | null;
  currency: string | null;
  customers: number | null;
  orders: number | null;
  grade: string | null; // of the headline horizon
  report: boolean | null; // false: made with --report off
  startedAt: string | null;
}>;

export type RunsResult = Readonly<{ workspace: string; runs: readonly RunLine[] }>;

/** All published runs, newest first; none where nothing was published. */
export async function runs({ workspace }: Readonly<{ workspace: string }>, { files }: Effects): Promise<RunsResult> {
  const listed = await listRuns(workspace, files);
  const lines = listed.map(({ run, current, manifest }): RunLine => {
    const headline = manifest === null ? "" : horizonKey(manifest.horizons.at(-1) ?? 0);
    return {
      run,
      current,
      damaged: manifest === null,
      asOf: manifest?.asOf ?? null,
      currency: manifest?.currency ?? null,
      customers: manifest?.customers ?? null,
      orders: manifest?.orders ?? null,
      grade: manifest?.grades[headline]?.letter ?? null,
      report: manifest && hasFile(manifest, "report.html"),
      startedAt: manifest?.execution.startedAt ?? null,
    };
  });
  return { workspace, runs: lines.reverse() };
}
