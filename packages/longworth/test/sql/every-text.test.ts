/**
 * Every SQL text is in a golden file, and thereby checked and run by a real cluster (test/trino/texts.trino.ts): what a
 * template says between its holes is looked for in the golden files of that engine. A new text fails until it has one.
 */
import { parseSync } from "@swc/core";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const SRC = path.join(import.meta.dirname, "../../src");
const GOLDEN = path.join(import.meta.dirname, "../golden");
const SHORTEST = 8; // letters of a part that is looked for: shorter ones are everywhere

/** Rooms whose texts all have a golden file, and files of other rooms that make texts and run none. */
const ROOMS = ["sql", "report", "findings"];
const FILES = ["intake/contracts/fates.ts", "intake/contracts/spans.ts", "intake/contracts/typed.ts", "run/contracts/totals.ts"]; // prettier-ignore

/** Where a text stands that has no golden file of a cluster, and why. */
const OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  "sql/cluster-tables.ts": [""], // statements about schemas and tables: every run of test/trino/run.trino.ts
  "sql/dialect.ts": ["EXPLAIN (TYPE VALIDATE)"], // every text of test/trino/texts.trino.ts
  "sql/export-columns.ts": ["read_parquet(", "DESCRIBE SELECT", "FORMAT csv"], // files are the embedded engine's
  "report/data.ts": ["read_parquet("],
  "report/contracts/data.ts": ["read_parquet("],
  "findings/low-satisfaction.ts": ["satisfaction_mood = 'low'"], // of runs with --surveys, which are refused there
  "findings/judge.ts": ["DROP TABLE IF EXISTS", "CREATE TABLE"], // every run
};

const plain = (text: string): string => text.replaceAll(/\s+/g, " ").trim();
const sources = (folder: string): readonly string[] =>
  readdirSync(path.join(SRC, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => path.join(folder, name));

/** The parts of every template of a file, each template a list. */
function templatesOf(file: string): readonly (readonly string[])[] {
  const found: string[][] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if (isSql(node)) found.push(node.template.quasis.map(({ cooked }) => plain(cooked ?? "")));
    Object.values(node).forEach(visit);
  };
  visit(parseSync(readFileSync(path.join(SRC, file), "utf8"), { syntax: "typescript" }).body);
  return found;
}

type Tagged = Readonly<{ template: Readonly<{ quasis: readonly Readonly<{ cooked?: string | null }>[] }> }>;
const isSql = (node: object): node is Tagged =>
  "type" in node &&
  node.type === "TaggedTemplateExpression" &&
  "tag" in node &&
  typeof node.tag === "object" &&
  node.tag !== null &&
  "value" in node.tag &&
  node.tag.value === "sql";

const goldenOf = (engine: string): string =>
  plain(
    readdirSync(GOLDEN)
      .filter((name) => name.endsWith(`.${engine}.sql`))
      .map((name) => readFileSync(path.join(GOLDEN, name), "utf8"))
      .join("\n"),
  );
const THERE = goldenOf("trino");
const EITHER = `${THERE} ${goldenOf("duckdb")}`; // each engine has its own half of the dialects

test.each([...ROOMS.flatMap(sources), ...FILES])("%s", (file) => {
  const golden = file === "sql/dialect.ts" ? EITHER : THERE;
  const missing = templatesOf(file)
    .flat()
    .filter((part) => part.length >= SHORTEST && !golden.includes(part))
    .filter((part) => !(OTHERWISE[file] ?? []).some((known) => part.includes(known)));
  expect(missing).toEqual([]);
});

test("a text without a golden file is seen", () => {
  expect(templatesOf("sql/one-customer.ts").flat()).toContain("WHERE customer_id =");
  expect(THERE).not.toContain("SELECT something that no file has");
});
