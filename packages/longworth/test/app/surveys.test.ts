/** Surveys beside orders and contracts, from the files to tables, report, findings; and what is wrong with a file. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { random as draws } from "@longworth/models";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Engine } from "../../src/engines/engine.js";
import { sql } from "../../src/sql/sql.js";
import { contractCustomersSchema } from "../../src/workspace/contract-tables.js";
import { Manifest, Problem } from "../../src/workspace/manifest.js";
import { SatisfactionRow } from "../../src/workspace/satisfaction.js";
import { customersSchema } from "../../src/workspace/tables.js";
import { runCli } from "../support/cli.js";
import { duckDbWith } from "../support/duckdb.js";
import { emptyFolder } from "../support/effects.js";

const root = emptyFolder();
const at = (name: string): string => path.join(root, name);
const day = (n: number): string => new Date(Date.UTC(2024, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
const CUSTOMERS = 300;
const LAST = 720;

/** Every third customer is a detractor and leaves more easily after an answer. */
function shop(): Readonly<{ orders: string; surveys: string }> {
  const random = draws.seeded(11);
  const orders = ["customer_id,order_date,amount,order_id"];
  const surveys = ["customer_id,answered_at,NPS,Delivery (1-7),codes,comment"];
  for (let c = 0; c < CUSTOMERS; c++) {
    const isLow = c % 3 === 0;
    const leaves = (): boolean => random() < (isLow ? 0.55 : 0.15);
    const until = leaves() ? 190 : leaves() ? 430 : LAST;
    for (let n = 0, on = c % 40; on < until; n++, on += 20 + Math.floor(40 * random()))
      orders.push(`c${c},${day(on)},${20 + (c % 7)},o${c}-${n}`);
    const score = isLow ? c % 7 : 7 + (c % 4);
    for (const on of [181 + (c % 9), 420 + (c % 9)])
      if (on < until && random() < 0.8)
        surveys.push(`c${c},${day(on)},${score},${1 + (c % 7)},${isLow ? "price; Delivery" : ""},so`);
  }
  orders.push(`c1,${day(LAST)},20,last`);
  const bad = ["zz,2025-01-01,5,5,,", `c1,,5,5,,`, "c1,2027-01-01,5,5,,", "c2,2025-01-02,11,5,,", "c4,2025-01-02,so,5,,", "c5,2025-01-02,,,,", "c5,2025-01-03,8,5,,", "c5,2025-01-03,9,5,,"]; // prettier-ignore
  return { orders: `${orders.join("\n")}\n`, surveys: `${[...surveys, ...bad].join("\n")}\n` };
}

const longworth = (command: string, ...argv: string[]) =>
  runCli([command, "--workspace", at("work"), "--quiet", ...argv]);
const QUICK = ["--effort", "quick", "--backtest", "off", "--horizon", "90d,180d"];

async function read(folder: string) {
  const parse = async (name: string): Promise<unknown> =>
    JSON.parse(await fs.readFile(path.join(folder, name), "utf8"));
  return {
    manifest: Manifest.parse(await parse("run.json")),
    problems: z.array(Problem).parse(await parse("quality.json")),
    report: await fs.readFile(path.join(folder, "report.html"), "utf8"),
  };
}

