import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Engine } from "../../src/engines/engine.js";
import { customerColumns } from "../../src/sql/published.js";
import { sql } from "../../src/sql/sql.js";
import * as tables from "../../src/workspace/tables.js";
import { runCli } from "../support/cli.js";
import { duckDbWith } from "../support/duckdb.js";

const shape = { horizons: [90, 180, 365], levels: ["p05", "p50", "p95"], hasAmounts: true };

const SCHEMAS: readonly (readonly [string, z.ZodObject])[] = [
  ["customers", tables.customersSchema(shape)],
  ["segments", tables.segmentsSchema(shape)],
  ["forecast", tables.forecastSchema(shape)],
  ["cohorts", tables.cohortsSchema(shape)],
  ["returns", tables.ReturnsRow],
  ["tracking", tables.TrackingRow],
  ["backtest", tables.BacktestRow],
];

describe("a published run keeps to the schemas of its tables", () => {
  let engine: Engine;
  let folder = "";
  beforeAll(async () => {
    const orders = path.resolve(import.meta.dirname, "../../../../examples/orders.csv");
    const { exitCode, stdout } = await runCli(["run", orders, "--json", "--currency", "EUR"]);
    expect(exitCode).toBe(0);
    folder = z.object({ path: z.string() }).parse(JSON.parse(stdout)).path;
    engine = await duckDbWith(
      [],
      SCHEMAS.map(([name]) => name).map((name) => path.join(folder, `${name}.parquet`)),
    );
  });
  afterAll(() => engine.close());

  test.each(SCHEMAS)("%s", async (name, schema) => {
    const file = path.join(folder, `${name}.parquet`);
    const rows = await engine.rows(sql`SELECT * FROM read_parquet(${file})`, schema);
    expect(rows.length).toBeGreaterThan(0);
    expect(Object.keys(rows[0])).toEqual(Object.keys(schema.shape));
  });
});

test.each([true, false])("the columns of customers stand in the order that is published, amounts: %s", (hasAmounts) => {
  expect(Object.keys(tables.customersSchema({ ...shape, hasAmounts }).shape)).toEqual(
    customerColumns({ ...shape, hasAmounts }),
  );
});

test("the JSON Schemas in docs are those of the code", () => {
  const file = path.resolve(import.meta.dirname, "../../../../docs/schemas/customers.schema.json");
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(z.toJSONSchema(tables.customersSchema(shape)));
});
