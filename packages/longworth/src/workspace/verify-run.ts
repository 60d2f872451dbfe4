/** Is a run still what was published? */
import path from "node:path";
import type { Files } from "../domain.js";
import { digestOf, unless } from "./durable.js";
import type { OpenedRun } from "./runs.js";

const MANIFEST = new Set(["run.json", "run.sha256"]); // `openRun` has checked these

/** The files that are missing, changed, or were not published with the run; empty when all is well. */
export async function damagedFiles(
  { folder, manifest }: OpenedRun,
  files: Files,
  seen: (done: number, of: number) => void = () => {},
): Promise<readonly string[]> {
  const damaged: string[] = [];
  for (const [done, artefact] of manifest.artefacts.entries()) {
    const found = await digestOf(path.join(folder, artefact.name), files).catch(unless("ENOENT", "EISDIR", "EIO"));
    if (found?.sha256 !== artefact.sha256 || found.bytes !== artefact.bytes) damaged.push(artefact.name);
    seen(done + 1, manifest.artefacts.length);
  }
  const published = new Set(manifest.artefacts.map((artefact) => artefact.name));
  const strangers = (await files.readdir(folder)).filter((name) => !published.has(name) && !MANIFEST.has(name));
  return [...damaged, ...strangers.sort()];
}
