/** From the table of orders to what the models need: summary, cells, and the days of a sample of customers. */
import type { ZeroAmount } from "../domain.js";
import type { Engine } from "../engines/engine.js";
import type { DayCells, History } from "../forecast/history.js";
import type { CustomerFacts } from "../forecast/facts.js";
import { FACTS_TABLE, type Attributes, type FactSpec } from "../intake/attributes.js";
import { CUSTOMER_TABLES } from "../intake/make-orders.js";
import { cellColumns, cellCount, cells, cellsOfSample, coarserCells, type Steps } from "../sql/cells.js";
import { businessTotals } from "../sql/margin.js";
import { sample, sampleDays, type Numbers } from "../sql/sample.js";
import { sampleFacts } from "../sql/fact-rows.js";
import { ident, sql, type Sql } from "../sql/sql.js";

/** Names of the tables of a run inside its engine. */
export const TABLES = {
  orders: "orders",
  starts: "customer_starts",
  ...CUSTOMER_TABLES,
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

/** Customers whose days travel to the models; everybody's cells do. */
const SAMPLE = 50_000;
const EXACT_AT_MOST = 40_000; // cells; more are binned: the time grows with the cells (docs/decisions/0003)
const BINNED_AT_MOST = 20_000;
const FINEST = 32;
const COARSER = [16, 8, 4] as const;

export interface PrepareOptions {
  readonly zeroAmount: ZeroAmount;
  readonly hasAmounts: boolean;
  readonly exactCells: boolean; // --model: the fit is on exact cells
  readonly attributes: Attributes; // what else is known of customers
  readonly learnUpTo: number; // customers with a purchase up to which what is learnt is told of every one
  readonly atOnce?: number; // customers whose days are in memory at once
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
  readonly history: History; // of everybody, or of a sample
  readonly everybody: Everybody | null; // of whom what is learnt is told; null: of nobody
  readonly business: Business;
  readonly steps: Steps; // of the bins of `cells`
}

/** The customers with a purchase, in the order of the history, which is the first block of them. */
export interface Everybody {
  readonly cellOf: Int32Array; // of each
  readonly blocks: number;
  readonly read: (block: number) => Promise<History>;
}

export const createTable = (name: string, query: Sql): Sql => sql`CREATE TABLE ${ident(name)} AS ${query}`;
export const dropTable = (name: string): Sql => sql`DROP TABLE IF EXISTS ${ident(name)}`;

export async function prepare(engine: Engine, options: PrepareOptions): Promise<Prepared> {
  const business = await readBusiness(engine);
  const fullCells = options.exactCells ? await exactCells(engine).then(() => readCells(engine)) : null;
  const steps = await makeCells(engine, business.buyers);
  const scoring = await readCells(engine);
  const { learnUpTo, atOnce = SAMPLE } = options;
  const isLearnt = business.buyers <= learnUpTo;
  const limit = isLearnt ? Math.max(business.buyers, atOnce) : atOnce;
  await engine.execute(
    createTable(TABLES.sample, sample(TABLES.summary, { limit, of: business.buyers }, engine.dialect)),
  );
  const read = (block: number): Promise<History> =>
    readBlock(engine, { from: block * atOnce, to: (block + 1) * atOnce }, options);
  const everybody = isLearnt
    ? { cellOf: await readCellOf(engine, steps), blocks: Math.ceil(business.buyers / atOnce), read }
    : null;
  return { cells: scoring, fullCells, history: await read(0), everybody, business, steps };
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

async function readBlock(engine: Engine, numbers: Numbers, options: PrepareOptions): Promise<History> {
  const history = await readHistory(engine, numbers, options);
  const { facts } = options.attributes;
  return facts.length === 0 ? history : { ...history, facts: await readFacts(engine, facts, { numbers, history }) };
}

async function readHistory(engine: Engine, numbers: Numbers, { hasAmounts }: PrepareOptions): Promise<History> {
  const names = ["customer", "day", "value", "purchase", "start_day"] as const;
  const rows = await engine.numbers(sampleDays(TABLES.sample, TABLES.days, numbers), names);
  const customers = rows.customer.length === 0 ? 0 : (rows.customer.at(-1) ?? 0) - numbers.from + 1;
  const offsets = new Int32Array(customers + 1);
  const firstDay = new Int32Array(customers);
  rows.customer.forEach((number, i) => {
    offsets[number - numbers.from + 1] = i + 1;
    firstDay[number - numbers.from] = rows.start_day[i] ?? 0;
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

type Block = Readonly<{ numbers: Numbers; history: History }>;

async function readFacts(
  engine: Engine,
  facts: readonly FactSpec[],
  { numbers, history: { customers } }: Block,
): Promise<CustomerFacts> {
  const columns = facts.map(({ column }) => column);
  const query = sampleFacts({ sample: TABLES.sample, facts: FACTS_TABLE }, columns, numbers);
  const rows = await engine.numbers(query, ["customer", "day", ...columns]);
  const offsets = new Int32Array(customers + 1);
  for (const number of rows["customer"] ?? []) offsets[number - numbers.from + 1]!++;
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
