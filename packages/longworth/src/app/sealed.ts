/** Forecasts of earlier runs that can be held against what happened since: unchanged, in the same money, and over. */
import path from "node:path";
import { elapsedHorizons, type Later, type Sealed } from "../run/past.js";
import type { Effects } from "../run/effects.js";
import { horizonKey } from "../domain.js";
import { digestOf, unless } from "../workspace/durable.js";
import type { Manifest } from "../workspace/manifest.js";
import { isRunId, runFolder, runsFolder } from "../workspace/layout.js";
import { surveyRuns } from "../workspace/runs.js";

/** The paths of the customers of all published runs. */
export async function publishedCustomers(workspace: string, files: Effects["files"]): Promise<readonly string[]> {
  const folder = await files.realpath(runsFolder(workspace));
  return (await files.readdir(folder)).filter(isRunId).map((run) => path.join(folder, run, "customers.parquet"));
}

/** `damaged`: runs whose customers are not as they were published. */
export type SealedRuns = Readonly<{ sealed: readonly Sealed[]; damaged: readonly string[] }>;

const MOST = 24; // forecasts that are looked at

/**
 * Newest first; of runs with the same last day the newest.
 * @param options `newest`: of each horizon only the newest
 */
export async function sealedRuns(
  workspace: string,
  later: Later,
  { newest, files }: Readonly<{ newest: boolean; files: Effects["files"] }>,
): Promise<SealedRuns> {
  const seen = new Set<string>();
  const chosen: Readonly<{ one: Sealed; manifest: Manifest }>[] = [];
  const surveyed = await surveyRuns(workspace, files); // a damaged workspace keeps nobody from a new run
  const runs = surveyed.runs.flatMap(({ opened }) => (opened === null ? [] : [opened])).reverse();
  const byDay = runs.toSorted((a, b) => Date.parse(b.manifest.asOf) - Date.parse(a.manifest.asOf));
  for (const { run, manifest } of byDay) {
    if (manifest.cluster !== undefined) continue;
    for (const horizonDays of elapsedHorizons(manifest, later).toReversed()) {
      const key = newest ? horizonKey(horizonDays) : `${manifest.asOf} ${horizonKey(horizonDays)}`;
      const total = manifest.totals[horizonKey(horizonDays)];
      if (seen.has(key) || total === undefined || chosen.length >= MOST) continue;
      seen.add(key);
      const customers = path.join(runFolder(workspace, run), "customers.parquet");
      chosen.push({ one: { run, asOf: manifest.asOf, horizonDays, customers, total }, manifest });
    }
  }
  return checked(chosen, files);
}

type Chosen = readonly Readonly<{ one: Sealed; manifest: Manifest }>[];

async function checked(chosen: Chosen, files: Effects["files"]): Promise<SealedRuns> {
  const sealed: Sealed[] = [];
  const sound = new Map<string, boolean>();
  for (const { one, manifest } of chosen) {
    if (!sound.has(one.run)) {
      const found = await digestOf(one.customers, files).catch(unless("ENOENT", "EISDIR", "EIO"));
      const published = manifest.artefacts.find(({ name }) => name === "customers.parquet");
      sound.set(one.run, found?.sha256 !== undefined && found.sha256 === published?.sha256);
    }
    if (sound.get(one.run) === true) sealed.push({ ...one, customers: await files.realpath(one.customers) });
  }
  return { sealed, damaged: [...sound].filter(([, isSound]) => !isSound).map(([run]) => run) };
}
