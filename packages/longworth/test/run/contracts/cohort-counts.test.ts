/** A table of cohorts instead of contracts: the published triangle gives the published parameters. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { Manifest } from "../../../src/workspace/manifest.js";
import { runCli } from "../../support/cli.js";
import { emptyFolder } from "../../support/effects.js";

const CALENDAR =
  "Year,Cohort 1,Cohort 2,Cohort 3,Cohort 4,Cohort 5\n2003,10000,,,,\n2004,6334,10000,,,\n2005,4367,6334,10000,,\n2006,3264,4367,6334,10000,\n2007,2604,3264,4367,6334,10000\n";
const AGES =
  "Cohort,Year 0,Year 1,Year 2,Year 3,Year 4\n2003,10000,6334,4367,3264,2604\n2004,10000,6334,4367,3264,\n2005,10000,6334,4367,,\n2006,10000,6334,,,\n2007,10000,,,,\n";
const bare = (header: string): string => AGES.replace(/^.*\n/u, `${header}\n`);

test.each([
  ["a row per year and a column per cohort", CALENDAR],
  ["a row per cohort and a column per age", AGES],
  ["bare ages from 0", bare("Cohort,0,1,2,3,4")],
  ["bare ages from 1, the first of them the start", bare("Signup year,1,2,3,4,5")],
  ["a column of sizes before ages from 1", bare("Cohort,Customers,1,2,3,4")],
])(
  "%s: alpha 1.667088, beta 2.856612",
  async (_, text) => {
    const root = emptyFolder();
    const file = path.join(root, "cohorts.csv");
    await fs.writeFile(file, text);
    const { stdout } = await runCli(["run", file, "--workspace", path.join(root, "w"), "--json", "--quiet"]);
    const folder = z.object({ path: z.string() }).parse(JSON.parse(stdout)).path;
    const { contracts, asOf, layout, models } = Manifest.parse(
      JSON.parse(await fs.readFile(path.join(folder, "run.json"), "utf8")),
    );
    expect([layout, asOf, contracts?.contracts, contracts?.running]).toEqual([
      "cohort_counts",
      "2007-01-01",
      50_000,
      26_569,
    ]);
    expect(contracts?.retention[0]?.params).toEqual({
      alpha: expect.closeTo(1.667088, 4),
      beta: expect.closeTo(2.856612, 4),
    });
    expect(models[0]?.logLikelihood).toBeCloseTo(-44644.1155, 2);
  },
  60_000,
);

test.each([
  ["shares", "Cohort,0,1,2\n2023,100%,63%,44%\n2024,100%,63%,\n", "Give counts of customers, not shares"],
  ["counts that rise", "Cohort,0,1,2\n2023,100,63,70\n2024,100,63,\n", "Count those who have not left"],
  ["ages with a gap", "Cohort,0,1,3\n2023,100,63,44\n2024,100,63,\n", "Name the columns 0, 1, 2"],
  [
    "rows that are no periods",
    "Cohort,0,1,2\nA,100,63,44\nB,100,63,\n",
    "begin each row with a year, month or quarter",
  ],
  ["no word of cohorts or time", "id,0,1,2\n2023,100,63,44\n2024,100,63,\n", "has no header"],
])("bare ages are refused, and how to go on is said: %s", async (_, text, said) => {
  const root = emptyFolder();
  const file = path.join(root, "cohorts.csv");
  await fs.writeFile(file, text);
  const { exitCode, stderr } = await runCli(["run", file, "--workspace", path.join(root, "w"), "--quiet"]);
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining(said)]);
});
