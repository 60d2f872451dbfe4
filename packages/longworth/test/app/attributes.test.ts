import * as fs from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { ExplainResult } from "../../src/app/explain-result.js";
import { runCli } from "../support/cli.js";
import { at, attributesOf, CUSTOMERS, longworth, writeShop } from "../support/facts-shop.js";

beforeAll(writeShop);

describe("--attributes", () => {
  let found: Awaited<ReturnType<typeof attributesOf>>;
  beforeAll(async () => {
    found = await attributesOf("--attributes", at("plans.csv"), "--attributes", at("noise.csv"));
  }, 180_000);

  test("a file that helps is used, with what it adds out of sample; one that does not is left out", () => {
    const [plans, noise] = found.attributes;
    expect(plans).toMatchObject({ name: "plans.csv", isDated: false, customers: CUSTOMERS + 1, isUsed: true });
    expect(plans!.crps!.high).toBeLessThan(0);
    expect(plans!.gini!.mean).toBeGreaterThan(0);
    expect(noise).toMatchObject({ name: "noise.csv", isUsed: false });
  });

  test("identifiers, constants and what repeats the orders are refused by name", () => {
    const kinds = Object.fromEntries(found.attributes.flatMap(({ columns }) => columns.map(({ name, kind }) => [name, kind]))); // prettier-ignore
    expect(kinds).toEqual({ Plan: "category", Ticket: "identifier", "Lifetime orders": "repeats_the_orders", Region: "constant", Lottery: "number" }); // prettier-ignore
  });

  test("the report says what each file adds", async () => {
    const report = await fs.readFile(path.join(found.run, "report.html"), "utf8");
    for (const part of ["What else is known of customers", "Plan: categories (3)", "Ticket: an identifier", "Lifetime orders: refused", "1 customer is not in the orders"])
      expect(report).toContain(part); // prettier-ignore
  });

  test("explain names the fact, and its parts still reproduce the figure", async () => {
    const { stdout } = await longworth(["explain", "c5"]);
    const { parts, published, learnt } = ExplainResult.parse(JSON.parse(stdout));
    const revenue = parts!.pool.orders * parts!.learnt.orders * parts!.level * parts!.spend!.perOrder * parts!.spend!.level * parts!.learnt.value; // prettier-ignore
    expect(Math.abs(revenue / published.expected_revenue! - 1)).toBeLessThan(1e-9);
    expect(Math.abs(Math.log(parts!.learnt.orders) - learnt!.orders.total)).toBeLessThan(0.03);
    expect(Object.values(learnt!).some(({ facts }) => facts.some(({ name }) => name === "fact:Plan"))).toBe(true);
  });
});

test.each([
  ["nobody.csv", "customer_id,Plan\nx1,a\nx2,b\n", 3, 'None of the customers in "customer_id" of nobody.csv'],
  ["twice.csv", "customer_id,Plan\nc1,a\nc1,b\n", 3, "A customer has 2 rows in twice.csv"],
  ["plain.csv", "Plan,Colour\na,b\nc,d\n", 3, "plain.csv names no customer"],
])("%s is refused", async (name, text, exitCode, message) => {
  await fs.writeFile(at(name), text);
  const told = await runCli(["run", at("orders.csv"), "--attributes", at(name), "--quiet"]);
  expect([told.exitCode, told.stderr]).toEqual([exitCode, expect.stringContaining(message)]);
});

test.each([
  ["--effort", "quick"],
  ["--model", "nbd"],
  ["--backtest", "off"],
])("%s %s learns nothing, so facts are refused", async (...argv) => {
  const told = await runCli(["run", at("orders.csv"), "--attributes", at("plans.csv"), "--quiet", ...argv]);
  expect([told.exitCode, told.stderr]).toEqual([2, expect.stringContaining("--attributes is for what is learnt")]);
});

test("a file that is not there is named", async () => {
  const told = await runCli(["run", at("orders.csv"), "--attributes", at("missing.csv"), "--quiet"]);
  expect([told.exitCode, told.stderr]).toEqual([3, expect.stringContaining("missing.csv")]);
});
