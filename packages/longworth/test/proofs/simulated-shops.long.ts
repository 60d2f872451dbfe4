/** The first of the shops of docs/shops.md, forecast a year ahead: the short form of `npm run accuracy:shops`. */
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

const SCRIPT = new URL("../../../../scripts/accuracy-shops.mjs", import.meta.url).pathname;
const SHOPS = 8;

interface Scored {
  readonly customers: number;
  readonly orders: Band;
  readonly value: Band;
  readonly below: Readonly<{ orders: number; value: number }>;
}
type Band = Readonly<{ actual: number; low: number; high: number }>;

const holds = ({ actual, low, high }: Band): boolean => actual >= low && actual <= high;

test("the year to come of eight simulated shops lies in their bands, and their persons in theirs", () => {
  const told = execFileSync(process.execPath, [SCRIPT, `${SHOPS}`], { encoding: "utf8" });
  const lines = told.split("\n").filter((line) => line.startsWith("{"));
  const shops = lines.map((line): Scored => JSON.parse(line)); // a script of this repository prints it
  expect(shops).toHaveLength(SHOPS);
  const customers = shops.reduce((sum, one) => sum + one.customers, 0);
  for (const kind of ["orders", "value"] as const) {
    expect(shops.filter((one) => holds(one[kind])).length).toBeGreaterThanOrEqual(0.85 * SHOPS);
    const below = shops.reduce((sum, one) => sum + (one.customers * one.below[kind]) / customers, 0);
    expect(below).toBeGreaterThan(0.93);
    expect(below).toBeLessThan(0.97);
  }
});