describe("run orders.csv --surveys", () => {
  let folder = "";
  let engine: Engine;
  let found: Awaited<ReturnType<typeof read>>;
  beforeAll(async () => {
    const { orders, surveys } = shop();
    await fs.writeFile(at("orders.csv"), orders);
    await fs.writeFile(at("surveys.csv"), surveys);
    const argv = [at("orders.csv"), "--surveys", at("surveys.csv"), "--currency", "EUR", "--json", ...QUICK];
    const { stdout, exitCode } = await longworth("run", ...argv);
    expect(exitCode, stdout).toBe(0);
    folder = z.object({ path: z.string() }).parse(JSON.parse(stdout)).path;
    found = await read(folder);
    engine = await duckDbWith(
      [],
      ["customers", "satisfaction"].map((name) => path.join(folder, `${name}.parquet`)),
    );
  }, 120_000);
  afterAll(() => engine.close());
  const table = (name: string) => sql`SELECT * FROM read_parquet(${path.join(folder, `${name}.parquet`)})`;

  test("its tables keep to their schemas", async () => {
    const shape = { horizons: [90, 180], levels: ["p05", "p50", "p95"], hasAmounts: true, hasSurveys: true };
    const customers = await engine.rows(table("customers"), customersSchema(shape));
    expect(Object.keys(customers[0]!)).toEqual(Object.keys(customersSchema(shape).shape));
    expect(customers.map(({ customer_id }) => customer_id)).toEqual(customers.map(({ customer_id }) => customer_id).toSorted()); // prettier-ignore
    const rows = await engine.rows(table("satisfaction"), SatisfactionRow);
    expect(new Set(rows.map(({ measure }) => measure))).toEqual(
      new Set(["score", "weighted", "mood", "period", "after", "rank_staying", "rank_spending", "odds", "gap", "code"]),
    );
  });

  test("a detractor leaves here: the odds speak, the gap is told with money, the list holds the detractors", async () => {
    const [nps, delivery] = found.manifest.satisfaction!;
    expect([nps!.name, delivery!.name]).toEqual(["NPS", "Delivery (1-7)"]);
    expect(nps!.after).toMatchObject({ status: "ok", days: 180 });
    expect(nps!.after.odds!.low).toBeGreaterThan(1);
    expect(delivery!.after.odds!.low).toBeLessThan(1);
    const finding = found.manifest.findings.find(({ id }) => id === "low-satisfaction");
    expect(finding!.p05).toBeGreaterThan(0);
    const list = await longworth("export", "--segment", "low-satisfaction", "--out", at("low.csv"));
    expect(list.stdout).toContain(`${finding!.customers} rows`);
    const rows = (await fs.readFile(at("low.csv"), "utf8")).trim().split("\n");
    const mood = rows[0]!.split(",").indexOf("satisfaction_mood");
    expect(new Set(rows.slice(1).map((row) => row.split(",")[mood]))).toEqual(new Set(["low"]));
  });

  test("codes are counted, one cell can hold several", () => {
    const [nps] = found.manifest.satisfaction!;
    expect(nps!.codes.map(({ code, answers, low }) => [code, answers === low])).toEqual([["delivery", true], ["price", true]]); // prettier-ignore
    expect(nps!.comments).toBeGreaterThan(200);
  });

  test.each([
    ["survey_unknown_customer", 2, 1],
    ["survey_undated", 2, 4],
    ["survey_after_as_of", 2, 4],
    ["score_outside_scale", 1, 15],
    ["score_unreadable", 1, 15],
    ["survey_repeated", 2, 15],
  ])("%s is set aside, with its place and a hint", (code, records, column) => {
    const problem = found.problems.find((one) => one.code === code);
    expect(problem).toMatchObject({ fate: "set_aside", records });
    expect(problem!.examples[0]!.place).toMatch(new RegExp(`^surveys[.]csv:[0-9]+:${column}$`, "u"));
    expect([problem!.message.length > 0, problem!.hint.length > 0]).toEqual([true, true]);
    expect(found.report.includes(code)).toBe(true);
  });

  test("the report says it, and is rendered anew to the byte", async () => {
    for (const part of ["What customers say, and what they do", "Does a detractor leave?", "Yes, here they go together", "going together is not an effect", "Weighted by how likely"])
      expect(found.report.includes(part), part).toBe(true); // prettier-ignore
    await longworth("report", "--out", at("again.html"));
    expect((await fs.readFile(at("again.html"), "utf8")) === found.report).toBe(true);
  });

  test("the table goes out by name; a run without surveys says that it has none", async () => {
    expect((await longworth("export", "--table", "satisfaction", "--out", at("s.csv"))).exitCode).toBe(0);
    const plain = ["--workspace", at("plain"), "--quiet"];
    await runCli(["run", at("orders.csv"), "--currency", "EUR", ...QUICK, ...plain]);
    const none = await runCli(["export", "--table", "satisfaction", "--out", at("s.csv"), ...plain]);
    expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining("satisfaction")]);
    const low = await runCli(["export", "--segment", "low-satisfaction", "--out", at("s.csv"), ...plain]);
    expect([low.exitCode, low.stderr]).toEqual([2, expect.stringContaining("low-satisfaction")]);
  }, 60_000);
});

