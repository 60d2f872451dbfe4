/** Places that a user names for what is written: one that cannot be is told as the user's, not as a fault of ours. */
import path from "node:path";
import type { Files } from "../domain.js";
import { UserError } from "../errors.js";
import { en } from "../words/en.js";
import { systemCode, unless } from "./durable.js";

const MISSING = unless("ENOENT", "ENOTDIR");

/** @throws bad_arguments where no file can be made or replaced: it is a folder, or there is no folder to hold it */
export async function expectFileAt(file: string, files: Files): Promise<void> {
  const found = await files.stat(file).catch(MISSING);
  if (found?.isDirectory() === true) throw new UserError("bad_arguments", en.cli.bad.isFolder({ path: file }));
  const folder = path.dirname(file);
  const around = await files.stat(folder).catch(MISSING);
  if (around?.isDirectory() !== true) throw new UserError("bad_arguments", en.cli.bad.noFolder({ path: file, folder }));
}

/** Makes a folder where there is none, with those above it. @throws bad_arguments where a file is in its way */
export async function makeFolder(folder: string, files: Files): Promise<void> {
  try {
    await files.mkdir(folder, { recursive: true });
  } catch (thrown) {
    if (!["EEXIST", "ENOTDIR"].includes(systemCode(thrown) ?? "")) throw thrown;
    throw new UserError("bad_arguments", en.cli.bad.fileInTheWay({ path: folder }), { cause: thrown });
  }
}
