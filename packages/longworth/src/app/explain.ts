/** `explain`: what one customer's forecast in a published run is made of, so that the parts reproduce it. */
import path from "node:path";
import { z } from "zod";
import { horizonKey } from "../domain.js";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { BASELINES } from "../forecast/baselines.js";
import { learntOf, partsOf, type KeptRecipe, type OneCustomer } from "../forecast/explain.js";
import type { History } from "../forecast/history.js";
import { courseOf, whatIfs } from "../forecast/what-if.js";
import { isoDay } from "../run/days.js";
import type { Effects } from "../run/effects.js";
import { publishedTable } from "../sql/export-columns.js";
import * as queries from "../sql/one-customer.js";
import { ident, list, sql, type Sql } from "../sql/sql.js";
import { en } from "../words/en.js";
import { digestOf } from "../workspace/durable.js";
import { openRun, type OpenedRun } from "../workspace/runs.js";
import { openCustomers, type PublishedCustomers } from "./published-customers.js";
import type { ExplainResult } from "./explain-result.js";

export type ExplainRequest = Readonly<{
  workspace: string;
  run?: string | undefined;
  customer: string;
  horizon?: number | undefined; // days, one of the run's; else the longest
  scratch: string; // an empty folder for the engine
  threads: number;
  memory: string;
}>;

const NEEDED = ["recipe.json", "cells.parquet", "days.parquet"] as const;

/** @throws run_not_found, artefact_damaged; bad_arguments for an unknown customer or horizon, a run of contracts or one that kept no days */
export async function explain(request: ExplainRequest, effects: Effects): Promise<ExplainResult> {
  const opened = await openRun(request.workspace, request.run, effects.files);
  const { manifest } = opened;
  if (manifest.contracts !== undefined) throw new UserError("bad_arguments", en.explain.ofContracts());
  const horizon = horizonOf(request.horizon, manifest.horizons);
  const kept = await readKept(opened, effects);
  const folder = await effects.files.realpath(opened.folder);
  const { threads, memory, scratch } = request;
  const file = (name: string): string => path.join(folder, name);
  const readable = ["facts.parquet", ...NEEDED].map(file);
  const options = { threads, memory, temp: scratch, readable, writable: [scratch] };
  const customers = await openCustomers(opened, options, effects);
  const { files } = customers.engine;
  try {
    const table = (name: string): Sql => publishedTable(file(`${name}.parquet`));
    const asked = { request, horizon, hasAmounts: kept.recipe.spend !== null };
    const found = await withFacts(files, table, { found: await findCustomer(customers, table, asked), kept });
    const about = { run: opened.run, asOf: manifest.asOf, currency: manifest.currency, horizon, served: kept.served };
    return { ...about, ...explainOne(kept, found, horizon) };
  } finally {
    customers.engine.close();
  }
}

function horizonOf(asked: number | undefined, horizons: readonly number[]): number {
  const horizon = asked ?? Math.max(...horizons);
  if (horizons.includes(horizon)) return horizon;
  throw new UserError("bad_arguments", en.explain.otherHorizon({ asked: horizon, horizons }));
}

/** @throws artefact_damaged when it is not as it was published */
async function readKept({ run, folder, manifest }: OpenedRun, { files }: Effects): Promise<KeptRecipe> {
  const published = new Map(manifest.artefacts.map((artefact) => [artefact.name, artefact]));
  if (NEEDED.some((name) => !published.has(name))) throw new UserError("bad_arguments", en.explain.nothingKept());
  const name = path.join(folder, "recipe.json");
  const { sha256 } = await digestOf(name, files);
  if (sha256 !== published.get("recipe.json")?.sha256) throw new UserError("artefact_damaged", { names: "recipe.json", run }); // prettier-ignore
  return Kept.parse(JSON.parse(await files.readFile(name, "utf8")));
}

/** Written by a run, and its digest is that of the manifest: what is inside needs no second look. */
const Kept = z.custom<KeptRecipe>((value) => typeof value === "object" && value !== null && "recipe" in value);

