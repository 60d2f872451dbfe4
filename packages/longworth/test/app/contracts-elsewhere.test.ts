/** Commands and options for orders, with contracts: they say so, and no other reason. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import { emptyFolder } from "../support/effects.js";

const folder = emptyFolder();
const workspace = path.join(folder, "workspace");
const attributes = path.join(folder, "attributes.csv");

const file = path.join(folder, "subscriptions.csv");

beforeAll(async () => {
  const rows = Array.from({ length: 40 }, (_, i) => {
    const end = i % 3 === 0 ? `2024-0${1 + (i % 9)}-15` : "";
    return `S${i},c${i},2023-0${1 + (i % 9)}-10,${end},month,20`;
  });
  writeFileSync(file, `subscription_id,customer_id,start_date,end_date,billing_period,price\n${rows.join("\n")}\n`);
  writeFileSync(attributes, `customer_id,country\n${rows.map((_, i) => `c${i},${"AB"[i % 2]}`).join("\n")}\n`);
  const argv = ["run", file, "--currency", "EUR", "--as-of", "2024-12-31", "--workspace", workspace, "--quiet"];
  expect((await runCli(argv)).exitCode).toBe(0);
});

test("drivers of a run of contracts: its customers do not leave in silence", async () => {
  const argv = ["drivers", "--attributes", attributes, "--workspace", workspace, "--quiet"];
  const { exitCode, stderr } = await runCli(argv);
  expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/Run \S+ is of contracts/u)]);
  expect(stderr).toContain("its customers do not leave in silence");
});

test.each([
  ["--model", "bg-nbd"],
  ["--quantiles", "0.1,0.9"],
])("%s is refused: it was ignored", async (option, value) => {
  const argv = ["run", file, "--currency", "EUR", "--as-of", "2024-12-31", "--workspace", workspace, "--quiet"];
  const { exitCode, stderr } = await runCli([...argv, option, value]);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`${option} is for files of orders`)]);
});
