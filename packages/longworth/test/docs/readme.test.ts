/** What the README and pages of docs/ tell a reader to type is typed. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { emptyFolder } from "../support/effects.js";

const ROOT = path.join(import.meta.dirname, "../../../..");
const BIN = path.join(ROOT, "packages/longworth/bin/longworth.js"); // runs what `npm run build` made

/** The texts of the `sh` blocks that stand below the mark, in order. */
const marked = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/<!-- run -->\s*\n```sh\n([\s\S]*?)```/g)].map(([, block]) => block);

/** A folder as the reader's: the files of examples/ lie in it, and `longworth` (or `npx longworth`) is the command. */
function readersFolder(): string {
  const folder = emptyFolder();
  const examples = path.join(ROOT, "examples");
  for (const name of readdirSync(examples))
    if (name.endsWith(".csv")) copyFileSync(path.join(examples, name), path.join(folder, name));
  mkdirSync(path.join(folder, "node_modules/.bin"), { recursive: true });
  symlinkSync(BIN, path.join(folder, "node_modules/.bin/longworth"));
  return folder;
}

const PAGES = ["README.md", "docs/invoices.md", "docs/nightly.md"];
const textOf = (page: string): string => readFileSync(path.join(ROOT, page), "utf8");

test.each(PAGES)("%s has commands that are run here, and every mark stands before a block", (page) => {
  const blocks = marked(textOf(page));
  expect(blocks.length).toBeGreaterThan(0);
  expect(blocks).toHaveLength(textOf(page).split("<!-- run -->").length - 1);
});

test.each(PAGES)("the commands of %s work one after the other in one folder", (page) => {
  const cwd = readersFolder();
  const env = { ...process.env, PATH: `${path.join(cwd, "node_modules/.bin")}${path.delimiter}${process.env.PATH}` };
  for (const block of marked(textOf(page))) {
    const { status, stdout, stderr } = spawnSync("sh", ["-e", "-c", block], { cwd, env, encoding: "utf8" });
    expect(status, `${block}\n${stdout}\n${stderr}`).toBe(0);
  }
});
