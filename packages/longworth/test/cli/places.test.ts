/** Places that cannot be written to or read, from the command line: told as the user's, with nothing left beside them. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import { emptyFolder } from "../support/effects.js";

const SHOP = path.join(import.meta.dirname, "..", "..", "..", "..", "examples", "orders.csv");
const folder = emptyFolder();
const workspace = path.join(folder, "workspace");
const at = (name: string): string => path.join(folder, name);
const table = ["drivers", at("table.csv"), "--duration", "tenure", "--event", "churn=Yes"];

beforeAll(async () => {
  mkdirSync(at("a-folder"));
  writeFileSync(at("a-file"), "");
  const rows = Array.from({ length: 60 }, (_, i) => `${i},${1 + (i % 9)},${i % 3 === 0 ? "Yes" : "No"},${"AB"[i % 2]}`);
  writeFileSync(at("table.csv"), `id,tenure,churn,plan\n${rows.join("\n")}\n`);
  const { exitCode } = await runCli(["run", SHOP, "--effort", "quick", "--backtest", "off", "--workspace", workspace]);
  expect(exitCode).toBe(0);
}, 60_000);

test.each([
  [["export", "--workspace", workspace, "--out"], "a-folder", "is a folder"],
  [["export", "--workspace", workspace, "--out"], "nowhere/x.csv", "there is no folder"],
  [["export", "--workspace", workspace, "--out"], "a-file/x.csv", "there is no folder"],
  [["report", "--workspace", workspace, "--out"], "a-folder", "is a folder"],
  [["report", "--workspace", workspace, "--out"], "nowhere/x.html", "there is no folder"],
  [["inspect", SHOP, "--write-config"], "a-folder", "is a folder"],
  [["inspect", SHOP, "--write-config"], "a-file/x.yaml", "there is no folder"],
  [[...table, "--out"], "a-file", "cannot be a folder"],
  [[...table, "--out"], "a-file/x", "cannot be a folder"],
  [["run", SHOP, "--workspace"], "a-file", "cannot be a folder"],
  [["demo", "--customers", "100", "--workspace"], "a-file/x", "cannot be a folder"],
])("%j %s is refused", async (argv, place, message) => {
  const before = readdirSync(folder);
  const { exitCode, stderr } = await runCli([...argv, at(place), "--quiet"]);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
  expect(readdirSync(folder)).toEqual(before);
});

test.each([
  ["a-folder", "is a folder"],
  ["a-file/x.yaml", "does not exist"],
  ["nowhere.yaml", "does not exist"],
])("--config %s is refused", async (place, message) => {
  const { exitCode, stderr } = await runCli(["runs", "--config", at(place)]);
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining(`${at(place)} ${message}`)]);
});
