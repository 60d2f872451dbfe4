/** From staged files to plans: the layout by its headers, or the matcher. One run takes files of one layout. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { ident, integer, sql, type Sql } from "../sql/sql.js";
import { exports } from "../words/en/exports.js";
import { problems as words } from "../words/en/problems.js";
import { eventRows } from "./event-kinds.js";
import { detect } from "./detect.js";
import type { Layout } from "./layout.js";
import { match, type ColumnProfile, type Match } from "./matcher.js";
import { planOf } from "./plan-of-layout.js";
import { planHasAmounts, planOfMatch, type Bound, type Plan } from "./plan.js";
import { profiles } from "./profile.js";
import type { IntakeRequest } from "./request.js";
import { planByCells } from "./plan-by-cells.js";
import type { Source } from "./source.js";
import type { Staged, StagedColumn } from "./staged.js";
import { headerKey, isBeside } from "./synonyms.js";

/** @throws not_orders, column_missing, column_ambiguous, mixed_layouts */
export async function bind(
  staged: readonly Staged[],
  request: IntakeRequest,
  engine: Engine,
): Promise<readonly Bound[]> {
  const bound: Bound[] = [];
  for (const each of staged)
    bound.push(await planByCells({ staged: each, plan: await planFor(each, request, engine) }, request, engine));
  refuseMixed(bound.map(({ staged: { source }, plan }) => ({ file: source.name, layout: plan.layout })));
  return withAddressKeys(bound, engine);
}

const ADDRESSES = 0.95; // of a column's cells; the others are mistyped

/** The customer column of a sheet, whatever its header, holds addresses in every file: then they are one in any case. */
async function withAddressKeys(bound: readonly Bound[], engine: Engine): Promise<readonly Bound[]> {
  const made: Bound[] = [];
  for (const { staged, plan } of bound) {
    const [key] = plan.key;
    if (plan.layout !== "generic" || !key) return bound;
    const isKnown = plan.email.some(({ id }) => id === key.id);
    const seen = isKnown ? [] : await profiles(engine, staged);
    const emails = seen.find(({ column }) => column.id === key.id)?.emails ?? 0;
    if (!isKnown && emails < ADDRESSES) return bound;
    made.push({ staged, plan: isKnown ? plan : { ...plan, email: [...plan.email, key] } });
  }
  return made;
}

/** Told from the headers alone, before ten thousand files are loaded. @throws mixed_layouts */
export function refuseMixedHeaders(sources: readonly Source[]): void {
  const found = sources.flatMap((source) => {
    const layout = source.kind === "text" ? detect(source.columns) : undefined;
    const isOther = source.kind !== "text" || (layout !== undefined && layout.kind !== "orders"); // told when it is bound
    return isOther ? [] : [{ file: source.name, layout: layout?.id ?? "generic" }];
  });
  refuseMixed(found);
}

function refuseMixed(found: readonly Readonly<{ file: string; layout: string }>[]): void {
  const layouts = [...new Set(found.map(({ layout }) => layout))];
  if (layouts.length < 2) return;
  const groups = layouts
    .map((layout) => ({
      layout: exports.name(layout),
      files: found.filter((each) => each.layout === layout).map(({ file }) => file),
    }))
    .toSorted((a, b) => b.files.length - a.files.length);
  throw new UserError("mixed_layouts", words.mixedLayouts({ groups }), { place: groups.at(-1)?.files[0] });
}

async function planFor(staged: Staged, request: IntakeRequest, engine: Engine): Promise<Plan> {
  const headers = staged.columns.map(({ name }) => name);
  const layout = detect(headers);
  const mapped = request.map.customer !== undefined && request.map.date !== undefined;
  if (layout?.kind === "orders") return planOf(layout, staged.columns, { ...request, place: headerPlace(staged) });
  if (layout && !mapped) throw notOrders(layout, staged);
  const seen = await profiles(engine, staged);
  const place = headerPlace(staged);
  const named = match(seen, request.map, place);
  const isIds = request.map.order !== undefined || (await namesOrders(named, staged, engine));
  const found = isIds ? named : match(seen, { ...request.map, order: "none" }, place);
  const customers = seen.find(({ column }) => column.id === found.customer?.column.id);
  const plan = planOfMatch(found, staged.columns, request);
  if (customers && isList(customers, plan, request) && (await isEverybodyOnce(customers.column, staged, engine)))
    throw new UserError("not_orders", words.customerList(), { place });
  refuseOtherEvents(plan, staged, request);
  refuseCounts(plan, seen, { map: request.map, place });
  const rows = await eventRows(plan, staged, { request, engine, place });
  if (plan.discount && request.map.discount === undefined) await refuseShares(plan.discount, staged, engine);
  if (!planHasAmounts(plan, request.map)) await refuseUntakenMoney(plan, staged, { request, engine });
  return { ...plan, rows };
}

