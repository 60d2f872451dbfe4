/** A whole run on a real cluster gives the tables of the embedded engine, publishes them, and leaves nothing behind. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Cluster } from "../../src/engines/engine.js";
import { createSchema, inPlace, schemaNames, tableNames } from "../../src/sql/cluster-tables.js";
import { ident, sql } from "../../src/sql/sql.js";
import { runCli } from "../support/cli.js";
import { contractBase, contractsCsv } from "../support/contract-base.js";
import { clearSchemasAfterwards, openAt, schemaFor, urlOf } from "../support/cluster.js";
import { answerOf, expectSameRuns, exported, loaded, longworth, manifestOf, wait } from "../support/cluster-run.js";
import { emptyFolder } from "../support/effects.js";

clearSchemasAfterwards();

const DATA = new URL("../../../../../shared/data/", import.meta.url);
describe.skipIf(!existsSync(DATA)).each([
  ["hive", "cdnow_full"],
  ["iceberg", "online_retail_2010_2011"],
])("%s, %s (skipped where ../shared is absent)", (catalog, name) => {
  test("gives what DuckDB gives", async () => {
    const schema = await schemaFor(catalog, "run");
    const file = new URL(`${name}.csv.gz`, DATA).pathname;
    const url = urlOf(catalog, schema, name);
    await loaded(file, url);
    await expectSameRuns(url, file);
  });
});

test("contracts in a table give what those of a file give; nothing of them stays in the cluster", async () => {
  const schema = await schemaFor("iceberg", "contracts");
  const folder = emptyFolder();
  const file = path.join(folder, "subscriptions.csv");
  writeFileSync(file, contractsCsv(contractBase({ contracts: 600, seed: 4 })));
  const url = urlOf("iceberg", schema, "subscriptions");
  await loaded(file, url);
  await expectSameRuns(url, file);
  const engine = await openAt("iceberg", schema);
  const names = await engine.rows(tableNames({ catalog: "iceberg", schema }), z.object({ name: z.string() }));
  engine.close();
  expect(names).toEqual([{ name: "subscriptions" }]);
});

describe.each(["iceberg", "hive"])("what a run leaves in %s", (catalog) => {
  const workspace = emptyFolder();
  const options = ["--backtest", "off", "--horizon", "90d"];
  let schema = "";
  let url = "";
  let engine: Cluster;
  const Named = z.object({ name: z.string() });
  const tables = async (): Promise<readonly string[]> =>
    (await engine.rows(tableNames({ catalog, schema }), Named)).map(({ name }) => name);
  const drafts = async (): Promise<readonly string[]> =>
    (await engine.rows(schemaNames(catalog), Named))
      .map(({ name }) => name)
      .filter((name) => name.startsWith("longworth_tmp_"));

  beforeAll(async () => {
    schema = await schemaFor(catalog, "leaves");
    url = urlOf(catalog, schema, "orders");
    engine = await openAt(catalog, schema);
    const number = sql`SELECT n FROM UNNEST(sequence(0, 599)) AS t (n)`;
    await engine.execute(sql`CREATE TABLE orders AS
SELECT concat('c', CAST(mod(n * 7, 97) AS varchar)) AS customer, date_add('day', mod(n * 31, 500), DATE '2024-01-01') AS order_date,
  CAST(10 + mod(n, 40) AS DECIMAL(18, 2)) AS amount FROM (${number})`);
  });
  afterAll(() => engine.close());

  test("its customers in a table with its id, shown by a view, verified, and no draft", async () => {
    const { run, path: folder } = await answerOf(workspace, "run", url, ...options);
    const id = run.toLowerCase().replaceAll("-", "_");
    const [own = ""] = (await tables()).filter((name) => name.endsWith(id));
    expect(await tables()).toEqual(["longworth_customers", own, "orders"]);
    expect(await drafts()).toEqual([]);
    expect(manifestOf(folder)).toMatchObject({
      cluster: { catalog, schema, customers: own, check: { customers: "97", orders: "600" } },
    });
    const counted = sql`SELECT CAST(count(*) AS double) AS n FROM longworth_customers`;
    expect([...(await engine.numbers(counted, ["n"])).n]).toEqual([97]);
    expect((await longworth(workspace, "verify")).exitCode).toBe(0);
  });

  test("its customers are exported, explained, told and inspected from there", async () => {
    const folder = emptyFolder();
    const [rows = "", first = ""] = await csvOf(path.join(folder, "customers.csv"));
    expect([rows.split(",")[0], first.split(",")[0]]).toEqual(["customer_id", "c0"]);
    const [head = "", dearest = ""] = await csvOf(path.join(folder, "people.csv"), "--for", "spreadsheet");
    expect(head).toContain("Customer");
    const id = dearest.split(",")[0] ?? "";
    const explained = await longworth(workspace, "explain", id);
    expect([explained.exitCode, explained.stdout]).toEqual([0, expect.stringContaining(`"customer":"${id}"`)]);
    const unknown = await longworth(workspace, "explain", "c9999");
    expect([unknown.exitCode, unknown.stdout]).toEqual([2, expect.stringContaining("c99")]);
    const page = path.join(folder, "report.html");
    expect((await longworth(workspace, "report", "--out", page)).exitCode).toBe(0);
    const published = path.join(workspace, "runs", await newest(), "report.html");
    expect(readFileSync(page, "utf8")).toBe(readFileSync(published, "utf8"));
  });

  const csvOf = async (out: string, ...options: string[]): Promise<readonly string[]> => {
    await exported(workspace, out, ...options);
    return readFileSync(out, "utf8").split("\n");
  };

  test("what is only looked at, or compared, leaves nothing", async () => {
    const before = await tables();
    const looked = await runCli(["inspect", url, "--json", "--quiet"]);
    expect(looked.exitCode).toBe(0);
    expect(JSON.parse(looked.stdout)).toMatchObject({ wouldRun: true, records: 600, customers: 97, columns: { customer: "customer" } }); // prettier-ignore
    const compared = await runCli(["compare", url, "--json", "--quiet", "--horizon", "90d", "--effort", "quick"]);
    expect([compared.exitCode, JSON.parse(compared.stdout)]).toEqual([0, expect.objectContaining({ horizon: 90 })]);
    expect([await tables(), await drafts()]).toEqual([before, []]);
  });

  test("nothing of a run that is refused", async () => {
    const before = await tables();
    const refused = await longworth(workspace, "run", url, ...options, "--map", "date=nothing");
    expect(refused.exitCode).toBe(3);
    expect([await tables(), await drafts()]).toEqual([before, []]);
  });

  test("what a killed run left goes with the next start, what belongs to others stays", async () => {
    const own = (await tables()).find((name) => name.includes("_customers_")) ?? "";
    const owner = /^longworth_([0-9a-f]{8})_/.exec(own)?.[1] ?? "";
    const killed = { catalog, schema: `longworth_tmp_${owner}_20200101t000000z_00000000` };
    const foreign = `longworth_00000000_customers_20200101t000000z_00000000`;
    await engine.execute(createSchema(killed));
    await engine.execute(sql`CREATE TABLE ${inPlace(killed, "typed")} AS SELECT 1 AS n`);
    for (const name of [`longworth_${owner}_customers_20200101t000000z_00000000`, foreign])
      await engine.execute(sql`CREATE TABLE ${ident(name)} AS SELECT 1 AS n`);
    await answerOf(workspace, "run", url, ...options);
    const left = (await tables()).filter((name) => name.includes("_customers_"));
    expect(left).toHaveLength(3); // of two runs of this workspace, and the other's
    expect(left).toContain(foreign);
    expect(await drafts()).toEqual([]);
  });

  test("a changed table is named by verify", async () => {
    const [own = ""] = (await tables()).filter((name) => name.includes("_customers_2")).slice(-1);
    const damaged = manifestOf(path.join(workspace, "runs", await newest()));
    expect(damaged["cluster"]).toMatchObject({ customers: own });
    await engine.execute(sql`CREATE TABLE fewer AS SELECT * FROM ${ident(own)} WHERE customer_id <> 'c1'`); // hive deletes no rows
    await engine.execute(sql`DROP TABLE ${ident(own)}`);
    await engine.execute(sql`ALTER TABLE fewer RENAME TO ${ident(own)}`);
    const { exitCode, stdout } = await longworth(workspace, "verify");
    expect([exitCode, stdout]).toEqual([9, expect.stringContaining(own)]);
  });

  test("prune removes the tables of the runs it removes", async () => {
    const before = await tables();
    wait(40 * 86_400_000);
    const { exitCode, stdout } = await longworth(workspace, "prune", "--keep", "30d");
    const { removed } = z.object({ removed: z.array(z.string()) }).parse(JSON.parse(stdout));
    expect([exitCode, removed]).toEqual([0, [expect.any(String)]]);
    const gone = (removed[0] ?? "").toLowerCase().replaceAll("-", "_");
    expect(await tables()).toEqual(before.filter((name) => !name.endsWith(gone)));
  });

  const newest = async (): Promise<string> =>
    z.object({ run: z.string() }).parse(JSON.parse(readFileSync(path.join(workspace, "current.json"), "utf8"))).run;
});

test("a table that is not there, a catalog that is not there: exit 3 with its name", async () => {
  const schema = await schemaFor("memory", "missing");
  const nothing = await longworth(emptyFolder(), "run", urlOf("memory", schema, "nothing"));
  expect([nothing.exitCode, nothing.stdout]).toEqual([3, expect.stringContaining(`memory.${schema}.nothing`)]);
  const elsewhere = await longworth(emptyFolder(), "run", urlOf("nowhere", schema, "nothing"));
  expect([elsewhere.exitCode, elsewhere.stdout]).toEqual([3, expect.stringContaining("nowhere")]);
});
