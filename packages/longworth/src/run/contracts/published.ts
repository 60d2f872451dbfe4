/** The tables of contracts and customers as they are published: what is expected is a row per cell, joined when they are written. */
import type { Engine } from "../../engines/engine.js";
import type { ContractFinding } from "../../findings/contracts/rule.js";
import * as customers from "../../sql/contract-customers.js";
import {
  contractValues,
  judgedContracts,
  listedContracts,
  publishedContracts,
  shownContracts,
} from "../../sql/contract-published.js";
import { joined } from "../../sql/customer-scores.js";
import { ident, sql, type Sql } from "../../sql/sql.js";
import { withSaid } from "../../sql/survey-outcomes.js";
import { SAID_TABLE } from "../satisfaction-columns.js";
import type { ContractRequest } from "./request.js";
import { CONTRACT_TABLES as T } from "./tables.js";

/** Make `contract_values`, and `judged_contracts`, which findings look at. */
export async function judgeContracts(engine: Engine, request: ContractRequest): Promise<void> {
  const { horizons, hasPrice } = request;
  await make(
    engine,
    T.values,
    contractValues({ ...request, cells: T.cells, scores: T.scores, lifetimes: T.lifetimes }),
  );
  const published = publishedOf(request, joined(T.ahead, T.values));
  await make(engine, T.judged, judgedContracts(published, horizons.at(-1) ?? 365, hasPrice));
}

/** Makes `published_contracts`, all that is published of contracts in the engine. */
export const keepPublished = (engine: Engine, request: ContractRequest): Promise<void> =>
  make(engine, T.published, sql`SELECT * FROM ${publishedOf(request, joined(T.ahead, T.values))}`);

const publishedOf = (request: ContractRequest, beside: Sql): Sql =>
  sql`(${publishedContracts(beside, request)}) AS published`;

type Writing = Readonly<{
  findings: readonly ContractFinding[];
  hasSaid: boolean; // surveys have columns of customers
  write: (name: string, query: Sql) => Promise<void>;
}>;

/** contracts.parquet and customers.parquet. */
export async function writeContracts(
  engine: Engine,
  request: ContractRequest,
  { findings, hasSaid, write }: Writing,
): Promise<void> {
  const { horizons, hasPrice } = request;
  const { dialect } = engine;
  const published = publishedOf(request, dialect.beside(ident(T.ahead), ident(T.values), ident("cell")));
  await write("contracts", shownContracts(sql`(${listedContracts(published, findings)}) AS listed`, horizons));
  const tables = { judged: T.judged, values: T.values, several: T.several };
  await make(engine, T.several, customers.severalContracts(T.judged, T.values));
  await make(engine, T.customerList, customers.customerList({ ...tables, horizons, hasPrice, findings }));
  await make(engine, T.customerValues, customers.customerValues({ ...tables, horizons, hasPrice, findings }));
  const ranks = customers.customerRanks({ list: T.customerList, values: T.customerValues, horizons, hasPrice });
  await make(engine, T.customerRanks, ranks);
  const beside = dialect.beside(ident(T.customerList), ident(T.customerRanks), ident("place"));
  const alone = customers.contractCustomers(beside, request);
  const said = sql`SELECT * FROM (${withSaid(sql`(${alone})`, ident(SAID_TABLE))}) AS customers ORDER BY customer_id`;
  await write("customers", hasSaid ? said : alone);
}

const make = (engine: Engine, table: string, query: Sql): Promise<void> =>
  engine.execute(sql`CREATE OR REPLACE TABLE ${ident(table)} AS ${query}`);