test.each([
  ["no-scores.csv", "customer_id,date,mark\nc1,2025-01-01,5\n", "has no column of scores whose scale is known"],
  ["no-scale.csv", "customer_id,date,score\nc1,2025-01-01,5\n", 'Nothing says what "score" of no-scale.csv is a score of'],
  ["no-question.csv", "customer_id,date,question,score\nc1,2025-01-01,mood,5\n", '"question" of no-question.csv names no question'],
  ["no-date.csv", "customer_id,nps\nc1,5\n", "The file of --surveys has no date column"],
  ["nobody.csv", "customer_id,date,nps\nx1,2025-01-01,5\n", "holds customers of the orders"],
  ["other-scale.csv", "customer_id,date,csat\nc1,2025-01-01,9\nc2,2025-01-01,4\n", "1 of 2 answers to \"csat\" are no whole points from 1 to 5, first 9 at other-scale.csv:2:15"],
  ["dates.csv", "customer_id,date,nps\nc1,03/04/2025,9\nc2,05/06/2025,4\n", "--date-format"],
])("%s is refused", async (name, text, message) => {
  await fs.writeFile(at("orders.csv"), shop().orders);
  await fs.writeFile(at(name), text);
  const told = await longworth("run", at("orders.csv"), "--surveys", at(name), "--currency", "EUR", ...QUICK);
  expect([told.exitCode, told.stderr]).toEqual([3, expect.stringContaining(message)]);
}); // prettier-ignore

/** A hundred contracts of a hundred customers: the counts of the published values. */
test("run subscriptions.csv --surveys: published figures of NPS, CSAT and CES through the command line", async () => {
  const ids = Array.from({ length: 100 }, (_, c) => c);
  const contracts = ids.map((c) => `s${c},k${c},${day(c)},${c % 4 === 0 ? day(500 + c) : ""},monthly,20,Basic`);
  await fs.writeFile(at("subs.csv"), `subscription_id,customer_id,start_date,end_date,period,price,plan\n${contracts.join("\n")}\n`); // prettier-ignore
  const ces = [2, 3, 1, 4, 2, 5, 3, 2];
  const said = ids.map((c) => `k${c},${day(480)},${c < 50 ? 9 : c < 80 ? 8 : 3},${c < 50 ? (c < 37 ? 4 : 1) : ""},${ces[c] ?? ""}`); // prettier-ignore
  await fs.writeFile(at("said.csv"), `customer_id,date,nps,csat,ces\n${said.join("\n")}\n`);
  const { stdout, exitCode } = await longworth("run", at("subs.csv"), "--surveys", at("said.csv"), "--currency", "EUR", "--json"); // prettier-ignore
  expect(exitCode, stdout).toBe(0);
  const folder = z.object({ path: z.string() }).parse(JSON.parse(stdout)).path;
  const { manifest, report } = await read(folder);
  const figures = Object.fromEntries(manifest.satisfaction!.map(({ name, figure }) => [name, [figure.value, figure.low, figure.high]])); // prettier-ignore
  const expected = { nps: [30, 14.051130178761607, 44.20129700570441], csat: [0.74, 0.6044684273515117, 0.8412847250644762], ces: [2.75, 1.6784386370367304, 3.8215613629632696] }; // prettier-ignore
  for (const [name, values] of Object.entries(expected))
    values.forEach((value, i) => expect(figures[name]?.[i]).toBeCloseTo(value, 9));
  expect(report.includes("What customers say, and what they do")).toBe(true);
  const engine = await duckDbWith([], [path.join(folder, "customers.parquet")]);
  const schema = contractCustomersSchema({ horizons: [90, 180, 365], hasPrice: true, hasSurveys: true });
  const rows = await engine.rows(sql`SELECT * FROM read_parquet(${path.join(folder, "customers.parquet")})`, schema);
  engine.close();
  expect(Object.keys(rows[0]!)).toEqual(Object.keys(schema.shape));
}, 60_000);
