/** --attributes: files about customers beside the orders, made into one table of facts by customer and day. */
import path from "node:path";
import { z } from "zod";
import { UserError } from "../errors.js";
import {
  factCounts,
  factLabels,
  factRows,
  factShapes,
  factTwice,
  MOST_CATEGORIES,
  SHAPES,
  type FactValue,
} from "../sql/fact-rows.js";
import { ident, integer, list, sql, type Sql } from "../sql/sql.js";
import { attributes as words } from "../words/en/attributes.js";
import { daySql, decideDateStyle } from "./dates.js";
import { norm } from "./header-words.js";
import { CUSTOMER_TABLES } from "./make-orders.js";
import type { IntakeRequest, IntakeTools } from "./request.js";
import { fitting, headed, openSideFile, placeIn, type SideFile } from "./side-file.js";
import type { StagedColumn } from "./staged.js";
import { trimmed } from "./typed-cells.js";

/** Why a column is no fact to learn from. */
export type LeftOut = "identifier" | "date" | "constant" | "empty";

/** A column of a file as it was understood. */
export type AttributeColumn = Readonly<{ name: string; kind: "number" | "category" | LeftOut; categories?: number }>;

/** A file as it was read. */
export interface AttributeFile {
  readonly name: string;
  readonly isDated: boolean; // rows say since when they were known
  readonly rows: number;
  readonly customers: number;
  readonly known: number; // of them, in the orders
  readonly late: number; // rows that were known only after the last day: used by nothing
  readonly columns: readonly AttributeColumn[];
}

/** What is learnt from: the columns of `customer_facts`, in their order. */
export type FactSpec = Readonly<{
  name: string;
  column: string;
  block: number;
  isCategory: boolean;
  labels?: readonly string[]; // of the codes of a category, where they were asked for
}>;

export type Attributes = Readonly<{ files: readonly AttributeFile[]; facts: readonly FactSpec[] }>;

export const FACTS_TABLE = "customer_facts";

type Request = Pick<IntakeRequest, "temp" | "map" | "keepCase" | "dateFormat"> &
  Readonly<{
    attributes: readonly string[];
    asOf: string;
    customers?: string; // table that knows them: the days of orders unless said
    hasLabels?: boolean; // codes of categories have to be told
  }>;

/** Makes `customer_facts` when there are columns to learn from. @throws column_missing, file_not_found and what else is wrong */
export async function readAttributes(request: Request, tools: IntakeTools): Promise<Attributes> {
  const files: AttributeFile[] = [];
  const facts: FactSpec[] = [];
  const tables: Readonly<{ block: number; rows: Sql }>[] = [];
  for (const [block, given] of request.attributes.entries()) {
    const option = request.attributes.length === 1 ? "--attributes" : `--attributes ${block + 1}`;
    const side = await openSideFile({ given, option }, request, tools);
    const read = await readFile(side, { request, block, taken: new Set(facts.map(({ name }) => name)) }, tools);
    files.push(read.file);
    facts.push(...read.facts);
    tables.push({ block, rows: read.rows });
  }
  if (facts.length > 0) await makeFacts(tables, facts, tools);
  return { files, facts };
}

/** One table of all files: a row of one has NULL in the columns of the others. */
async function makeFacts(
  tables: readonly Readonly<{ block: number; rows: Sql }>[],
  facts: readonly FactSpec[],
  { engine }: IntakeTools,
): Promise<void> {
  const parts = tables.map(({ block, rows }) => {
    const columns = facts.map((fact) =>
      fact.block === block ? ident(fact.column) : sql`CAST(NULL AS double) AS ${ident(fact.column)}`,
    );
    return sql`SELECT customer_id, day, record, ${integer(block)} AS block, ${list(columns)} FROM (${rows}) AS facts`;
  });
  await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(FACTS_TABLE)} AS ${list(parts, sql` UNION ALL `)}`);
}

type Reading = Readonly<{ request: Request; block: number; taken: ReadonlySet<string> }>;
type Read = Readonly<{ file: AttributeFile; facts: readonly FactSpec[]; rows: Sql }>;

async function readFile(side: SideFile, { request, block, taken }: Reading, tools: IntakeTools): Promise<Read> {
  const { staged } = side;
  const name = path.basename(staged.source.name);
  const customer = await customerColumn(side, request, tools);
  const dated = headed(side, KNOWN_AT);
  const day = dated === undefined ? null : await dayOf(side, dated, { request, tools });
  const others = staged.columns.filter(
    ({ id, name: header }) => id !== customer.id && id !== dated?.id && header !== "",
  );
  const understood = await understand(side, others, tools);
  const values = understood.flatMap(({ column, kind, comma }, j): readonly FactValue[] => {
    if (kind !== "number" && kind !== "category") return [];
    const read = kind === "category" ? "category" : comma ? "decimal_comma" : "number";
    return [{ id: column.id, text: trimmed(column), kind: read, name: `f${block}_${j}` }];
  });
  const rows = factRows(staged.table, { customer: keyOf(customer, request), day, values });
  await refuseTwice(rows, { dated, name }, tools);
  const counts = await countsOf(rows, request, tools);
  if (counts.known === 0) throw new UserError("column_missing", words.nobody({ file: name, column: customer.name }));
  const facts: FactSpec[] = [];
  for (const [j, { column, kind }] of understood.entries()) {
    if (kind !== "number" && kind !== "category") continue;
    const own = taken.has(column.name) ? `${column.name} (${name})` : column.name;
    const isCategory = kind === "category";
    const labels = isCategory && request.hasLabels === true ? await labelsOf(staged.table, column, tools) : undefined;
    facts.push({ name: own, column: `f${block}_${j}`, block, isCategory, ...(labels && { labels }) });
  }
  const columns = understood.map(({ column, kind, distinct }) => ({
    name: column.name,
    kind,
    ...(kind === "category" ? { categories: Math.min(distinct, MOST_CATEGORIES) } : {}),
  }));
  return { file: { name, isDated: dated !== undefined, ...counts, columns }, facts, rows };
}

/** Texts of a category by their code. */
async function labelsOf(table: string, column: StagedColumn, { engine }: IntakeTools): Promise<readonly string[]> {
  const rows = await engine.rows(factLabels(table, trimmed(column)), z.object({ value: z.string() }));
  return rows.map(({ value }) => value);
}

const KNOWN_AT = [
  "known_at",
  "known at",
  "known_on",
  "known on",
  "known_since",
  "known since",
  "valid_from",
  "valid from",
]; // as `norm` writes headers

/** The key as the orders have it: addresses are trimmed and lower case. */
function keyOf(column: StagedColumn, { keepCase }: Request): Sql {
  const key = trimmed(column);
  return keepCase ? key : sql`CASE WHEN ${key} LIKE '%@%' THEN lower(${key}) ELSE ${key} END`;
}

/** The column with most of the orders' customers among those that are called so. @throws column_missing */
async function customerColumn(side: SideFile, request: Request, { engine }: IntakeTools): Promise<StagedColumn> {
  const { staged } = side;
  const named = request.map.customer === undefined ? [] : staged.columns.filter(({ name }) => norm(name) === norm(request.map.customer ?? "")); // prettier-ignore
  const all = [...named, ...fitting(side, "customer"), ...fitting(side, "email")];
  const columns = all.filter(({ id }, i) => all.findIndex((other) => other.id === id) === i);
  let best: Readonly<{ column: StagedColumn; known: number }> | undefined;
  for (const column of columns) {
    const query = sql`SELECT CAST(count(*) AS double) AS n FROM (SELECT DISTINCT ${keyOf(column, request)} AS key FROM ${ident(staged.table)}) AS keys
