/** Customers whose orders cost more than they bring: their value is below 0, and its quantiles still ascend. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import { duckDbWith } from "../support/duckdb.js";
import { emptyFolder } from "../support/effects.js";
import { sql } from "../../src/sql/sql.js";

test("where revenue is highest the loss is: quantiles of a value below 0 come from the other side", async () => {
  const folder = emptyFolder();
  const file = path.join(folder, "orders.csv");
  const workspace = path.join(folder, "workspace");
  const rows = Array.from({ length: 400 }, (_, i) => {
    const customer = i % 80;
    const day = new Date(Date.UTC(2023, 0, 1 + ((i * 37 + customer * 11) % 700))).toISOString().slice(0, 10);
    const amount = 10 + ((i * 7) % 40);
    return `${i},c${customer},${day},${amount},${customer % 3 === 0 ? amount / 2 : amount * 1.5}`;
  });
  writeFileSync(file, `order_id,customer,date,amount,cost\n${rows.join("\n")}\n`);
  const argv = ["run", file, "--currency", "EUR", "--margin", "cost:cost", "--quantiles", "0.1", "--horizon", "365d"];
  const scoresOnly = ["--backtest", "off", "--effort", "quick", "--report", "off"];
  const { exitCode, stdout } = await runCli([...argv, ...scoresOnly, "--workspace", workspace, "--quiet", "--json"]);
  expect(exitCode).toBe(0);
  const customers = path.join(workspace, "runs", JSON.parse(stdout).run, "customers.parquet");
  const engine = await duckDbWith([], [customers]);
  const names = ["all", "below", "ordered", "alike"] as const;
  const counts = await engine.numbers(
    sql`SELECT CAST(count(*) AS double) AS "all", CAST(count_if(predicted_clv_365d_p50 < 0) AS double) AS below,
      CAST(count_if(predicted_clv_365d_p05 <= predicted_clv_365d_p10 AND predicted_clv_365d_p10 <= predicted_clv_365d_p50
        AND predicted_clv_365d_p50 <= predicted_clv_365d_p95) AS double) AS ordered,
      CAST(count_if(predicted_clv_365d < 0 AND abs(predicted_clv_365d_p05 / predicted_clv_365d
        - expected_revenue_365d_p95 / expected_revenue_365d) < 1e-9) AS double) AS alike
      FROM read_parquet(${customers})`,
    names,
  );
  engine.close();
  const [all, below, ordered, alike] = names.map((name) => counts[name][0] ?? NaN);
  expect([all, ordered, alike]).toEqual([80, 80, below]);
  expect(below).toBeGreaterThan(40);
});
