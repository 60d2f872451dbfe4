/** The examples on the models' pages are run, and print what the pages say. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const ROOT = path.join(import.meta.dirname, "../../../..");
const PAGES = path.join(ROOT, "docs/models");
const CWD = path.join(ROOT, "packages/longworth"); // where @longworth/models is what `npm run build` made

/** Marked programs with the output that stands below each. */
const examples = readdirSync(PAGES).flatMap((page) =>
  [
    ...readFileSync(path.join(PAGES, page), "utf8").matchAll(
      /<!-- run -->\s*```js\n([\s\S]*?)```\s*```text\n([\s\S]*?)```/g,
    ),
  ].map(([, code = "", output = ""]) => [page, code, output] as const),
);

test("every mark on a page stands before a program with its output", () => {
  const marks = readdirSync(PAGES).map(
    (page) => readFileSync(path.join(PAGES, page), "utf8").split("<!-- run -->").length - 1,
  );
  expect(examples).toHaveLength(marks.reduce((sum, count) => sum + count, 0));
  expect(examples.length).toBeGreaterThan(9);
});

test.each(examples)("%s", (_, code, output) => {
  const { status, stdout, stderr } = spawnSync("node", ["--input-type=module", "-e", code], {
    cwd: CWD,
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
  expect(stdout).toBe(output);
});
