/** `npm run test:damage`: two thousand damaged exports; what became of them is written to docs/damage.md. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { report } from "./summary.js";
import { damageFiles } from "./trials.js";

const FILES = Number(process.env.FILES ?? 2000);
const SEED = Number(process.env.SEED ?? 1);
const DOCUMENT = path.join(import.meta.dirname, "../../../../../docs/damage.md");

test(`${FILES} damaged exports are read exactly, or what is wrong is named with its place`, async () => {
  const trials = await damageFiles(FILES, SEED, ({ sheet, faults, seed, outcome }) => {
    if (outcome.kind === "silent")
      process.stderr.write(`${sheet}, seed ${seed}, ${faults.join(" and ")}: ${outcome.why}\n`);
  });
  writeFileSync(DOCUMENT, report(trials, SEED));
  expect(trials.filter(({ outcome }) => outcome.kind === "silent")).toEqual([]);
});
