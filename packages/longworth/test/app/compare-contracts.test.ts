/** `compare` of contracts: models with and without what was known at the start, beside simple rates, on the same renewals. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { ContractCompareResult } from "../../src/app/compare-result.js";
import { runCli } from "../support/cli.js";
import { contractBase, contractsCsv } from "../support/contract-base.js";
import { emptyFolder } from "../support/effects.js";

const folder = emptyFolder();
const file = path.join(folder, "subscriptions.csv");
const BASE = { contracts: 8000, seed: 3, channels: { ads: 2.5, search: 1, friends: 0.6 } };

test("every candidate has its line, the best first; what run serves is marked, and nothing is left behind", async () => {
  await fs.writeFile(file, contractsCsv(contractBase(BASE)));
  const { stdout, exitCode } = await runCli(["compare", file, "--as-of", "2025-12-31", "--json", "--quiet"]);
  expect(exitCode, stdout).toBe(0);
  const { terms, contracts } = ContractCompareResult.parse(JSON.parse(stdout));
  expect(contracts).toBe(BASE.contracts);
  const [term, ...others] = terms;
  expect(others).toEqual([]);
  expect(term).toMatchObject({ term: "1m", windowDays: 335, served: "shifted-beta-geometric+traits" });
  const scores = term!.candidates.map(({ logLikelihood }) => logLikelihood);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  const roles = Object.fromEntries(term!.candidates.map(({ candidate, role }) => [candidate, role]));
  expect(roles).toMatchObject({
    "shifted-beta-geometric+traits": "served",
    "shifted-beta-geometric": "tried",
    "one-churn": "baseline",
  });
  expect(term!.candidates[0]).toMatchObject({ candidate: "shifted-beta-geometric+traits", role: "served" });
  const told = await runCli(["compare", file, "--as-of", "2025-12-31", "--quiet"]);
  expect(told.stdout).toContain("shifted-beta-geometric by channel (served)");
  expect(told.stdout).toContain("Says nothing of who stays: plan.");
  expect(await fs.readdir(folder)).toEqual(["subscriptions.csv"]);
}, 60_000);

test("a base without earlier losses says that there is nothing to forecast from", async () => {
  const young = path.join(emptyFolder(), "young.csv");
  await fs.writeFile(young, contractsCsv(contractBase({ contracts: 300, seed: 1, months: 1 })));
  const { stdout } = await runCli(["compare", young, "--as-of", "2025-12-31", "--quiet"]);
  expect(stdout).toContain("Renewed monthly: no earlier day to forecast from.");
}, 60_000);
