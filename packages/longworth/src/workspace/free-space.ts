/** Is there room for what a run will write? Asked before it starts, so that the answer is a sentence and not a crash. */
import type { Files } from "../domain.js";
import { UserError } from "../errors.js";

const SPARE = 2; // an estimate is off by a factor more often than not

/** @param bytes the estimate of what will be written into `folder`. @throws disk_full when less than twice that is free */
export async function checkFreeSpace(folder: string, bytes: number, files: Files): Promise<void> {
  const { bavail, bsize } = await files.statfs(folder);
  const free = bavail * bsize;
  if (free < SPARE * bytes) throw new UserError("disk_full", { path: folder, needed: SPARE * bytes, free });
}
