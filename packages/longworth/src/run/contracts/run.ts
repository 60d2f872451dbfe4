/** The job of contracts: from the table of contracts to a draft folder full of tables, and the facts for its manifest. */
import path from "node:path";
import { z } from "zod";
import type { Engine } from "../../engines/engine.js";
import { UserError } from "../../errors.js";
import { contractStates, planSizes } from "../../sql/contract-states.js";
import { renewalCalendar } from "../../sql/renewal-calendar.js";
import { publishedRealised } from "../../sql/invoice-rows.js";
import { ident, sql, type Sql } from "../../sql/sql.js";
import { en } from "../../words/en.js";
import type { QuestionFacts } from "../../workspace/satisfaction.js";
import { epochDay, isoDay } from "../days.js";
import { accountsOf, type Accounts } from "../accounts.js";
import { satisfactionOf } from "../satisfaction.js";
import { makeSaid } from "../satisfaction-columns.js";
import { satisfactionTable } from "../satisfaction-table.js";
import type { Effects } from "../effects.js";
import { loadFinite } from "../finite.js";
import { addKnown, knownFacts } from "./known.js";
import { judgeContracts, keepPublished, writeContracts } from "./published.js";
import { readBridge, type BridgeMonth } from "./bridge.js";
import { bridgeTable, calendarTable, curveTable, leavingTable, readCalendar, readLeaving } from "./columns.js";
import { curveRows } from "./curves.js";
import { contractFacts } from "./facts.js";
import { contractFindings } from "./findings.js";
import { learnRetention } from "./learn.js";
import type { ContractRequest, ContractResult } from "./request.js";
import { realisedFacts } from "./realised.js";
import { scoreContracts } from "./score.js";
import { CONTRACT_TABLES as T } from "./tables.js";
import { usedTraits } from "./trait-facts.js";
import { traitsOf } from "./traits.js";

const MOST_PLANS = 12; // with a name of their own
const MONTHS_AHEAD = 12; // of the renewal calendar

type Preparing = Pick<ContractRequest, "asOf" | "horizons" | "attributes">;

/** Makes `contract_states`. @returns names of plans and traits, and what files about customers gave */
export async function prepareContracts(engine: Engine, { asOf, horizons, attributes }: Preparing) {
  const plans = (
    await engine.rows(planSizes(T.contracts, MOST_PLANS), z.object({ plan: z.string(), contracts: z.number() }))
  ).map(({ plan }) => plan);
  const known = await addKnown(engine, attributes, asOf);
  const traits = await traitsOf(engine, known);
  const states = contractStates({ contracts: known.table, asOf, plans, traits, horizons, dialect: engine.dialect });
  await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(T.states)} AS ${states}`);
  return { plans, traits, known };
}

/** @throws nothing_to_estimate, result_not_finite and whatever the engine meets */
export async function runContracts(
  request: ContractRequest,
  engine: Engine,
  effects: Effects,
): Promise<ContractResult> {
  const { asOf, horizons, seed, backtest } = request;
  const { known, ...found } = await prepareContracts(engine, request);
  effects.progress({ step: "prepare", done: 1, of: 1 });
  const learning = { states: T.states, asOf, ...found, horizon: horizons.at(-1) ?? 365, seed, backtest };
  const [learned, bridge] = await Promise.all([
    learnRetention(engine, learning, effects), // while the engine sums
    readBridge(engine, monthOf(asOf)),
  ]);
  if (learned.terms.length === 0)
    throw new UserError("nothing_to_estimate", en.contracts.nothingLeft({ records: request.contracts }));
  effects.progress({ step: "fit", done: 1, of: 1 });
  const lifetimes = await scoreContracts(engine, learned, request);
  const calendar = await readCalendar(engine, renewalCalendar(T.ahead, T.lifetimes, monthIndex(asOf) + MONTHS_AHEAD));
  const leaving = await readLeaving(engine);
  effects.progress({ step: "segments", done: 1, of: 1 });
  await judgeContracts(engine, request);
  const base = { kind: "contracts", spans: T.spans, hasPrice: request.hasPrice } as const;
  const satisfaction = await satisfactionOf(engine, { surveys: request.surveys, base, asOf, horizons });
  const hasSaid = await makeSaid(engine, satisfaction, request.surveys);
  const { accounts: read, hasPrice: hasMoney } = request;
  if (read) await keepPublished(engine, request);
  const accounts =
    read && (await accountsOf(engine, { read, kind: "contracts", contracts: T.published, horizons, hasMoney }));
  const findings = await contractFindings(engine, { request, learned, bridge, satisfaction });
  const rows = await writeTables(engine, request, {
    bridge,
    calendar,
    leaving,
    findings,
    curves: curveRows(learned),
    satisfaction,
    hasSaid,
    accounts,
  });
  effects.progress({ step: "write", done: 1, of: 1 });
  const facts = await contractFacts(engine, { request, learned, lifetimes, bridge, leaving, findings });
  const said = request.surveys.files.length === 0 ? {} : { satisfaction: [...satisfaction] };
  const used = new Set(learned.terms.flatMap((one) => usedTraits(one, learned)));
  const files =
    request.attributes.files.length === 0 ? {} : { attributes: knownFacts(request.attributes, known, used) };
  const realised = request.invoices === null ? {} : { realised: await realisedFacts(engine, request.invoices) };
  const grouped = accounts ? { accounts: accounts.facts } : {};
  return { facts: { ...facts, ...said, ...files, ...realised, ...grouped }, rows };
}

function monthOf(asOf: string): Readonly<{ year: number; month: number; isMonthOver: boolean }> {
  const [year = 0, month = 1] = asOf.split("-").map(Number);
  return { year, month, isMonthOver: isoDay(epochDay(asOf) + 1).endsWith("-01") };
}

const monthIndex = (asOf: string): number => {
  const { year, month } = monthOf(asOf);
  return year * 12 + month - 1;
};

type Parts = Readonly<{
  bridge: readonly BridgeMonth[];
  calendar: Awaited<ReturnType<typeof readCalendar>>;
  leaving: Awaited<ReturnType<typeof readLeaving>>;
  findings: Awaited<ReturnType<typeof contractFindings>>;
  curves: ReturnType<typeof curveRows>;
  satisfaction: readonly QuestionFacts[];
  hasSaid: boolean;
  accounts: Accounts | null;
}>;

async function writeTables(
  engine: Engine,
  request: ContractRequest,
  { bridge, calendar, leaving, findings, curves, satisfaction, hasSaid, accounts }: Parts,
): Promise<Record<string, number>> {
  const { draft, hasPrice } = request;
  const rows: Record<string, number> = {};
  const write = async (name: string, query: Sql): Promise<void> => {
    rows[`${name}.parquet`] = await engine.copyTo(query, path.join(draft, `${name}.parquet`));
  };
  await writeContracts(engine, request, { findings, hasSaid, write });
  const tables = [
    ["retention", curveTable(curves)],
    ["mrr", bridgeTable(bridge, hasPrice)],
    ["renewals", calendarTable(calendar, hasPrice)],
    ["leaving", leavingTable(leaving, hasPrice)],
  ] as const;
  for (const [name, { columns, mayBeAbsent, query }] of tables) {
    await loadFinite(engine, columns, { table: `made_${name}`, mayBeAbsent });
    await write(name, query(ident(`made_${name}`)));
  }
  if (request.surveys.questions.length > 0) await write("satisfaction", await satisfactionTable(engine, satisfaction));
  if (accounts) await write("accounts", accounts.table);
  if (request.invoices) await write("realised", publishedRealised);
  return rows;
}
