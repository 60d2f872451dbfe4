/** The report of contracts: what it says, what it may not say, the same bytes whatever the order and threads. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { digestOf } from "../../../src/workspace/durable.js";
import { runCli } from "../../support/cli.js";
import { contractBase, contractsCsv, type Base } from "../../support/contract-base.js";
import { emptyFolder } from "../../support/effects.js";

const TABLES = [
  "contracts.parquet",
  "customers.parquet",
  "retention.parquet",
  "mrr.parquet",
  "renewals.parquet",
  "leaving.parquet",
  "report.html",
];

/** The folder of a run over this text. */
async function runOf(text: string, ...argv: string[]): Promise<string> {
  const root = emptyFolder();
  const file = path.join(root, "secret-name.csv");
  await fs.writeFile(file, text);
  const { stdout } = await runCli(["run", file, "--workspace", path.join(root, "w"), "--json", "--quiet", ...argv]);
  return z.object({ path: z.string() }).parse(JSON.parse(stdout)).path;
}

const digests = async (folder: string): Promise<readonly string[]> => {
  const all: string[] = [];
  for (const name of TABLES) all.push((await digestOf(path.join(folder, name), fs)).sha256);
  return all;
};

const csv = (base: Partial<Base> = {}): string =>
  contractsCsv(contractBase({ contracts: 600, seed: 11, beta: 5, ...base }));

test("the same contracts give the same bytes in any order, on one thread and on four", async () => {
  const [head = "", ...lines] = csv().trim().split("\n");
  const shuffled = lines
    .map((line, i) => [(i * 7919) % 601, line] as const)
    .toSorted((a, b) => a[0] - b[0])
    .map(([, line]) => line);
  const one = await digests(await runOf(csv(), "--threads", "1"));
  const four = await digests(await runOf([head, ...shuffled, ""].join("\n"), "--threads", "4"));
  expect(four).toEqual(one);
}, 60_000);

test("every chart has a label and its table, and no file, clock or run is named", async () => {
  const folder = await runOf(csv(), "--currency", "EUR");
  const html = await fs.readFile(path.join(folder, "report.html"), "utf8");
  const charts = [...html.matchAll(/<svg[^>]*aria-label="([^"]+)"/gu)].map(([, label]) => label);
  expect(charts.length).toBeGreaterThanOrEqual(6);
  expect((html.match(/<details id="[^"]+-numbers"/gu) ?? []).length).toBe(charts.length / 2 + 1); // wide and narrow of each; the triangle
  expect(html).not.toContain("secret-name");
  expect(html).not.toContain(path.basename(folder));
  expect(html).not.toMatch(/NaN|undefined|Infinity|\[object/u);
}, 60_000);

test("without prices it speaks of contracts, not of money", async () => {
  const text = csv()
    .split("\n")
    .map((line) =>
      line
        .split(",")
        .filter((_, i) => i !== 5)
        .join(","),
    )
    .join("\n");
  const folder = await runOf(text);
  const html = await fs.readFile(path.join(folder, "report.html"), "utf8");
  expect(html).toContain("The file has no prices");
  expect(html).toMatch(/will pay about <b>[\d,]+ payments<\/b>/u);
  expect(html).not.toMatch(/NaN|undefined|Infinity|[€$]/u);
}, 60_000);

test("masked, it names neither contract nor customer", async () => {
  const html = await fs.readFile(path.join(await runOf(csv(), "--mask-ids"), "report.html"), "utf8");
  expect(html).not.toMatch(/>[SC]\d+</u);
}, 60_000);
