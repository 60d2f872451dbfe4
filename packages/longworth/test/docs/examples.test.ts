/** The examples run as they are, against the package as it is built. */
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const FOLDER = path.join(import.meta.dirname, "../../../../examples");
const told = (name: string): readonly string[] =>
  execFileSync(process.execPath, [path.join(FOLDER, name)], { encoding: "utf8" })
    .trimEnd()
    .split("\n");
const numbersIn = (line: string): readonly number[] => (line.match(/-?\d+\.\d+/g) ?? []).map(Number);

test("every example is run here", () => {
  const scripts = readdirSync(FOLDER).filter((name) => name.endsWith(".mjs"));
  expect(scripts).toEqual(["is-the-customer-still-there.mjs", "value-of-each-customer.mjs"]);
});

test("the value of each customer lies inside its interval, the ten dearest first", () => {
  const [, ...rows] = told("value-of-each-customer.mjs");
  const values = rows.map(numbersIn);
  expect(values).toHaveLength(10);
  for (const [alive, orders, value, p05, p95] of values) {
    expect(alive > 0 && alive < 1 && orders > 0 && p05 < value && value < p95).toBe(true);
  }
  const ranked = values.map((row) => row[2]);
  expect(ranked).toEqual(ranked.toSorted((a, b) => b - a));
});

test("a one-time buyer of long ago is alive for certain to NBD and BG/NBD, to the models that can lose him he is not", () => {
  const lines = told("is-the-customer-still-there.mjs");
  const aliveOnce = lines.filter((line) => line.includes("bought once")).map((line) => numbersIn(line)[0]);
  expect(aliveOnce.slice(0, 2)).toEqual([1, 1]);
  for (const alive of aliveOnce.slice(2)) expect(alive).toBeLessThan(0.15);
  expect(aliveOnce).toHaveLength(4);
});