const HEAD = 50_000; // records that are looked at: those of one order stand together
const PHRASE = "[^ ]+ +[^ ]+ +[^ ]+ +[^ ]"; // four words
const WORD = "\\p{L}{3}"; // numbers that a spreadsheet rounded are told elsewhere
const OFTEN = 0.2; // of the ids stand on several records; fewer can be refunds of a later day
const Ids = z.object({
  filled: z.number(),
  phrases: z.number(),
  ids: z.number(),
  several: z.number(),
  spread: z.number(),
});

/** Whether the column of order ids holds ids: an id is no sentence, and no word that stands on several days. */
async function namesOrders({ order, customer, date }: Match, { table }: Staged, engine: Engine): Promise<boolean> {
  if (!order || !customer || !date) return true;
  const value = ({ id }: StagedColumn): Sql => sql`nullif(trim(CAST(${ident(id)} AS VARCHAR)), '')`;
  const count = (condition: Sql): Sql => sql`CAST(count(CASE WHEN ${condition} THEN 1 END) AS double)`;
  const head = sql`SELECT ${value(order.column)} AS id, ${value(customer.column)} AS customer, substr(${value(date.column)}, 1, 10) AS day
  FROM ${ident(table)} WHERE record <= ${integer(HEAD)}`;
  const isWord = engine.dialect.matches(sql`id`, WORD);
  const query = sql`SELECT CAST(coalesce(sum(n), 0) AS double) AS filled, CAST(coalesce(sum(CASE WHEN ${engine.dialect.matches(sql`id`, PHRASE)} THEN n END), 0) AS double) AS phrases,
  CAST(count(*) AS double) AS ids, ${count(sql`n > 1 AND ${isWord}`)} AS several, ${count(sql`n > 1 AND days > 1 AND ${isWord}`)} AS spread
FROM (SELECT id, customer, count(*) AS n, count(DISTINCT day) AS days FROM (${head}) AS head WHERE id IS NOT NULL GROUP BY id, customer) AS orders`;
  const [found] = await engine.rows(query, Ids);
  if (!found) return true;
  const { filled, phrases, ids, several, spread } = found;
  return 2 * phrases <= filled && (several <= OFTEN * ids || 2 * spread <= several);
}

const FEW = 20; // different counts of pieces in an order's line
const PRICE = /\b(prices?|preis|prix|precio|prezzo|prijs|preco|cena|revenue|sales|umsatz)\b|价|価|金/u;

/** `AMOUNT` of a few small whole numbers beside prices of many kinds counts pieces, perhaps. @throws column_ambiguous */
function refuseCounts(
  { total, quantity }: Plan,
  seen: readonly ColumnProfile[],
  { map, place }: Readonly<{ map: IntakeRequest["map"]; place: string }>,
): void {
  const counts = seen.find(({ column }) => column.id === total?.id);
  if (!counts || quantity || map.amount !== undefined || map.quantity !== undefined) return;
  if (!counts.whole || counts.distinct > FEW || PRICE.test(headerKey(counts.column.name))) return;
  const isPrice = ({ column: { name }, numeric, distinct }: ColumnProfile): boolean =>
    PRICE.test(headerKey(name)) && numeric === 1 && distinct > 5 * counts.distinct;
  const price = seen.find(isPrice);
  if (price)
    throw new UserError(
      "column_ambiguous",
      { value: "amount", a: price.column.name, b: counts.column.name },
      { place },
    );
}

const Shares = z.object({ others: z.number(), fractions: z.number() });

