/** What only the cells can say about a layout's columns: which option of the export was on, whether a column is kept up. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { ident, list, sql, type Sql } from "../sql/sql.js";
import { cluster as words } from "../words/en/cluster.js";
import type { Bound, Plan } from "./plan.js";
import type { IntakeRequest } from "./request.js";
import type { Staged, StagedColumn } from "./staged.js";
import { isBlank, oneOf, text, trimmed } from "./typed-cells.js";

/** The plan as this file needs it, over a view that has the columns made from others. */
export async function planByCells({ staged, plan }: Bound, request: IntakeRequest, engine: Engine): Promise<Bound> {
  const grain = plan.grain === "repeat or head" ? await repeatOrHead(plan, staged, engine) : plan.grain;
  const money = await ownMoney(plan, { staged, request, engine });
  const totalLeft = plan.totalLeft && (await isKept(plan, staged, engine)) ? plan.totalLeft : undefined;
  const dateOrder = plan.dateOrder ?? (await orderByZone(plan, staged, engine));
  const known: Plan = { ...plan, grain, ...money, totalLeft, dateOrder };
  if (known.group) return withGroups(known, staged, engine);
  return known.clock && request.timezone !== undefined ? withClock(known, staged, engine) : { staged, plan: known };
}

const Count = z.object({ n: z.number(), of: z.number() });
const count = (condition: Sql): Sql => sql`CAST(count(CASE WHEN ${condition} THEN 1 END) AS double)`;

/** An order's money on all its records, or on its first only: then no order has it twice. */
async function repeatOrHead(
  { total, order: [order] }: Plan,
  { table }: Staged,
  engine: Engine,
): Promise<"repeat" | "head"> {
  if (!total || !order) return "repeat";
  const query = sql`SELECT ${count(isBlank(total))} AS n, CAST(count(*) - count(DISTINCT ${trimmed(order)}) AS double) AS of
FROM (SELECT * FROM ${ident(table)} WHERE NOT ${isBlank(total)}) AS filled`;
  const blanks = sql`SELECT ${count(isBlank(total))} AS n, CAST(count(*) AS double) AS of FROM ${ident(table)}`;
  const [[filled], [all]] = [await engine.rows(query, Count), await engine.rows(blanks, Count)];
  return (all?.n ?? 0) > 0 && filled?.of === 0 ? "head" : "repeat";
}

type Money = Partial<Pick<Plan, "total" | "refund" | "currency" | "foreign">>;
type Context = Readonly<{ staged: Staged; request: IntakeRequest; engine: Engine }>;

/** Payments in several currencies that the provider has converted to one, each of them: that one is the shop's. */
async function ownMoney(
  { converted, currency, total, refund }: Plan,
  { staged, request, engine }: Context,
): Promise<Money> {
  if (!converted || !currency || !total || request.onlyCurrency !== undefined) return {};
  const Currencies = z.object({ written: z.number(), own: z.number(), without: z.number() });
  const distinct = (column: StagedColumn): Sql =>
    sql`CAST(count(DISTINCT CASE WHEN ${isBlank(column)} THEN NULL ELSE upper(${trimmed(column)}) END) AS double)`;
  const query = sql`SELECT ${distinct(currency)} AS written, ${distinct(converted.currency)} AS own,
  ${count(sql`NOT ${isBlank(total)} AND (${isBlank(converted.total)} OR ${isBlank(converted.currency)})`)} AS without FROM ${ident(staged.table)}`;
  const [found] = await engine.rows(query, Currencies);
  if (!found || found.written < 2 || found.own !== 1 || found.without > 0) return {};
  const { total: own, currency: name, refund: back } = converted;
  return { total: own, currency: name, refund: back ?? refund, foreign: currency };
}

/** Whether the total after refunds is filled in: on most orders it equals the total. */
async function isKept({ total, totalLeft }: Plan, { table }: Staged, engine: Engine): Promise<boolean> {
  if (!total || !totalLeft) return false;
  const query = sql`SELECT ${count(sql`${trimmed(total)} = ${trimmed(totalLeft)}`)} AS n, ${count(sql`NOT ${isBlank(total)}`)} AS of FROM ${ident(table)}`;
  const [found] = await engine.rows(query, Count);
  return found !== undefined && found.of > 0 && 2 * found.n > found.of;
}

const US_ZONES =
  "PST PDT MST MDT CST CDT EST EDT America/New_York America/Chicago America/Denver America/Los_Angeles".split(" ");

/** Clocks of the United States write the month first. */
async function orderByZone({ clock }: Plan, { table }: Staged, engine: Engine): Promise<"mdy" | undefined> {
  const zone = clock?.zone;
  if (!zone) return undefined;
  const isThere = sql`(${oneOf(trimmed(zone), US_ZONES)} OR ${trimmed(zone)} LIKE '%(US & Canada)')`;
  const query = sql`SELECT ${count(isThere)} AS n, ${count(sql`NOT ${isBlank(zone)}`)} AS of FROM ${ident(table)}`;
  const [found] = await engine.rows(query, Count);
  return found !== undefined && found.of > 0 && found.n === found.of ? "mdy" : undefined;
}

/** The first column names a customer above their records: a column that names them on each. */
async function withGroups(plan: Plan, staged: Staged, engine: Engine): Promise<Bound> {
  const { source } = staged;
  if (source.kind === "table") throw new UserError("not_orders", words.noOrder({ table: source.name }));
  const key: StagedColumn = { name: "", id: "c1_carried", type: "text" };
  await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(`${staged.table}_heads`)} AS ${groups(staged.table)}`);
  const table = `${staged.table}_grouped`;
  await engine.execute(sql`CREATE OR REPLACE VIEW ${ident(table)} AS
SELECT records.*, heads.name AS ${ident(key.id)} FROM ${ident(staged.table)} AS records LEFT JOIN ${ident(`${staged.table}_heads`)} AS heads ON heads.record = records.record`);
  return { staged: { ...staged, table }, plan: { ...plan, key: [key] } };
}

/** groups: one row per record, the name that stands above it. */
export const groups = (table: string): Sql => sql`WITH marked AS (
  SELECT record, max(CASE WHEN trim(coalesce(c1, '')) <> '' THEN record END) OVER (ORDER BY record ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS head FROM ${ident(table)}
)
SELECT marked.record, trim(names.c1) AS name FROM marked JOIN ${ident(table)} AS names ON names.record = marked.head`;

/** Date, time and zone as one column, which --timezone needs. */
async function withClock(plan: Plan, staged: Staged, engine: Engine): Promise<Bound> {
  const { clock, date } = plan;
  if (!clock) return { staged, plan };
  const column: StagedColumn = { name: date.name, id: `${date.id}_moment`, type: "text" };
  const parts = [date, clock.time, clock.zone].filter((each) => each !== undefined).map((each) => trimmed(each));
  const moment = sql`trim(concat(${list(parts, sql`, ' ', `)}))`;
  const table = `${staged.table}_timed`;
  await engine.execute(
    sql`CREATE OR REPLACE VIEW ${ident(table)} AS SELECT *, CASE WHEN ${text(date)} IS NULL THEN NULL ELSE ${moment} END AS ${ident(column.id)} FROM ${ident(staged.table)}`,
  );
  return { staged: { ...staged, table }, plan: { ...plan, date: column } };
}
