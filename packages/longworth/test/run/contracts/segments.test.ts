/** Curves and models by another column than the plan: a channel that is left three times as often. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { random as draws } from "@longworth/models";
import { expect, test } from "vitest";
import { z } from "zod";
import { Manifest } from "../../../src/workspace/manifest.js";
import { runCli } from "../../support/cli.js";
import { laterMonth } from "../../support/contract-base.js";
import { emptyFolder } from "../../support/effects.js";

/** Monthly contracts of one plan, from 2023 on; those of "ads" churn by 15 % a month, of "organic" by 5 %. */
function lines(contracts: number): readonly string[] {
  const random = draws.seeded(4);
  return Array.from({ length: contracts }, (_, i) => {
    const channel = i % 2 === 0 ? "ads" : "organic";
    const start = laterMonth("2023-01-10", Math.floor(random() * 30));
    const theta = draws.beta(random, 1, channel === "ads" ? 17 / 3 : 19);
    const end = laterMonth(start, 1 + Math.floor(Math.log(random()) / Math.log1p(-theta)));
    return `C${i},${start},${end <= "2025-12-31" ? end : ""},month,10.00,Basic,${channel}`;
  });
}

test("--map plan=channel: two curves, models of their own, and a finding that names the channel", async () => {
  const root = emptyFolder();
  const file = path.join(root, "contracts.csv");
  await fs.writeFile(file, `customer_id,start_date,end_date,period,price,plan,channel\n${lines(2400).join("\n")}\n`);
  const work = ["--workspace", path.join(root, "w"), "--currency", "EUR", "--as-of", "2025-12-31", "--json", "--quiet"];
  const { stdout } = await runCli(["run", file, "--map", "plan=channel", ...work]);
  const folder = z.object({ path: z.string() }).parse(JSON.parse(stdout)).path;
  const { contracts, findings } = Manifest.parse(JSON.parse(await fs.readFile(path.join(folder, "run.json"), "utf8")));
  const [all, ...own] = contracts?.retention ?? [];
  expect([all?.plan, all?.served]).toEqual([null, false]); // channels forecast better apart
  expect(own.map(({ plan }) => plan)).toEqual(["ads", "organic"]);
  const [ads, organic] = own.map(({ survival }) => survival?.expected ?? NaN);
  expect(ads).toBeCloseTo(survivalOf(17 / 3), 1);
  expect(organic).toBeCloseTo(survivalOf(19), 1);
  const [traits] = contracts?.traits ?? [];
  expect(own.every(({ served }) => served !== traits?.served)).toBe(true); // with curves of their own, or of one fit
  expect(findings.find(({ id }) => id === "plan-leaves-faster")?.text).toContain("ads");
}, 60_000);

/** Share left after twelve renewals, of Beta(1, beta): beta / (beta + 12). */
const survivalOf = (beta: number): number => beta / (beta + 12);
