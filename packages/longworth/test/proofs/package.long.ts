/** What is published to the registry works in an empty folder without the tools of development. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { emptyFolder } from "../support/effects.js";
import { shopExport } from "./shops.js";

const ROOT = path.join(import.meta.dirname, "../../../..");
const NPM = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];

const folder = emptyFolder();
const call = (command: string, ...argv: readonly string[]): string =>
  execFileSync(command, argv, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();

beforeAll(() => {
  const tarballs = emptyFolder();
  const workspaces = ["-w", "packages/models", "-w", "packages/longworth"];
  execFileSync("npm", ["pack", ...workspaces, "--pack-destination", tarballs, ...NPM], { cwd: ROOT, stdio: "pipe" });
  const packed = readdirSync(tarballs).map((name) => path.join(tarballs, name));
  expect(packed).toHaveLength(2);
  writeFileSync(path.join(folder, "package.json"), '{ "name": "empty", "private": true, "type": "module" }\n');
  call("npm", "install", "--omit=dev", ...NPM, ...packed);
}, 180_000);

test("both packages are installed as packed, without tests, sources or tools of development", () => {
  const installed = (name: string): readonly string[] => readdirSync(path.join(folder, "node_modules", name)).sort();
  expect(installed("longworth")).toEqual(["LICENSE", "README.md", "bin", "build", "package.json"]);
  expect(installed("@longworth/models")).toEqual(["LICENSE", "README.md", "dist", "package.json"]);
  for (const tool of ["typescript", "vitest", "oxlint"])
    expect(existsSync(path.join(folder, "node_modules", tool)), tool).toBe(false);
});

test("the command says its version and takes an orders file to a verified run", () => {
  expect(call("npx", "--no-install", "longworth", "--version")).toMatch(/^\d+\.\d+\.\d+/);
  writeFileSync(path.join(folder, "orders.csv"), shopExport(60));
  const told = call("npx", "--no-install", "longworth", "run", "orders.csv", "--json", "--quiet");
  expect(JSON.parse(told)).toMatchObject({ customers: 60, served: { name: "pool" } });
  expect(JSON.parse(call("npx", "--no-install", "longworth", "verify", "--json"))).toMatchObject({ artefacts: 15 });
});

test("the models are a library of their own that gives the published figure", () => {
  const code = `import { paretoNbd } from "@longworth/models";
    const zero = Float64Array.of(0);
    const cells = { timeUnit: "week", frequency: zero, recency: zero, T: Float64Array.of(39), weight: Float64Array.of(1) };
    console.log(paretoNbd.pAlive({ r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }, cells)[0]);`;
  expect(Number(call(process.execPath, "--input-type=module", "--eval", code))).toBeCloseTo(0.294467031, 9); // BTYD's tests
});
