/** `drivers` where customers do not say goodbye: a file of orders, and a run with attributes beside it. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { random } from "@longworth/models";
import { beforeAll, expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import { emptyFolder } from "../support/effects.js";

const DAY = 86_400_000;
const START = Date.parse("2024-01-01");
const folder = emptyFolder();
const orders = path.join(folder, "orders.csv");
const attributes = path.join(folder, "attributes.csv");
const workspace = path.join(folder, "workspace");

/** Who came by the outlet mostly buys once; every customer has a colour that says nothing. */
beforeAll(async () => {
  const next = random.seeded(4);
  const lines: string[] = [];
  const people: string[] = [];
  for (let i = 0; i < 400; i++) {
    const channel = next() < 0.5 ? "outlet" : "shop";
    let day = Math.floor(300 * next());
    people.push(`c${i}@X.com,${channel === "outlet" ? "basic" : "plus"},${next() < 0.5 ? "red" : "blue"}`);
    for (let k = 0; day < 700 && k < 40; k++) {
      lines.push(
        `${new Date(START + day * DAY).toISOString().slice(0, 10)},c${i}@x.com,O${i}-${k},${(10 + 50 * next()).toFixed(2)},${k === 0 ? channel : "web"}`,
      );
      if (next() < (channel === "outlet" ? 0.6 : 0.1)) break;
      day += 1 + Math.floor(random.exponential(next, 1 / 25));
    }
  }
  writeFileSync(orders, ["Date,E-Mail,Order,Amount,Channel", ...lines].join("\n"));
  writeFileSync(attributes, ["E-Mail,Plan,Colour", ...people].join("\n"));
  const { exitCode } = await runCli([
    "run",
    orders,
    "--workspace",
    workspace,
    "--effort",
    "quick",
    "--backtest",
    "off",
    "--quiet",
  ]);
  expect(exitCode).toBe(0);
});

const told = async (...argv: readonly string[]) => {
  const { exitCode, stdout } = await runCli([
    "drivers",
    ...argv,
    "--out",
    path.join(folder, "out"),
    "--json",
    "--quiet",
  ]);
  return { exitCode, result: JSON.parse(stdout) };
};

test("columns of orders are those of the first order; a customer left when nothing came for longer than usual", async () => {
  const { result } = await told(orders);
  expect(result).toMatchObject({ unit: "days", chance: null });
  expect(result.silence % 7).toBe(0);
  expect(result.customers + result.leftOut).toBe(400);
  expect(result.drivers.map(({ name, speaks }: { name: string; speaks: boolean }) => [name, speaks])).toEqual([
    ["Channel", true],
    ["Amount", false],
  ]);
  expect(result.drivers[0].groups.map(({ label }: { label: string }) => label).toSorted()).toEqual(["outlet", "shop"]);
});

test("a run takes the columns of a file beside it, joined by the key as the orders have it", async () => {
  const { result } = await told("--workspace", workspace, "--attributes", attributes);
  expect(result.drivers.map(({ name, speaks }: { name: string; speaks: boolean }) => [name, speaks])).toEqual([
    ["Plan", true],
    ["Colour", false],
  ]);
  const both = await told(orders, "--attributes", attributes, "--by", "plan,channel");
  expect(both.result).toMatchObject({ customers: result.customers, left: result.left, silence: result.silence });
  expect(both.result.drivers).toHaveLength(2);
});

test("a longer silence leaves fewer who left, and fewer of whom anything is known", async () => {
  const [short, long] = [await told(orders, "--silence", "60d"), await told(orders, "--silence", "500d")];
  expect([short.result.silence, long.result.silence]).toEqual([60, 500]);
  expect(long.result.customers).toBeLessThan(short.result.customers);
  expect(long.result.left).toBeLessThan(short.result.left);
});

test("what is missing is said", async () => {
  const error = async (...argv: readonly string[]) => (await told(...argv)).result.error;
  expect(await error("--workspace", workspace)).toMatchObject({ code: "bad_arguments", exitCode: 2 });
  expect(await error("--workspace", workspace, "--attributes", "nowhere.csv")).toMatchObject({
    code: "file_not_found",
  });
  expect(await error(orders, "--by", "colour")).toMatchObject({
    code: "column_missing",
    message: expect.stringContaining('"Channel"'),
  });
  const twice = path.join(folder, "twice.csv");
  writeFileSync(twice, "E-Mail,Plan\nc1@x.com,plus\nC1@x.com,basic\n");
  expect(await error(orders, "--attributes", twice)).toMatchObject({
    code: "file_unreadable",
    place: expect.stringContaining("twice.csv:3"),
  });
  const others = path.join(folder, "others.csv");
  writeFileSync(others, "E-Mail,Plan\nzz@x.com,plus\n");
  expect(await error(orders, "--attributes", others)).toMatchObject({
    code: "column_missing",
    message: expect.stringContaining("others.csv"),
  });
  expect(await error("20260101", "--workspace", workspace, "--attributes", attributes)).toMatchObject({
    code: "run_not_found",
  });
  expect(await error("--duration", "a", "--event", "b=c", "--workspace", workspace)).toMatchObject({
    code: "bad_arguments",
  });
});

test("a silence of a day is told in the singular, and one that nobody outlasts as what it is", async () => {
  const argv = ["drivers", orders, "--out", path.join(folder, "out"), "--quiet"];
  expect((await runCli([...argv, "--silence", "1d"])).stdout).toContain(
    "Whoever has not bought for 1 day is said to have left on the day of the last purchase; the last day tells of nobody.",
  );
  const { exitCode, stderr } = await runCli([...argv, "--silence", "3000d"]);
  expect([exitCode, stderr]).toEqual([4, expect.stringContaining("The last 3,000 days tell of nobody, and 400 customers first bought in them")]); // prettier-ignore
});