const text = z.string().nullable();
const number = z.number().nullable();
const Row = z.object({
  customer_id: z.string(),
  first_order_date: text,
  last_order_date: text,
  orders: z.number(),
  historic_value: number,
  frequency: number,
  recency: number,
  tenure: number,
  monetary_value: number,
  rfm_segment: text,
  clv_tier: text,
  p_alive: number,
  reason_1: text,
  reason_2: text,
  expected_orders: z.number(),
  p_active: z.number(),
  expected_revenue: number,
  expected_revenue_p05: number,
  expected_revenue_p95: number,
});

/** Columns of customers.parquet under names without the horizon; those of money are null without amounts. */
function columnsFor(horizon: number, hasAmounts: boolean): Sql {
  const key = horizonKey(horizon);
  const plain = ["customer_id", "orders", "frequency", "recency", "tenure", "rfm_segment", "clv_tier", "p_alive", "reason_1", "reason_2"]; // prettier-ignore
  const money = (name: string, column = name): Sql =>
    hasAmounts ? sql`CAST(${ident(column)} AS double) AS ${ident(name)}` : sql`CAST(NULL AS double) AS ${ident(name)}`;
  return list([
    ...plain.map(ident),
    ...["first_order_date", "last_order_date"].map((name) => sql`CAST(${ident(name)} AS varchar) AS ${ident(name)}`),
    ...["expected_orders", "p_active"].map((name) => sql`${ident(`${name}_${key}`)} AS ${ident(name)}`),
    ...["historic_value", "monetary_value"].map((name) => money(name)),
    ...["", "_p05", "_p95"].map((end) => money(`expected_revenue${end}`, `expected_revenue_${key}${end}`)),
  ]);
}

/** What the files of the run say of the customer; `one` is null where there is no purchase. */
type Found = Readonly<{ row: z.infer<typeof Row>; one: OneCustomer | null }>;

async function findCustomer(
  { engine, table: customers }: PublishedCustomers,
  table: (name: string) => Sql,
  { request, horizon, hasAmounts }: Readonly<{ request: ExplainRequest; horizon: number; hasAmounts: boolean }>,
): Promise<Found> {
  const { customer: asked } = request;
  const columns = columnsFor(horizon, hasAmounts);
  const rowOf = (id: string) => engine.rows(queries.customerRow(customers, columns, id), Row);
  const address = asked.trim().toLowerCase(); // keys that are addresses are kept like this
  const [row] = [...(await rowOf(asked)), ...(await rowOf(address))];
  if (row === undefined) {
    const near = await engine.rows(queries.closestIds(customers, asked, engine.dialect), z.object({ id: z.string() }));
    throw new UserError("bad_arguments", en.explain.unknown({ customer: asked, near: near.map(({ id }) => id) }));
  }
  const names = ["day", "value", "purchase", "start_day", "cell"] as const;
  const { files } = engine;
  const days = await files.numbers(queries.customerDays(table("days"), row.customer_id), names);
  if (days.day.length === 0) return { row, one: null };
  return { row, one: await oneCustomer(files, table("cells"), { days, hasAmounts }) };
}

type WithFacts = Readonly<{ found: Found; kept: KeptRecipe }>;

/** What else is known of the customer, where that was learnt from. */
async function withFacts(engine: Engine, table: (name: string) => Sql, { found, kept }: WithFacts): Promise<Found> {
  const { row, one } = found;
  if (one === null || kept.facts.length === 0) return found;
  const names = kept.facts.map(({ column }) => column);
  const rows = await engine.numbers(queries.customerFacts(table("facts"), row.customer_id, names), ["day", ...names]);
  const day = Int32Array.from(rows["day"] ?? []);
  const columns = kept.facts.map(({ name, column, isCategory }) => ({ name, block: 0, isCategory, values: rows[column] ?? new Float64Array() })); // prettier-ignore
  const facts = { offsets: Int32Array.of(0, day.length), day, columns };
  return { row, one: { ...one, history: { ...one.history, facts } } };
}

