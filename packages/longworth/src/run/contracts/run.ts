/** The job of contracts: from the table of contracts to a draft folder full of tables, and the facts for its manifest. */
import path from "node:path";
import { z } from "zod";
import type { Engine } from "../../engines/engine.js";
import { UserError } from "../../errors.js";
import type { ContractFinding } from "../../findings/contracts/rule.js";
import { contractStates, planSizes } from "../../sql/contract-states.js";
import { publishedRealised } from "../../sql/invoice-rows.js";
import { ident, sql, type Sql } from "../../sql/sql.js";
import { en } from "../../words/en.js";
import type { QuestionFacts } from "../../workspace/satisfaction.js";
import { accountsOf, type Accounts } from "../accounts.js";
import { satisfactionOf } from "../satisfaction.js";
import { makeSaid } from "../satisfaction-columns.js";
import { satisfactionTable } from "../satisfaction-table.js";
import type { Effects } from "../effects.js";
import { loadFinite } from "../finite.js";
import { REPORTED, SCORES_ONLY } from "./beyond-scores.js";
import { addKnown, knownFacts } from "./known.js";
import { judgeContracts, keepPublished, writeContracts } from "./published.js";
import type { MadeTable } from "./columns.js";
import { contractFacts } from "./facts.js";
import { learnRetention } from "./learn.js";
import type { ContractRequest, ContractResult } from "./request.js";
import { realisedFacts } from "./realised.js";
import { scoreContracts } from "./score.js";
import { CONTRACT_TABLES as T } from "./tables.js";
import { usedTraits } from "./trait-facts.js";
import { traitsOf } from "./traits.js";

const MOST_PLANS = 12; // with a name of their own

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
  const beyond = request.report ? REPORTED : SCORES_ONLY;
  const { known, ...found } = await prepareContracts(engine, request);
  effects.progress({ step: "prepare", done: 1, of: 1 });
  const learning = { states: T.states, asOf, ...found, horizon: horizons.at(-1) ?? 365, seed, backtest };
  const [learned, bridge] = await Promise.all([
    learnRetention(engine, learning, effects), // while the engine sums
    beyond.ofSpans(engine, asOf),
  ]);
  if (learned.terms.length === 0)
    throw new UserError("nothing_to_estimate", en.contracts.nothingLeft({ records: request.contracts }));
  effects.progress({ step: "fit", done: 1, of: 1 });
  const lifetimes = await scoreContracts(engine, learned, request);
  const months = await beyond.ofLifetimes(engine, asOf);
  effects.progress({ step: "segments", done: 1, of: 1 });
  await judgeContracts(engine, request);
  const base = { kind: "contracts", spans: T.spans, hasPrice: request.hasPrice } as const;
  const satisfaction = await satisfactionOf(engine, { surveys: request.surveys, base, asOf, horizons });
  const hasSaid = await makeSaid(engine, satisfaction, request.surveys);
  const { accounts: read, hasPrice: hasMoney } = request;
  if (read) await keepPublished(engine, request);
  const accounts =
    read && (await accountsOf(engine, { read, kind: "contracts", contracts: T.published, horizons, hasMoney }));
  const findings = await beyond.ofContracts(engine, { request, learned, bridge, satisfaction });
  const tables = beyond.tables({ learned, bridge, ...months, hasPrice: hasMoney });
  const rows = await writeTables(engine, request, { tables, findings, satisfaction, hasSaid, accounts });
  effects.progress({ step: "write", done: 1, of: 1 });
  const facts = await contractFacts(engine, { request, learned, lifetimes, bridge, leaving: months.leaving, findings });
  const said = request.surveys.files.length === 0 ? {} : { satisfaction: [...satisfaction] };
  const used = new Set(learned.terms.flatMap((one) => usedTraits(one, learned)));
  const files =
    request.attributes.files.length === 0 ? {} : { attributes: knownFacts(request.attributes, known, used) };
  const realised = request.invoices === null ? {} : { realised: await realisedFacts(engine, request.invoices) };
  const grouped = accounts ? { accounts: accounts.facts } : {};
  return { facts: { ...facts, ...said, ...files, ...realised, ...grouped }, rows };
}

type Parts = Readonly<{
  tables: readonly (readonly [string, MadeTable])[]; // by name
  findings: readonly ContractFinding[];
  satisfaction: readonly QuestionFacts[];
  hasSaid: boolean;
  accounts: Accounts | null;
}>;

async function writeTables(
  engine: Engine,
  request: ContractRequest,
  { tables, findings, satisfaction, hasSaid, accounts }: Parts,
): Promise<Record<string, number>> {
  const { draft } = request;
  const rows: Record<string, number> = {};
  const write = async (name: string, query: Sql): Promise<void> => {
    rows[`${name}.parquet`] = await engine.copyTo(query, path.join(draft, `${name}.parquet`));
  };
  await writeContracts(engine, request, { findings, hasSaid, write });
  for (const [name, { columns, mayBeAbsent, query }] of tables) {
    await loadFinite(engine, columns, { table: `made_${name}`, mayBeAbsent });
    await write(name, query(ident(`made_${name}`)));
  }
  if (request.surveys.questions.length > 0) await write("satisfaction", await satisfactionTable(engine, satisfaction));
  if (accounts) await write("accounts", accounts.table);
  if (request.invoices) await write("realised", publishedRealised);
  return rows;
}
