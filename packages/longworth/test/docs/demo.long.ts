/** What the README says of the demo is what the demo prints. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { emptyFolder } from "../support/effects.js";

const ROOT = path.join(import.meta.dirname, "../../../..");
const BIN = path.join(ROOT, "packages/longworth/bin/longworth.js"); // runs what `npm run build` made

test("the year that followed", () => {
  const { status, stdout } = spawnSync(process.execPath, [BIN, "demo", "--quiet"], {
    cwd: emptyFolder(),
    encoding: "utf8",
  });
  expect(status).toBe(0);
  const [told] = /^The year that followed[^]*?(?=\n\n)/m.exec(stdout) ?? [];
  expect(told).toContain("Persons");
  expect(readFileSync(path.join(ROOT, "README.md"), "utf8")).toContain(told);
});
