/** `score-past`: what earlier runs of a workspace said, held against what the newest one knows. */
import path from "node:path";
import { UserError } from "../errors.js";
import type { Effects } from "../run/effects.js";
import { scorePast } from "../run/past.js";
import { publishedTable } from "../sql/export-columns.js";
import { en } from "../words/en.js";
import { hasFile, type PastFacts } from "../workspace/manifest.js";
import { openRun } from "../workspace/runs.js";
import { damagedFiles } from "../workspace/verify-run.js";
import type { ScorePastResult } from "./score-past-result.js";
import { sealedRuns } from "./sealed.js";

export type ScorePastRequest = Readonly<{
  workspace: string;
  run?: string | undefined; // whose data are the truth; else the current one
  scratch: string; // an empty folder for the engine
  threads: number;
  memory: string;
}>;

/** @throws run_not_found, artefact_damaged; bad_arguments for a run of contracts or one that kept no days */
export async function scorePastRuns(request: ScorePastRequest, effects: Effects): Promise<ScorePastResult> {
  const { workspace, threads, memory, scratch } = request;
  const { files } = effects;
  const opened = await openRun(workspace, request.run, files);
  const { run, folder, manifest } = opened;
  const { asOf, currency } = manifest;
  if (manifest.contracts !== undefined) throw new UserError("bad_arguments", en.past.ofContracts());
  if (!hasFile(manifest, "days.parquet")) {
    if (manifest.past === undefined)
      throw new UserError("bad_arguments", en.past.nothingKept({ hasReport: hasFile(manifest, "report.html") }));
    return { run, asOf, currency, ...summed(manifest.past), damaged: [] };
  }
  const [broken] = (await damagedFiles(opened, files)).filter((name) => name === "days.parquet");
  if (broken !== undefined) throw new UserError("artefact_damaged", { names: broken, run });
  const hasAmounts = Object.values(manifest.totals).some((total) => total.expected_revenue !== null);
  const { sealed, damaged } = await sealedRuns(workspace, { ...manifest, hasAmounts }, { newest: false, files });
  const days = path.join(await files.realpath(folder), "days.parquet");
  const readable = [days, ...sealed.map(({ customers }) => customers)];
  const engine = await effects.openEngine({ threads, memory, temp: scratch, readable, writable: [scratch] });
  try {
    const scored = await scorePast(engine, publishedTable(days), { sealed, hasAmounts });
    return { run, asOf, currency, ...summed(scored), damaged: [...damaged] };
  } finally {
    engine.close();
  }
}

const summed = (scored: readonly PastFacts[]): Pick<ScorePastResult, "scored" | "held"> => ({
  scored: [...scored],
  held: scored.filter(({ held }) => held).length,
});
