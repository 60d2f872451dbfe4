/** `run --report off`: the same numbers, nothing beside them, and an answer from everything that reads a run. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { Manifest } from "../../src/workspace/manifest.js";
import { askDuckDb } from "../proofs/shops.js";
import { runCli } from "../support/cli.js";
import { contractBase, contractsCsv } from "../support/contract-base.js";
import { emptyFolder } from "../support/effects.js";
import { shopFile } from "../support/shop-file.js";

type Result = Readonly<{
  run: string;
  path: string;
  scores: string;
  report: string | null;
  findings: readonly unknown[];
  reused?: boolean;
}>;

const root = emptyFolder();
const orders = path.join(root, "orders.csv");
const subscriptions = path.join(root, "subscriptions.csv");
const inWorkspace = (workspace: string, ...argv: readonly string[]) =>
  runCli([...argv, "--workspace", path.join(root, workspace), "--quiet"]);
const answer = async (workspace: string, ...argv: readonly string[]): Promise<Record<string, unknown>> => {
  const { stdout, exitCode } = await inWorkspace(workspace, ...argv, "--json");
  expect(exitCode, stdout).toBe(0);
  return JSON.parse(stdout);
};
const ran = async (workspace: string, file: string, ...argv: readonly string[]): Promise<Result> =>
  (await answer(workspace, "run", file, "--effort", "quick", ...argv)) as Result; // cast: see RunResult
const refused = async (workspace: string, ...argv: readonly string[]): Promise<unknown> =>
  JSON.parse((await inWorkspace(workspace, ...argv, "--json")).stdout).error;
const manifestOf = async ({ path: folder }: Result): Promise<Manifest> =>
  Manifest.parse(JSON.parse(await fs.readFile(path.join(folder, "run.json"), "utf8")));
const textOf = ({ path: folder }: Result, name: string): Promise<string> =>
  fs.readFile(path.join(folder, name), "base64");

/** Rows that one has and the other has not, without what findings say. */
async function different(name: string, without: string, [one, other]: readonly [Result, Result]): Promise<number> {
  const rows = ({ path: folder }: Result): string =>
    `SELECT * EXCLUDE (${without}) FROM '${path.join(folder, `${name}.parquet`)}'`;
  const [count] = await askDuckDb(
    `SELECT count(*) AS n FROM ((${rows(one)} EXCEPT ${rows(other)}) UNION ALL (${rows(other)} EXCEPT ${rows(one)}))`,
  );
  return Number(count?.["n"]);
}

const listed = async (name: string, column: string, { path: folder }: Result): Promise<number> =>
  Number((await askDuckDb(`SELECT count(${column}) AS n FROM '${path.join(folder, `${name}.parquet`)}'`))[0]?.["n"]);

