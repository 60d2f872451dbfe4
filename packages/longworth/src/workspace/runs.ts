/** Published runs: find, list, open. */
import path from "node:path";
import { z } from "zod";
import type { Files } from "../domain.js";
import { UserError } from "../errors.js";
import { readIfThere, sha256, unless } from "./durable.js";
import { currentFile, isRunId, runFolder, runsFolder } from "./layout.js";
import { Manifest } from "./manifest.js";

const Current = z.object({ run: z.string().refine(isRunId), manifestSha256: z.string() });

/** A published run, its manifest read and checked against its digest. */
export type OpenedRun = Readonly<{ run: string; folder: string; manifest: Manifest }>;

/** A line of `longworth runs`; the manifest is null where it is damaged. */
export type ListedRun = Readonly<{ run: string; current: boolean; manifest: Manifest | null }>;

/**
 * The run of that id (or of the only id that starts so); without id the current one.
 * @throws run_not_found; artefact_damaged when its manifest or current.json is not as published
 */
export async function openRun(workspace: string, run: string | undefined, files: Files): Promise<OpenedRun> {
  const current = await readCurrent(workspace, files);
  const id = run === undefined ? current?.run : await findId(workspace, run, files);
  if (id === undefined) throw new UserError("run_not_found", { workspace, ...(run === undefined ? {} : { run }) });
  const manifest = await readManifest(workspace, id, files);
  if (manifest === null || (id === current?.run && manifest.sha256 !== current.manifestSha256)) {
    throw new UserError("artefact_damaged", { names: "run.json", run: id });
  }
  return { run: id, folder: runFolder(workspace, id), manifest: manifest.manifest };
}

/** The id in current.json, or null where nothing was published. @throws artefact_damaged when it cannot be read */
export async function currentRun(workspace: string, files: Files): Promise<string | null> {
  return (await readCurrent(workspace, files))?.run ?? null;
}

/** All published runs, oldest first; none where there is no workspace. */
export async function listRuns(workspace: string, files: Files): Promise<readonly ListedRun[]> {
  const current = await currentRun(workspace, files);
  const listed: ListedRun[] = [];
  for (const run of await runIds(workspace, files)) {
    const read = await readManifest(workspace, run, files);
    listed.push({ run, current: run === current, manifest: read?.manifest ?? null });
  }
  return listed;
}

/** Every run there is, oldest first, null for what cannot be opened; and whether current.json is as it was written. */
export async function surveyRuns(
  workspace: string,
  files: Files,
): Promise<
  Readonly<{ runs: readonly Readonly<{ run: string; opened: OpenedRun | null }>[]; isCurrentSound: boolean }>
> {
  const runs: { run: string; opened: OpenedRun | null }[] = [];
  const digests = new Map<string, string>();
  for (const run of await runIds(workspace, files)) {
    const read = await readManifest(workspace, run, files);
    runs.push({ run, opened: read && { run, folder: runFolder(workspace, run), manifest: read.manifest } });
    if (read) digests.set(run, read.sha256);
  }
  const text = await readIfThere(currentFile(workspace), files);
  const current = Current.safeParse(parseJson(text ?? ""));
  const isCurrentSound = current.success
    ? digests.get(current.data.run) === current.data.manifestSha256
    : text === null && runs.length === 0;
  return { runs, isCurrentSound };
}

async function findId(workspace: string, wanted: string, files: Files): Promise<string | undefined> {
  const ids = (await runIds(workspace, files)).filter((id) => id.startsWith(wanted));
  return ids.length === 1 ? ids[0] : ids.find((id) => id === wanted);
}

async function runIds(workspace: string, files: Files): Promise<string[]> {
  const names = await files.readdir(runsFolder(workspace)).catch(unless("ENOENT", "ENOTDIR"));
  return (names ?? []).filter(isRunId).sort();
}

async function readCurrent(workspace: string, files: Files): Promise<z.infer<typeof Current> | null> {
  const text = await readIfThere(currentFile(workspace), files);
  if (text === null) return null;
  const parsed = Current.safeParse(parseJson(text));
  const runs = await runIds(workspace, files);
  if (parsed.success && runs.includes(parsed.data.run)) return parsed.data;
  throw new UserError("artefact_damaged", { names: "current.json", run: runs.at(-1) ?? "?" });
}

/** Null unless run.json is there, has the digest beside it and the shape of a manifest. */
async function readManifest(
  workspace: string,
  run: string,
  files: Files,
): Promise<Readonly<{ manifest: Manifest; sha256: string }> | null> {
  const folder = runFolder(workspace, run);
  const text = await readIfThere(path.join(folder, "run.json"), files);
  const beside = await readIfThere(path.join(folder, "run.sha256"), files);
  if (text === null || beside !== `${sha256(text)}  run.json\n`) return null;
  const parsed = Manifest.safeParse(parseJson(text));
  return parsed.success && parsed.data.run === run ? { manifest: parsed.data, sha256: sha256(text) } : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