/** Discounts that are 0.05, 0.1, 0.25 and never more than 1 can be shares of the price. @throws number_ambiguous */
async function refuseShares(discount: StagedColumn, staged: Staged, engine: Engine): Promise<void> {
  const value = sql`trim(CAST(${ident(discount.id)} AS VARCHAR))`;
  const count = (condition: Sql): Sql => sql`CAST(count(CASE WHEN ${condition} THEN 1 END) AS double)`;
  const isUpToOne = engine.dialect.matches(value, "^(|[01]([.,]0*)?|0?[.,][0-9]+)$");
  const isFraction = engine.dialect.matches(value, "^0?[.,]0*[1-9][0-9]*$");
  const query = sql`SELECT ${count(sql`NOT ${isUpToOne}`)} AS others, ${count(isFraction)} AS fractions FROM ${ident(staged.table)}`;
  const [found] = await engine.rows(query, Shares);
  if (!found || found.others > 0 || found.fractions === 0) return;
  throw new UserError("number_ambiguous", words.discountShare({ column: discount.name }), {
    place: headerPlace(staged),
  });
}

const MONEY = 0.9; // of the cells have two decimals

/** Money that no role took: counting its records would leave it out as if it were not there. @throws column_missing */
async function refuseUntakenMoney(
  { choices }: Plan,
  staged: Staged,
  { request: { map, prices }, engine }: Readonly<{ request: IntakeRequest; engine: Engine }>,
): Promise<void> {
  if (map.amount !== undefined || prices !== undefined) return;
  const taken = new Set(Object.values(choices).map((choice) => choice?.column.id));
  const seen = await profiles(engine, staged, "all");
  const free = seen.filter(({ column, money }) => money >= MONEY && !taken.has(column.id) && !isBeside(column.name));
  const [column] = free.map(({ column }) => column.name);
  if (column === undefined) return;
  throw new UserError("column_missing", words.moneyUntaken({ column }), { place: headerPlace(staged) });
}

const LIST = 20; // records from which it is no coincidence that nobody comes twice

/** One record per customer, no amounts and no order ids: attributes, not orders. What the user said is believed. */
function isList({ records, filled, distinct }: ColumnProfile, plan: Plan, { map }: IntakeRequest): boolean {
  const isSaid = map.amount !== undefined || (map.customer !== undefined && map.date !== undefined);
  const hasOrders = plan.order.length > 0 || planHasAmounts(plan, map);
  return !isSaid && !hasOrders && records >= LIST && distinct === Math.round(records * filled);
}

/** In the whole file: of a sample every record can be of another customer when they stand together. */
async function isEverybodyOnce({ id }: StagedColumn, { table }: Staged, engine: Engine): Promise<boolean> {
  const query = sql`SELECT CAST(count(${ident(id)}) AS double) AS records, CAST(count(DISTINCT ${ident(id)}) AS double) AS customers FROM ${ident(table)}`;
  const { records, customers } = await engine.numbers(query, ["records", "customers"]);
  return records[0] === customers[0];
}

/** What is dated when it is no purchase. */
const OTHER_EVENTS =
  /\b(reviews?|ratings?|visits?|visited|sessions?|logins?|clicks?|(page ?)?views?|impressions?|e ?mails?|messages?|tickets?|calls?|surveys?|responses?|cov|covariates?)\b/u;

/** Without amounts and order ids, a date of something else than a purchase counts nothing that was bought. @throws not_orders */
function refuseOtherEvents(plan: Plan, staged: Staged, { map }: IntakeRequest): void {
  if (plan.order.length > 0 || planHasAmounts(plan, map) || map.date !== undefined || map.amount !== undefined) return;
  const [what] = OTHER_EVENTS.exec(headerKey(plan.date.name)) ?? [];
  if (what === undefined) return;
  const said = words.otherEvents({ column: plan.date.name, what });
  throw new UserError("not_orders", said, { place: headerPlace(staged) });
}

/** Where the header is: `file:line:column`. */
export const headerPlace = ({ source }: Staged): string =>
  `${source.name}:${source.kind === "text" ? source.dialect.startLine : 1}:1`;

function notOrders(layout: Exclude<Layout, Readonly<{ kind: "orders" }>>, staged: Staged): UserError {
  return new UserError("not_orders", words.notOrders(layout), { place: headerPlace(staged) });
}
