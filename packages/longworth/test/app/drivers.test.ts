/** `drivers` on a table of customers, from the command line to the file. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { sql } from "../../src/sql/sql.js";
import { DriversRow } from "../../src/workspace/tables.js";
import { simulated } from "../retention/customers.js";
import { runCli } from "../support/cli.js";
import { duckDbWith } from "../support/duckdb.js";
import { emptyFolder } from "../support/effects.js";

const { lives, plan, price, next } = simulated(1500, 8);

/** A file as a business keeps it: an id, a plan, a price, a reason for leaving, a total, a cell that is empty. */
function fileOf(folder: string): string {
  const value = price.kind === "number" ? price.value : new Float64Array();
  const label = (i: number): string => (plan.kind === "group" ? (plan.labels[plan.code[i] ?? 0] ?? "") : "");
  const records = Array.from(lives.duration, (t, i) => {
    const hasLeft = lives.observed[i] === 1;
    const total = t * (value[i] ?? 0) * (0.9 + 0.2 * next());
    return [
      `C${i}`,
      label(i),
      (value[i] ?? 0).toFixed(2),
      i === 7 ? "" : t,
      hasLeft ? "Yes" : "No",
      hasLeft ? "too dear" : "",
      total.toFixed(2),
    ];
  });
  const file = path.join(folder, "customers.csv");
  writeFileSync(
    file,
    ["Customer,Plan,Price,Months,Gone,Reason,Paid", ...records.map((cells) => cells.join(","))].join("\n"),
  );
  return file;
}

test("a table of customers gives sentences, a page and a table; what leaks is named", async () => {
  const folder = emptyFolder();
  const out = path.join(folder, "out");
  const argv = [
    "drivers",
    fileOf(folder),
    "--duration",
    "Months",
    "--event",
    "Gone=Yes",
    "--unit",
    "months",
    "--out",
    out,
  ];
  const { exitCode, stdout, stderr } = await runCli([...argv, "--quiet"]);
  expect([exitCode, stderr]).toEqual([0, ""]);
  await expect(stdout.replaceAll(out, "OUT")).toMatchFileSnapshot("../golden/drivers-told.txt");
  expect(stdout).toContain("1,499 customers");
  expect(stdout).toContain("association, not effect");
  for (const refused of ["Customer", "Reason", "Paid"]) expect(stdout).toContain(`Not used: ${refused}, because`);
  const engine = await duckDbWith([], [path.join(out, "drivers.parquet")]);
  const rows = await engine.rows(sql`SELECT * FROM read_parquet(${path.join(out, "drivers.parquet")})`, DriversRow);
  engine.close();
  expect(rows.filter(({ speaks }) => speaks).map(({ trait, term }) => [trait, term])).toEqual([
    ["Plan", "basic"],
    ["Price", null],
  ]);
  expect(rows.filter(({ refused }) => refused !== null)).toHaveLength(3);
  const page = readFileSync(path.join(out, "drivers.html"), "utf8");
  expect(page).toContain("2 of 2 columns go with leaving");
  expect(page).not.toContain("NaN");
  expect(page).not.toContain("<script");
});

test("the same as JSON, of the columns that are asked for", async () => {
  const folder = emptyFolder();
  const argv = [
    "drivers",
    fileOf(folder),
    "--duration",
    "months",
    "--event",
    "Gone = Yes",
    "--by",
    "plan",
    "--out",
    folder,
    "--json",
  ];
  const { exitCode, stdout } = await runCli(argv);
  expect(exitCode).toBe(0);
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({ customers: 1499, leftOut: 1, unit: "periods", refused: [], cox: { status: "ok" } });
  expect(result.drivers).toMatchObject([{ name: "Plan", kind: "group", speaks: true }]);
  expect(result.drivers[0].groups.map((group: object) => Object.keys(group))).not.toContain("curve");
});

test.each([
  [["--event", "Gone=Yes"], "--duration and --event belong together", 2],
  [["--duration", "Months", "--event", "Gone"], "--event Gone: a column and the value", 2],
  [["--duration", "Tenure", "--event", "Gone=Yes"], '--duration: there is no column "Tenure"', 3],
  [["--duration", "Months", "--event", "Gone=1"], '--event: nobody has "1" in Gone; it holds "Yes", "No"', 2],
  [["--duration", "Months", "--event", "Gone=Yes", "--by", "Reason"], "No column is left to look at: Reason", 4],
  [["--duration", "Plan", "--event", "Gone=Yes"], '--duration: no cell of "Plan" says how long a customer stayed', 2],
  [["--duration", "Months", "--event", "Gone=Yes", "--keep", "Grund"], '--keep: no column "Grund" is looked at', 3],
  [["--duration", "Months", "--event", "Gone=Yes", "--by", "Customer"], "Columns that many customers share", 4],
])("%j is refused", async (options, message, code) => {
  const folder = emptyFolder();
  const { exitCode, stderr, stdout } = await runCli([
    "drivers",
    fileOf(folder),
    ...options,
    "--out",
    folder,
    "--quiet",
  ]);
  expect([exitCode, stdout]).toEqual([code, ""]);
  expect(stderr).toContain(message);
});

test("a column is kept under any spelling that names it", async () => {
  const folder = emptyFolder();
  const argv = ["drivers", fileOf(folder), "--duration", "Months", "--event", "Gone=Yes", "--keep", "paid"];
  const { exitCode, stdout } = await runCli([...argv, "--out", folder, "--json"]);
  expect(exitCode).toBe(0);
  const { drivers, refused } = JSON.parse(stdout);
  expect(drivers.map(({ name }: { name: string }) => name)).toContain("Paid");
  expect(refused.map(({ column }: { column: string }) => column)).toEqual(["Customer", "Reason"]);
});

test("a second table is refused: it was left out without a word", async () => {
  const folder = emptyFolder();
  const file = fileOf(folder);
  const other = path.join(folder, "more.csv");
  writeFileSync(other, readFileSync(file, "utf8").replaceAll(/^C/gmu, "D"));
  const { exitCode, stderr } = await runCli(["drivers", file, other, "--duration", "Months", "--event", "Gone=Yes"]);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining("columns of one table, and 2 files were named")]);
});