WHERE key IN (SELECT customer_id FROM ${ident(request.customers ?? CUSTOMER_TABLES.days)})`;
    const [found] = await engine.rows(query, z.object({ n: z.number() }));
    const known = found?.n ?? 0;
    if (best === undefined || known > best.known) best = { column, known };
  }
  if (best) return best.column;
  const found = staged.columns.map(({ name }) => name);
  throw new UserError("column_missing", words.noCustomer({ file: staged.source.name, found }));
}

type Work = Readonly<{ request: Request; tools: IntakeTools }>;

async function dayOf(side: SideFile, column: StagedColumn, { request, tools }: Work): Promise<Sql> {
  const { engine } = tools;
  const asked = { column, format: request.dateFormat, placeOf: placeIn(side, tools) };
  const style = await decideDateStyle(engine, side.staged, asked);
  return daySql(column, style, engine.dialect);
}

type Understood = Readonly<{ column: StagedColumn; kind: AttributeColumn["kind"]; comma: boolean; distinct: number }>;

/** Every column by how its cells look. */
async function understand(
  { staged }: SideFile,
  columns: readonly StagedColumn[],
  { engine }: IntakeTools,
): Promise<readonly Understood[]> {
  if (columns.length === 0) return [];
  const cells = columns.map((column) => ({ id: column.id, text: trimmed(column) }));
  const [row] = await engine.rows(factShapes(staged.table, cells, engine.dialect), z.record(z.string(), z.number()));
  return columns.map((column) => {
    const of = (shape: (typeof SHAPES)[number]): number => row?.[`${column.id}_${shape}`] ?? 0;
    return { column, kind: kindOf(column, of), comma: of("commas") > 0, distinct: of("distinct") };
  });
}

const LEAST_ROWS = 20; // before values that never repeat are an identifier
const LONG = 5; // digits: shorter whole numbers that all differ may be ages or scores of a small shop

function kindOf({ type }: StagedColumn, of: (shape: (typeof SHAPES)[number]) => number): AttributeColumn["kind"] {
  const [filled, distinct] = [of("filled"), of("distinct")];
  if (filled === 0) return "empty";
  if (distinct === 1 && filled > 1) return "constant";
  if (type === "date" || type === "timestamp" || type === "instant" || of("days") === filled) return "date";
  if (of("emails") * 2 > filled) return "identifier";
  const isNumber = type === "number" || (of("numbers") === filled && (of("commas") === 0 || of("dots") === 0));
  const isUnique = filled >= LEAST_ROWS && distinct === filled;
  if (isNumber) return isUnique && of("whole") === filled && of("longest") >= LONG ? "identifier" : "number";
  return filled >= LEAST_ROWS && distinct * 2 > filled ? "identifier" : "category";
}

type Once = Readonly<{ dated: StagedColumn | undefined; name: string }>;

/** @throws column_missing for a second row of a customer in a file that does not say since when */
async function refuseTwice(rows: Sql, { dated, name }: Once, { engine }: IntakeTools): Promise<void> {
  if (dated !== undefined) return;
  const [twice] = await engine.rows(factTwice(rows), z.object({ customer: z.string(), n: z.number() }));
  if (twice) throw new UserError("column_missing", words.twice({ file: name, rows: twice.n }));
}

const Counts = z.object({ rows: z.number(), customers: z.number(), known: z.number(), late: z.number() });

async function countsOf(
  rows: Sql,
  { asOf, customers = CUSTOMER_TABLES.days }: Request,
  { engine }: IntakeTools,
): Promise<z.infer<typeof Counts>> {
  const [counts] = await engine.rows(factCounts(rows, customers, asOf), Counts);
  if (!counts) throw new Error("an aggregate gave no row");
  return counts;
}
