/** Is a run still what was published? */
import path from "node:path";
import type { Files } from "../domain.js";
import { UserError } from "../errors.js";
import { digestOf, unless } from "./durable.js";
import type { Artefact } from "./manifest.js";
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
    if (!(await isAsPublished(folder, artefact, files))) damaged.push(artefact.name);
    seen(done + 1, manifest.artefacts.length);
  }
  const published = new Set(manifest.artefacts.map((artefact) => artefact.name));
  const strangers = (await files.readdir(folder)).filter((name) => !published.has(name) && !MANIFEST.has(name));
  return [...damaged, ...strangers.sort()];
}

/** Nothing is read from a file that is not as it was published. @throws artefact_damaged with the names of those that are not */
export async function expectAsPublished(
  { run, folder, manifest }: OpenedRun,
  names: readonly string[],
  files: Files,
): Promise<void> {
  const damaged: string[] = [];
  for (const artefact of manifest.artefacts)
    if (names.includes(artefact.name) && !(await isAsPublished(folder, artefact, files))) damaged.push(artefact.name);
  if (damaged.length > 0) throw new UserError("artefact_damaged", { names: damaged.join(", "), run });
}

async function isAsPublished(folder: string, { name, bytes, sha256 }: Artefact, files: Files): Promise<boolean> {
  const found = await digestOf(path.join(folder, name), files).catch(unless("ENOENT", "EISDIR", "EIO"));
  return found?.sha256 === sha256 && found.bytes === bytes;
}
