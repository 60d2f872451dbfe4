/** Items without an amount take the price of their product from a file of products. */
import { z } from "zod";
import { UserError } from "../errors.js";
import { ident, list, sql, type Sql } from "../sql/sql.js";
import { sides as words } from "../words/en/side-files.js";
import { headerPlace } from "./bind.js";
import { norm } from "./header-words.js";
import { candidate, type ColumnProfile } from "./matcher.js";
import { decideNumberStyle, numberSql, TYPED_NUMBERS } from "./numbers.js";
import { profiles } from "./profile.js";
import type { IntakeRequest, IntakeTools } from "./request.js";
import { fitting, needed, openSideFile, placeIn, refuseWhere, type SideFile } from "./side-file.js";
import type { Staged, StagedColumn } from "./staged.js";
import type { Role } from "./synonyms.js";
import { trimmed } from "./typed-cells.js";

type Work = Readonly<{ request: IntakeRequest; tools: IntakeTools }>;
type Priced = Readonly<{ staged: readonly Staged[]; request: IntakeRequest }>;

/** The staged files with a column of prices, and the request that says what it is. @throws see `openSideFile`, column_missing */
export async function withPrices(staged: readonly Staged[], { request, tools }: Work): Promise<Priced> {
  if (request.prices === undefined) return { staged, request };
  const side = await openSideFile({ given: request.prices, option: "--prices" }, request, tools);
  const price = needed(side, fitting(side, "unitPrice")[0] ?? fitting(side, "amount")[0], "price");
  const value = await priceSql(side, price, tools);
  const priced: Staged[] = [];
  const map: Record<string, string | undefined> = { ...request.map };
  for (const each of staged) {
    const seen = await profiles(tools.engine, each);
    const own = ownPrice(seen, request);
    const listing = { ...(await pairOf(each, { seen, side, price }, { request, tools })), price, value };
    await refuseTwice(side, listing, tools);
    const hasQuantity = seen.some((profile) => candidate("quantity", profile).score >= SURE);
    map[hasQuantity ? "unit_price" : "amount"] = own?.name ?? price.name;
    priced.push(await withPriceColumn(each, { ...listing, own, side }, tools));
  }
  return { staged: priced, request: { ...request, map } };
}

const LIKELY = 0.4; // of a name: Total may be the amount
const SURE = 0.6; // score from which the matcher takes a column for its role

/** The column with prices of the orders' own, to be filled up. @throws bad_arguments where nothing is left to fill */
function ownPrice(seen: readonly ColumnProfile[], { map }: IntakeRequest): StagedColumn | undefined {
  const best = (role: Role): ColumnProfile | undefined =>
    seen
      .filter((profile) => candidate(role, profile).name >= LIKELY && profile.filled > 0)
      .toSorted((a, b) => candidate(role, b).score - candidate(role, a).score)[0];
  const [amount, price] = [best("amount"), best("unitPrice")];
  const full = [price, amount].find((profile) => profile !== undefined && profile.filled === 1);
  if (full ?? map.amount !== undefined) {
    const column = full?.column.name ?? map.amount ?? "";
    throw new UserError("bad_arguments", words.hasAmounts({ column }), { place: "--prices" });
  }
  return price?.column ?? amount?.column;
}

async function priceSql(side: SideFile, price: StagedColumn, tools: IntakeTools): Promise<Sql> {
  const { engine } = tools;
  const columns = [{ column: price, role: "money" as const }];
  const style =
    price.type === "text"
      ? await decideNumberStyle(engine, side.staged, { columns, placeOf: placeIn(side, tools) })
      : TYPED_NUMBERS;
  const value = numberSql(price, style, engine.dialect);
  await refuseWhere(
    side,
    { column: price, wrong: sql`${value} IS NULL`, code: "number_unreadable", what: "price" },
    tools,
  );
  return value;
}

type Pair = Readonly<{ product: StagedColumn; listed: StagedColumn }>;

type Seen = Readonly<{ seen: readonly ColumnProfile[]; side: SideFile; price: StagedColumn }>;

/**
 * The columns that name products in both files. Names say which could; content says which do: numbers of lines are among
 * the numbers of products, too.
 */