describe("of orders", () => {
  let whole: Result;
  let bare: Result;
  beforeAll(async () => {
    await fs.writeFile(orders, shopFile({ customers: 250, days: 500, seed: 4 }));
    whole = await ran("orders", orders, "--horizon", "90d");
    bare = await ran("orders", orders, "--horizon", "90d", "--report", "off");
  }, 120_000);

  test("it publishes scores, segments, totals and the backtest, and nothing else", async () => {
    const kept = ["cells.parquet", "days.parquet", "recipe.json"]; // by which one customer is explained
    const names = (await fs.readdir(bare.path)).filter((name) => !kept.includes(name));
    const scores = ["backtest", "customers", "forecast", "segments"].map((name) => `${name}.parquet`);
    expect(names.sort()).toEqual([...scores, "quality.json", "run.json", "run.sha256"].sort());
    expect(bare).toMatchObject({ report: null, findings: [], scores: path.join(bare.path, "customers.parquet") });
    expect([whole.report, whole.findings.length > 0]).toEqual([path.join(whole.path, "report.html"), true]);
  });

  test("its numbers are those of the run with a report, to the byte; no finding lists a customer", async () => {
    expect(await different("customers", "lead", [whole, bare])).toBe(0);
    expect(await listed("customers", "lead", whole)).toBeGreaterThan(0);
    expect(await listed("customers", "lead", bare)).toBe(0);
    for (const name of ["segments.parquet", "forecast.parquet", "backtest.parquet", "quality.json", "recipe.json"])
      expect(await textOf(bare, name), name).toBe(await textOf(whole, name));
    const facts = ({
      findings: _f,
      artefacts: _a,
      options: _o,
      models,
      execution: _e,
      run: _r,
      ...rest
    }: Manifest) => ({
      ...rest,
      models: models.filter(({ role }) => role !== "compared"),
    });
    expect(facts(await manifestOf(bare))).toEqual(facts(await manifestOf(whole)));
  });

  test("on two threads its tables are the same bytes", async () => {
    const two = await ran("threads", orders, "--horizon", "90d", "--report", "off", "--threads", "2");
    for (const name of ["customers", "segments", "forecast", "backtest"])
      expect(await textOf(two, `${name}.parquet`), name).toBe(await textOf(bare, `${name}.parquet`));
  });

  test("it is another run than the one with a report, and each is found again", async () => {
    expect(await ran("orders", orders, "--horizon", "90d")).toMatchObject({ run: whole.run, reused: true });
    const again = await ran("orders", orders, "--horizon", "90d", "--report", "off");
    expect(again).toMatchObject({ run: bare.run, reused: true, report: null });
  });

  test("people read where the scores are", async () => {
    const { stdout } = await inWorkspace("orders", "run", orders, "--effort", "quick", "--horizon", "90d", "--report", "off"); // prettier-ignore
    expect(stdout).toContain(`  Scores  ${bare.scores}\n`);
    expect(stdout).not.toContain("report.html");
  });

  test("report says that there is none and which command makes one, exit code 2", async () => {
    for (const out of [[], ["--out", path.join(root, "again.html")]])
      expect(await refused("orders", "report", bare.run, ...out)).toMatchObject({
        code: "bad_arguments",
        exitCode: 2,
        message: `${bare.run} has no report: it was made with --report off`,
        hint: expect.stringContaining("longworth run FILE --report on"),
      });
    expect(await fs.readdir(root)).not.toContain("again.html");
  });

  test("it verifies, and runs says that it has no report", async () => {
    expect(await answer("orders", "verify", bare.run)).toMatchObject({ run: bare.run });
    const lines = (await answer("orders", "runs"))["runs"];
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ run: bare.run, report: false }),
        expect.objectContaining({ run: whole.run, report: true }),
      ]),
    );
    const { stdout } = await inWorkspace("orders", "runs");
    expect(stdout.split("\n").find((line) => line.includes(bare.run))).toMatch(/current, no report$/);
  });

  test("export lists the customers of segments and of findings; a table it has not is refused", async () => {
    const members = async (run: Result, segment: string): Promise<string> =>
      (await inWorkspace("orders", "export", run.run, "--segment", segment, "--columns", "customer_id")).stdout;
    for (const segment of ["overdue-best", "winback", "Gold"])
      expect(await members(bare, segment), segment).toBe(await members(whole, segment));
    expect((await members(bare, "overdue-best")).split("\n").length).toBeGreaterThan(2);
    expect(await refused("orders", "export", bare.run, "--table", "cohorts")).toMatchObject({
      code: "bad_arguments",
      message: "This run has no table cohorts: it was made with --report off",
      hint: "--table customers, segments, forecast, backtest; or longworth run FILE --report on",
    });
    expect(await refused("orders", "export", bare.run, "--table", "mrr")).toMatchObject({
      message: "This run has no table mrr",
      hint: "--table customers, segments, forecast, backtest", // no report would make it
    });
  });

  test("explain and drivers say of it what they say of the run with a report", async () => {
    const explained = async ({ run }: Result) => ({ ...(await answer("orders", "explain", "c7", "--run", run)), run: "" }); // prettier-ignore
    expect(await explained(bare)).toEqual(await explained(whole));
    const plans = path.join(root, "plans.csv");
    const lines = Array.from({ length: 400 }, (_, c) => `c${c},${["basic", "gold"][c % 2]}`);
    await fs.writeFile(plans, ["customer_id,plan", ...lines].join("\n"));
    const driven = async ({ run }: Result): Promise<string> =>
      (await inWorkspace("orders", "drivers", run, "--attributes", plans, "--out", path.join(root, "drivers"))).stdout;
    expect(await driven(bare)).toBe(await driven(whole));
    expect(await driven(bare)).toContain("plan");
  });

  test("an earlier one is scored later, and of a later one the command scores what the report would have", async () => {
    const early = await ran("past", orders, "--horizon", "30d", "--as-of", "2023-01-20", "--report", "off");
    const late = await ran("past", orders, "--horizon", "30d", "--report", "off");
    expect((await manifestOf(late)).past).toBeUndefined();
    expect(await answer("past", "score-past")).toMatchObject({ run: late.run, scored: [{ run: early.run }] });
  });

  test("what was asked for beside stays: accounts and surveys say what they say with a report", async () => {
    const [companies, said] = [path.join(root, "companies.csv"), path.join(root, "said.csv")];
    const lines = shopFile({ customers: 250, days: 500, seed: 4 }).trim().split("\n");
    const number = (line: string): number => Number(/^c(\d+)/.exec(line)?.[1]);
    await fs.writeFile(companies, lines.map((line, i) => `${line},${i === 0 ? "company" : `firm ${number(line) % 9}`}`).join("\n")); // prettier-ignore
    const answers = Array.from({ length: 300 }, (_, c) => `c${c},2022-06-0${1 + (c % 9)},${c % 11}`);
    await fs.writeFile(said, ["customer,date,nps", ...answers].join("\n"));
    const asked = ["--horizon", "90d", "--backtest", "off", "--account", "company", "--surveys", said];
    const one = await ran("beside", companies, ...asked);
    const other = await ran("beside", companies, ...asked, "--report", "off");
    expect(await different("customers", "lead", [one, other])).toBe(0);
    for (const name of ["accounts.parquet", "satisfaction.parquet"])
      expect(await textOf(other, name), name).toBe(await textOf(one, name));
    const facts = async (run: Result) => {
      const { accounts, satisfaction } = await manifestOf(run);
      return { accounts, satisfaction };
    };
    expect(await facts(other)).toEqual(await facts(one));
    expect((await facts(other)).satisfaction).toHaveLength(1);
  });

  test("the configuration file has the option under its name", async () => {
    const config = path.join(root, "nightly.yaml");
    await fs.writeFile(config, "report: off\nhorizon: 90d\n");
    expect(await ran("orders", orders, "--config", config)).toMatchObject({ run: bare.run });
    expect(await refused("orders", "run", orders, "--report", "no")).toMatchObject({ message: "--report no: one of on, off" }); // prettier-ignore
  });
});

