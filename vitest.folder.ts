import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** One folder for all that tests write, gone when they end. @returns what removes it */
export default function folderOfTests(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), "longworth-tests-"));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