async function pairOf(staged: Staged, { seen, side, price }: Seen, { request, tools }: Work): Promise<Pair> {
  let best: (Pair & Readonly<{ share: number }>) | undefined;
  for (const pair of pairsByName(seen, { side, price, named: request.map.product })) {
    const share = await sharedProducts(pair, { orders: staged.table, prices: side.staged.table }, tools);
    if (share >= SHARED && share > (best?.share ?? 0)) best = { ...pair, share };
  }
  if (best) return best;
  const said = words.noProduct({ prices: side.staged.source.name, orders: staged.source.name });
  throw new UserError("column_missing", said, { place: headerPlace(staged) });
}

const SHARED = 0.5; // of the products in the orders that the other file must have

type Named = Readonly<{ side: SideFile; price: StagedColumn; named: string | undefined }>;

/** Columns of one header in both files; else columns that are called products, each with each. */
function pairsByName(seen: readonly ColumnProfile[], { side, price, named }: Named): readonly Pair[] {
  const listed = side.seen.filter(({ column }) => column.id !== price.id);
  const products = seen.filter(({ column }) => named === undefined || norm(column.name) === norm(named));
  const each = (of: (a: ColumnProfile, b: ColumnProfile) => boolean): readonly Pair[] =>
    products.flatMap((a) => listed.flatMap((b) => (of(a, b) ? [{ product: a.column, listed: b.column }] : [])));
  const called = (profile: ColumnProfile): boolean => candidate("product", profile).name >= LIKELY;
  const same = each((a, b) => norm(a.column.name) === norm(b.column.name) && (named !== undefined || called(a)));
  return same.length > 0
    ? same
    : each((a, b) => (named !== undefined || called(a)) && (called(b) || listed.length === 1));
}

/** Share of the products in the orders that the other file has. */
async function sharedProducts(
  { product, listed }: Pair,
  { orders, prices }: Readonly<{ orders: string; prices: string }>,
  { engine }: IntakeTools,
): Promise<number> {
  const query = sql`SELECT CAST(count(*) AS double) AS n, CAST(count(CASE WHEN key IN (SELECT ${trimmed(listed)} FROM ${ident(prices)}) THEN 1 END) AS double) AS found
FROM (SELECT DISTINCT ${trimmed(product)} AS key FROM ${ident(orders)}) AS keys WHERE key <> ''`;
  const [row] = await engine.rows(query, z.object({ n: z.number(), found: z.number() }));
  return row && row.n > 0 ? row.found / row.n : 0;
}

type Listed = Readonly<{ listed: StagedColumn; price: StagedColumn; value: Sql }>;

async function refuseTwice(side: SideFile, { listed, price, value }: Listed, tools: IntakeTools): Promise<void> {
  const rows = sql`SELECT ${trimmed(listed)} AS product, ${value} AS price, record FROM ${ident(side.staged.table)}`;
  const second = sql`record IN (SELECT max(record) FROM (${rows}) AS listed GROUP BY product HAVING count(DISTINCT price) > 1)`;
  await refuseWhere(side, { column: price, wrong: second, code: "number_ambiguous", what: "twice" }, tools);
}

type Joining = Pair & Listed & Readonly<{ side: SideFile; own: StagedColumn | undefined }>;

/** The records with the product's price where they have none of their own under that header. */
async function withPriceColumn(
  staged: Staged,
  { product, listed, price, value, side, own }: Joining,
  { engine }: IntakeTools,
): Promise<Staged> {
  const id = `c${staged.columns.length + 1000}`;
  const cell = own
    ? sql`coalesce(nullif(${trimmedOf(own)}, ''), CAST(prices.price AS VARCHAR))`
    : sql`CAST(prices.price AS VARCHAR)`;
  const table = `${staged.table}_priced`;
  const columns = staged.columns.map((column) => sql`records.${ident(column.id)}`);
  await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(table)} AS
SELECT records.record, records.file, ${list(columns)}, ${cell} AS ${ident(id)}
FROM ${ident(staged.table)} AS records
LEFT JOIN (SELECT ${trimmed(listed)} AS product, max(${value}) AS price FROM ${ident(side.staged.table)} GROUP BY 1) AS prices ON prices.product = ${trimmedOf(product)}`);
  const kept = staged.columns.filter((column) => column !== own);
  return { ...staged, table, columns: [...kept, { name: own?.name ?? price.name, id, type: "text" }] };
}

const trimmedOf = ({ id, type }: StagedColumn): Sql =>
  type === "text" ? sql`trim(records.${ident(id)})` : sql`CAST(records.${ident(id)} AS VARCHAR)`;
