/** Row 94 of the bad inputs: whatever goes wrong in the numbers, what is not a number is never published. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../src/app/run.js";
import { runRequest } from "../../src/cli/options/request.js";
import { inlineWorkers, type Workers } from "../../src/run/workers.js";
import { duckdb } from "../../src/sql/dialect.js";
import { notFinite } from "../../src/sql/finite.js";
import { sql } from "../../src/sql/sql.js";
import { duckDbWith } from "../support/duckdb.js";
import { emptyFolder, testEffects } from "../support/effects.js";
import { fileOf, shopExport } from "./shops.js";

test("NaN and infinities are counted column by column, absent values are none of them", async () => {
  const columns = ["whole", "nan", "infinite", "absent"] as const;
  const values = sql`(VALUES (1e0, 'NaN'::DOUBLE, 'Infinity'::DOUBLE, NULL::DOUBLE), (2e0, 3e0, '-Infinity'::DOUBLE, 4e0)) AS t(${sql`whole, nan, infinite, absent`})`;
  const engine = await duckDbWith();
  const counts = await engine.numbers(notFinite(values, columns, duckdb), columns);
  engine.close();
  expect(Object.fromEntries(columns.map((name) => [name, counts[name][0]]))).toEqual({
    whole: 0,
    nan: 1,
    infinite: 2,
    absent: 0,
  });
});

/** Workers whose answers of this kind hold `value` in the first place of a column. */
function poisoned(value: number, kind: "pool" | "shape", column: (answer: never) => Float64Array): Workers {
  const healthy = inlineWorkers();
  return {
    ...healthy,
    async answer(jobs, signal) {
      const answers = await healthy.answer(jobs, signal);
      // cast: `column` belongs to answers of this kind
      for (const answer of answers) if (answer.kind === kind) column(answer as never).fill(value, 0, 1);
      return answers;
    },
  };
}

type Shape = Readonly<{ columns: Readonly<Record<string, Float64Array>> }>;
type Pool = Readonly<{ pooled: Readonly<{ alive: Float64Array }> }>;
const ALIVE = ({ pooled }: Pool): Float64Array => pooled.alive;
const of =
  (name: string) =>
  ({ columns }: Shape): Float64Array =>
    columns[name];

test.each(["value_crps"])("a %s that is no number stops the run with 9", async (metric) => {
  const healthy = inlineWorkers();
  const workers: Workers = {
    ...healthy,
    async answer(jobs, signal) {
      const answers = await healthy.answer(jobs, signal);
      return answers.map((answer) => {
        if (answer.kind !== "trial") return answer;
        const rows = answer.trial.rows.map((row) => (row.metric === metric ? { ...row, value: NaN } : row));
        return { ...answer, trial: { ...answer.trial, rows } };
      });
    },
  };
  const workspace = path.join(emptyFolder(), "longworth");
  const written = { workspace: [workspace], horizon: ["90d"] };
  const request = runRequest([fileOf(shopExport(300))], written, { threads: 2, memory: "1000MB" });
  await expect(run(request, testEffects({ workers }))).rejects.toMatchObject({
    code: "result_not_finite",
    exitCode: 9,
    facts: { what: "backtest.value" },
  });
  expect(await fs.readdir(path.join(workspace, "runs"))).toEqual([]);
});

describe.each([NaN, Infinity])("a score that is %s", (value) => {
  test.each([
    ["p_alive", poisoned(value, "pool", ALIVE)],
    ["unit_revenue_90d", poisoned(value, "shape", of("unit_revenue_90d"))],
    ["unit_revenue_90d_p95", poisoned(value, "shape", of("unit_revenue_90d_p95"))],
    ["unit_revenue_sd_90d", poisoned(value, "shape", of("unit_revenue_sd_90d"))],
  ])("in %s stops the run with 9 and publishes nothing", async (_column, workers) => {
    const workspace = path.join(emptyFolder(), "longworth");
    const written = { workspace: [workspace], horizon: ["90d"], backtest: ["off"] };
    const request = runRequest([fileOf(shopExport(40))], written, { threads: 2, memory: "1000MB" });
    await expect(run(request, testEffects({ workers }))).rejects.toMatchObject({
      code: "result_not_finite",
      exitCode: 9,
    });
    expect([await fs.readdir(workspace), await fs.readdir(path.join(workspace, "runs"))]).toEqual([["runs"], []]);
  });
});
