/** What killed runs left: temporary names. Call them orphans while holding the lock, when nobody else can be writing one. */
import path from "node:path";
import type { Files } from "../domain.js";
import { unless } from "./durable.js";
import { TEMPORARY, currentFile, lockFile, runsFolder } from "./layout.js";

/** Drafts, spill folders, transcoded inputs and half-made pointers; none where there is no workspace. */
export async function temporaryNames(workspace: string, files: Files): Promise<readonly string[]> {
  const inside = async (folder: string): Promise<string[]> =>
    (await files.readdir(folder).catch(unless("ENOENT", "ENOTDIR"))) ?? [];
  const runs = (await inside(runsFolder(workspace))).filter((name) => name.startsWith(TEMPORARY));
  const halves = [currentFile(workspace), lockFile(workspace)].map((file) => `${path.basename(file)}${TEMPORARY}`);
  const pointers = (await inside(workspace)).filter((name) => halves.some((half) => name.startsWith(half)));
  return [
    ...runs.map((name) => path.join(runsFolder(workspace), name)),
    ...pointers.map((name) => path.join(workspace, name)),
  ];
}

/** Removes them. @returns the names that were removed */
export async function removeOrphans(workspace: string, files: Files): Promise<readonly string[]> {
  const orphans = await temporaryNames(workspace, files);
  for (const orphan of orphans) await files.rm(orphan, { recursive: true, force: true });
  return orphans;
}