describe("of contracts", () => {
  let whole: Result;
  let bare: Result;
  beforeAll(async () => {
    await fs.writeFile(subscriptions, contractsCsv(contractBase({ contracts: 600, seed: 7, beta: 5 })));
    whole = await ran("contracts", subscriptions, "--currency", "EUR");
    bare = await ran("contracts", subscriptions, "--currency", "EUR", "--report", "off");
  }, 120_000);

  test("it publishes contracts and customers with the same numbers, and nothing else", async () => {
    expect((await fs.readdir(bare.path)).sort()).toEqual(["contracts.parquet", "customers.parquet", "quality.json", "run.json", "run.sha256"]); // prettier-ignore
    expect(await different("contracts", "findings", [whole, bare])).toBe(0);
    expect(await different("customers", "lead", [whole, bare])).toBe(0);
    expect(await listed("contracts", "findings", whole)).toBeGreaterThan(0);
    expect(await listed("contracts", "findings", bare)).toBe(0);
  });

  test("its facts are those of the run with a report, but for recurring revenue by month and who left", async () => {
    const [one, other] = [await manifestOf(whole), await manifestOf(bare)];
    const shared = ({ totals, grades, backtest, models, notes, contracts }: Manifest) => {
      const { mrr, residual, retention, running } = contracts!;
      return { totals, grades, backtest, models, notes, mrr, residual, retention, running };
    };
    expect(shared(other)).toEqual(shared(one));
    expect(other.contracts).toMatchObject({ bridge: [], left: [], year: null });
    expect(one.contracts?.left.length).toBeGreaterThan(0);
    expect(bare).toMatchObject({ report: null, findings: [], contracts: { grr: null, nrr: null } });
  });

  test("what reads it says so: no report, no table of months, no list of a finding", async () => {
    expect(await answer("contracts", "verify", bare.run)).toMatchObject({ run: bare.run });
    expect(await refused("contracts", "report", bare.run)).toMatchObject({ code: "bad_arguments", exitCode: 2 });
    expect(await refused("contracts", "export", bare.run, "--table", "mrr")).toMatchObject({
      hint: "--table customers, contracts; or longworth run FILE --report on",
    });
    for (const table of ["customers", "contracts"])
      expect(
        await refused("contracts", "export", bare.run, "--table", table, "--segment", "known-to-leave"),
      ).toMatchObject({
        message: "--segment known-to-leave: this run has no findings, it was made with --report off",
      });
  });
});
