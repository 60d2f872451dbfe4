/** From a finished draft to a run that everybody sees, in two renames. */
import path from "node:path";
import type { Files } from "../domain.js";
import { digestOf, sha256, syncFile, syncFolder, writeDurably } from "./durable.js";
import { currentFile, draftFolder, runFolder, runsFolder, TEMPORARY } from "./layout.js";
import { Manifest, type Artefact } from "./manifest.js";

const PRIVATE = new Set(["rejects.csv"]); // holds the user's records as they were: for the owner's eyes
const OWNER_ONLY = 0o600;

/** A draft folder that is complete: its manifest but for the artefacts, and the rows of those that are tables. */
export type Draft = Readonly<{
  run: string;
  facts: Omit<Manifest, "schema" | "run" | "artefacts">;
  rows: Readonly<Record<string, number>>; // by file name
  signal?: AbortSignal; // stops it as long as nothing can be seen
}>;

/**
 * Make a finished draft visible: everything on disk, then one rename of the folder, then one of current.json.
 * Killed between any two calls, readers see the old run or the new one, whole.
 * @throws the reason of the signal, before anything can be seen
 */
export async function publish(workspace: string, { run, facts, rows, signal }: Draft, files: Files): Promise<Manifest> {
  const draft = draftFolder(workspace, run);
  const artefacts: Artefact[] = [];
  for (const name of (await files.readdir(draft)).sort()) {
    signal?.throwIfAborted();
    const file = path.join(draft, name);
    const synced = syncFile(file, files, PRIVATE.has(name) ? OWNER_ONLY : undefined); // the disk writes while we read
    const [digest] = await Promise.all([digestOf(file, files), synced]);
    artefacts.push({ name, rows: rows[name] ?? null, ...digest });
  }
  const manifest = Manifest.parse({ schema: 1, run, ...facts, artefacts } satisfies Manifest);
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await writeDurably(path.join(draft, "run.json"), text, files);
  await writeDurably(path.join(draft, "run.sha256"), `${sha256(text)}  run.json\n`, files);
  await syncFolder(draft, files);
  signal?.throwIfAborted();
  await files.rename(draft, runFolder(workspace, run));
  await syncFolder(runsFolder(workspace), files);
  await pointTo(workspace, { run, manifestSha256: sha256(text) }, files);
  return manifest;
}

/**
 * Point current.json at a run that is published already: one that was found to be the same as what was asked for, or
 * whose publishing was killed before its last rename. Hold the lock.
 */
export async function makeCurrent(workspace: string, run: string, files: Files): Promise<void> {
  const text = await files.readFile(path.join(runFolder(workspace, run), "run.json"), "utf8");
  await pointTo(workspace, { run, manifestSha256: sha256(text) }, files);
}

/** What current.json says. */
export type Current = Readonly<{ run: string; manifestSha256: string }>;

async function pointTo(workspace: string, current: Current, files: Files): Promise<void> {
  const file = currentFile(workspace);
  const next = `${file}${TEMPORARY}${current.run}`;
  await writeDurably(next, `${JSON.stringify(current)}\n`, files);
  await files.rename(next, file);
  await syncFolder(workspace, files);
}