type Days = Readonly<Record<"day" | "value" | "purchase" | "start_day" | "cell", Float64Array>>;

async function oneCustomer(
  engine: Engine,
  cells: Sql,
  { days, hasAmounts }: Readonly<{ days: Days; hasAmounts: boolean }>,
): Promise<OneCustomer> {
  const history: History = {
    customers: 1,
    offsets: Int32Array.of(0, days.day.length),
    day: Int32Array.from(days.day),
    value: days.value,
    purchase: Uint8Array.from(days.purchase),
    hasAmounts,
    firstDay: Int32Array.of(days.start_day[0] ?? 0),
  };
  const names = ["frequency", "recency", "tenure", "spend_count", "learnt_active", "learnt_orders", "learnt_value", "learnt_value_point"] as const; // prettier-ignore
  const cell = await engine.numbers(queries.cellRow(cells, days.cell[0] ?? 0), names);
  const of = (name: (typeof names)[number]): number => cell[name][0] ?? 0;
  const amounts = days.value.filter((value, i) => days.purchase[i] === 1 && value > 0);
  return {
    history,
    cell: { frequency: of("frequency"), recency: of("recency"), tenure: of("tenure"), spendCount: of("spend_count") },
    corrections: { active: of("learnt_active"), orders: of("learnt_orders"), value: of("learnt_value"), valuePoint: of("learnt_value_point") }, // prettier-ignore
    sumLog: amounts.reduce((sum, amount) => sum + Math.log(amount), 0),
  };
}

type Explained = Omit<ExplainResult, "run" | "asOf" | "currency" | "horizon" | "served">;

function explainOne(kept: KeptRecipe, { row, one }: Found, horizon: number): Explained {
  const { customer_id, reason_1, reason_2, expected_orders, p_active, p_alive, ...rest } = row;
  const { expected_revenue, expected_revenue_p05, expected_revenue_p95, ...history } = rest;
  const published = { expected_orders, p_active, p_alive, expected_revenue, expected_revenue_p05, expected_revenue_p95 }; // prettier-ignore
  const purchases = one === null ? [] : purchasesOf(one.history);
  const head = { customer: customer_id, history: { ...history, purchases }, published };
  const reasons = [reason_1, reason_2].filter((reason) => reason !== null);
  const isFormula = BASELINES.some((name) => name === kept.served);
  if (one === null || isFormula)
    return { ...head, reasons, parts: null, learnt: null, base: null, whatIfs: [], course: [] };
  const customer = kept.learners === null ? { ...one, corrections: null } : one;
  const { horizon: _horizon, ...parts } = partsOf(kept, customer, horizon);
  const { base, ifs } = whatIfs(kept, one.history, horizon);
  const learnt = learntOf(kept, one.history);
  return {
    ...head,
    reasons,
    parts: { ...parts, members: parts.members.map((member) => ({ ...member })) },
    learnt: learnt && { active: plain(learnt.active), orders: plain(learnt.orders), value: plain(learnt.value) },
    base: { orders: base.orders, active: base.active, revenue: base.revenue },
    whatIfs: ifs.map((one) => ({ ...one, day: isoDay(one.day) })),
    course: courseOf(kept, one.history, horizon).map(({ day, alive, active }) => ({ day: isoDay(day), p_alive: alive, p_active: active })), // prettier-ignore
  };
}

type Attributed = NonNullable<ReturnType<typeof learntOf>>["orders"];

const plain = ({ total, base, facts }: Attributed) => ({ total, base, facts: facts.map((fact) => ({ ...fact })) });

const purchasesOf = ({ day, value, purchase }: History): ExplainResult["history"]["purchases"] =>
  Array.from(day, (one, i) => ({ day: isoDay(one), value: value[i] ?? 0, isPurchase: purchase[i] === 1 }))
    .filter(({ isPurchase }) => isPurchase)
    .map(({ day: date, value: amount }) => ({ day: date, value: amount }));
