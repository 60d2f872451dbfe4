/** From the table of orders to what the models need: summary, cells, and the days of a sample of customers. */
import type { ZeroAmount } from "../domain.js";
import type { Engine } from "../engines/engine.js";
import type { DayCells, History } from "../forecast/history.js";
import type { CustomerFacts } from "../forecast/facts.js";
import { FACTS_TABLE, type Attributes, type FactSpec } from "../intake/attributes.js";
import { CUSTOMER_TABLES } from "../intake/make-orders.js";
import { cellColumns, cellCount, cells, cellsOfSample, coarserCells, type Steps } from "../sql/cells.js";
import { businessTotals } from "../sql/margin.js";
import { rfmSummary } from "../sql/rfm-summary.js";
import { sample, sampleDays } from "../sql/sample.js";
import { sampleFacts } from "../sql/fact-rows.js";
import { ident, sql, type Sql } from "../sql/sql.js";

/** Names of the tables of a run inside its engine. */
export const TABLES = {
  orders: "orders",
  starts: "customer_starts",
  ...CUSTOMER_TABLES,
  summary: "rfm_summary",
  cells: "cells",
  scores: "cell_scores",
  core: "customers_core",
  margin: "margin",
  customers: "customers",
  scored: "customers_scored",
  inOrder: "customers_in_order",
  history: "history",
  sample: "sample_customers",
  refined: "refined_cells",
} as const;

const SAMPLE = 50_000; // customers whose days travel to the models; everybody's cells do
const EXACT_AT_MOST = 40_000; // cells; more are binned: the time grows with the cells (docs/decisions/0003)
const BINNED_AT_MOST = 20_000;
const FINEST = 32;
const COARSER = [16, 8, 4] as const;

export interface PrepareOptions {
  readonly asOf: string;
  readonly zeroAmount: ZeroAmount;
  readonly hasAmounts: boolean;
  readonly hasStarts: boolean;
  readonly exactCells: boolean; // --model: the fit is on exact cells
  readonly attributes: Attributes; // what else is known of customers
}

export interface Business {
  readonly revenue: number; // of identified customers, refunds deducted
  readonly margin: number;
  readonly orders: number;
  readonly refunded: number;
  readonly customers: number;
  readonly buyers: number; // customers with a purchase
  readonly repeatBuyers: number;
}

export interface Prepared {
  readonly cells: DayCells; // for scoring, in the order of the table `cells`
  readonly fullCells: DayCells | null; // exact, for --model
  readonly history: History;
  readonly cellOf: Int32Array | null; // of each customer of the history; null when that is a sample
  readonly business: Business;
  readonly steps: Steps; // of the bins of `cells`
}

export const createTable = (name: string, query: Sql): Sql => sql`CREATE TABLE ${ident(name)} AS ${query}`;
export const dropTable = (name: string): Sql => sql`DROP TABLE IF EXISTS ${ident(name)}`;

export async function prepare(engine: Engine, options: PrepareOptions): Promise<Prepared> {
  const starts = options.hasStarts ? TABLES.starts : null;
  await engine.execute(
    createTable(TABLES.summary, rfmSummary({ histories: TABLES.histories, starts, asOf: options.asOf })),
  );
  const business = await readBusiness(engine);
  const fullCells = options.exactCells ? await exactCells(engine).then(() => readCells(engine)) : null;
  const steps = await makeCells(engine, business.buyers);
  const scoring = await readCells(engine);
  const history = await readHistory(engine, options);
  const { facts } = options.attributes;
  const known = facts.length === 0 ? history : { ...history, facts: await readFacts(engine, facts, history.customers) };
  const cellOf = business.buyers <= SAMPLE ? await readCellOf(engine, steps) : null;
  return { cells: scoring, fullCells, history: known, cellOf, business, steps };
}

