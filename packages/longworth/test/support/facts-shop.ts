/** A shop with two files about its customers: one that tells who stays, one that says nothing. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import type { AttributeFacts } from "../../src/workspace/manifest.js";
import { runCli } from "./cli.js";
import { emptyFolder } from "./effects.js";
import { planOf, shopFile } from "./shop-file.js";

const folder = emptyFolder();
export const at = (name: string): string => path.join(folder, name);
const workspace = at("longworth");
export const CUSTOMERS = 900;
const orders = shopFile({ customers: CUSTOMERS, days: 600, seed: 5, hasPlans: true });
export const ids = Array.from({ length: CUSTOMERS }, (_, c) => c);
const spread = (c: number): number => (c * 7919) % 101; // says nothing of anybody

const rows = orders.trim().split("\n").slice(1).map((line) => line.split(",")); // prettier-ignore
const countOf = (id: string): number => rows.filter(([own]) => own === id).length;
export const lastOf = (id: string): string => rows.filter(([own]) => own === id).at(-1)?.[1] ?? "";

const PLANS = ["customer_id,Plan,Ticket,Lifetime orders,Region", ...ids.map((c) => `c${c},${planOf(c)},T-${90_000 + 37 * c},${countOf(`c${c}`)},north`), "stranger,gold,T-1,1,north"]; // prettier-ignore
const NOISE = ["customer_id,Lottery", ...ids.map((c) => `c${c},${spread(c)}`)];

export const longworth = ([command = "", ...argv]: readonly string[]) =>
  runCli([command, "--workspace", workspace, ...argv, "--quiet", "--json"]); // of two workspaces the last counts

export async function attributesOf(...argv: readonly string[]) {
  const { stdout, exitCode } = await longworth(["run", at("orders.csv"), "--horizon", "90d", ...argv]);
  expect(exitCode, stdout).toBe(0);
  const { path: run } = JSON.parse(stdout) as Readonly<{ path: string }>; // cast: see RunResult
  const manifest = JSON.parse(await fs.readFile(path.join(run, "run.json"), "utf8"));
  return { run, attributes: manifest.attributes as readonly AttributeFacts[], manifest }; // cast: see Manifest
}

export async function writeShop(): Promise<void> {
  await fs.writeFile(at("orders.csv"), orders);
  await fs.writeFile(at("plans.csv"), `${PLANS.join("\n")}\n`);
  await fs.writeFile(at("noise.csv"), `${NOISE.join("\n")}\n`);
}
