/** What was found in the input, beside the tables of a run. */
import path from "node:path";
import type { Engine } from "../engines/engine.js";
import type { Effects } from "../run/effects.js";
import type { Problem } from "../workspace/manifest.js";
import { rejectsCsv } from "./rejects.js";

type Found = Readonly<{ problems: readonly Problem[]; rejected: number }>;

/** quality.json, and rejects.csv where a record was rejected. */
export async function writeQuality(
  engine: Engine,
  { problems, rejected }: Found,
  { draft, effects }: Readonly<{ draft: string; effects: Effects }>,
): Promise<void> {
  await effects.files.writeFile(path.join(draft, "quality.json"), `${JSON.stringify(problems, null, 2)}\n`);
  if (rejected > 0)
    await effects.files.writeFile(path.join(draft, "rejects.csv"), await rejectsCsv(engine), { mode: 0o600 });
}