async function readBusiness(engine: Engine): Promise<Business> {
  const names = ["revenue", "margin", "orders", "refunded", "customers", "buyers", "repeat_buyers"] as const;
  const row = await engine.numbers(businessTotals(TABLES.summary), names);
  const of = (name: (typeof names)[number]): number => row[name][0] ?? 0;
  return {
    revenue: of("revenue"),
    margin: of("margin"),
    orders: of("orders"),
    refunded: of("refunded"),
    customers: of("customers"),
    buyers: of("buyers"),
    repeatBuyers: of("repeat_buyers"),
  };
}

const exactCells = (engine: Engine): Promise<number> => cellsBy(engine, cells(TABLES.summary, null));

async function cellsBy(engine: Engine, query: Sql): Promise<number> {
  const made = "cells_made";
  await engine.execute(createTable(made, query));
  await engine.execute(dropTable(TABLES.cells));
  await engine.execute(sql`ALTER TABLE ${ident(made)} RENAME TO ${ident(TABLES.cells)}`);
  const count = await engine.numbers(cellCount(TABLES.cells), ["cells"]);
  return count.cells[0] ?? 0;
}

/** Exact where that gives few cells, else the finest grid that does. @returns its steps */
async function makeCells(engine: Engine, buyers: number): Promise<Steps> {
  const binned = cells(TABLES.summary, FINEST);
  if (buyers <= EXACT_AT_MOST || (await cellsBy(engine, binned)) <= EXACT_AT_MOST) {
    if ((await exactCells(engine)) <= EXACT_AT_MOST) return null;
    if ((await cellsBy(engine, binned)) <= BINNED_AT_MOST) return FINEST;
  }
  for (const steps of COARSER)
    if ((await cellsBy(engine, coarserCells(TABLES.cells, steps))) <= BINNED_AT_MOST) return steps;
  return COARSER.at(-1) ?? null;
}

async function readCells(engine: Engine): Promise<DayCells> {
  const names = ["frequency", "recency", "tenure", "spend_days", "weight"] as const;
  const { spend_days: spendCount, ...rest } = await engine.numbers(cellColumns(TABLES.cells), names);
  return { ...rest, spendCount };
}

async function readCellOf(engine: Engine, steps: Steps): Promise<Int32Array> {
  const { cell } = await engine.numbers(cellsOfSample(TABLES, steps), ["cell"]);
  return Int32Array.from(cell);
}

async function readHistory(engine: Engine, { hasAmounts }: PrepareOptions): Promise<History> {
  await engine.execute(createTable(TABLES.sample, sample(TABLES.summary, SAMPLE, engine.dialect)));
  const names = ["customer", "day", "value", "purchase", "start_day"] as const;
  const rows = await engine.numbers(sampleDays(TABLES.sample, TABLES.days), names);
  const customers = rows.customer.length === 0 ? 0 : (rows.customer.at(-1) ?? 0) + 1;
  const offsets = new Int32Array(customers + 1);
  const firstDay = new Int32Array(customers);
  rows.customer.forEach((customer, i) => {
    offsets[customer + 1] = i + 1;
    firstDay[customer] = rows.start_day[i] ?? 0;
  });
  return {
    customers,
    offsets,
    day: Int32Array.from(rows.day),
    value: hasAmounts ? rows.value : new Float64Array(rows.value.length).fill(1),
    purchase: Uint8Array.from(rows.purchase),
    hasAmounts,
    firstDay,
  };
}

async function readFacts(engine: Engine, facts: readonly FactSpec[], customers: number): Promise<CustomerFacts> {
  const columns = facts.map(({ column }) => column);
  const rows = await engine.numbers(sampleFacts(TABLES.sample, FACTS_TABLE, columns), ["customer", "day", ...columns]);
  const offsets = new Int32Array(customers + 1);
  for (const customer of rows["customer"] ?? []) offsets[customer + 1]!++;
  for (let c = 0; c < customers; c++) offsets[c + 1]! += offsets[c]!;
  return {
    offsets,
    day: Int32Array.from(rows["day"] ?? []),
    columns: facts.map(({ name, column, block, isCategory }) => ({
      name,
      block,
      isCategory,
      values: rows[column] ?? new Float64Array(),
    })),
  };
}
