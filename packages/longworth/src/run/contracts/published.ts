/** The tables of contracts and customers as they are published: what is expected is a row per cell, joined when they are written. */
import { z } from "zod";
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
import { withRealised } from "../../sql/invoice-rows.js";
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

/** contracts.parquet and customers.parquet, beside each other. @throws what one of them met, when both have come to their end */
export async function writeContracts(engine: Engine, request: ContractRequest, writing: Writing): Promise<void> {
  const published = publishedOf(request, engine.dialect.beside(ident(T.ahead), ident(T.values), ident("cell")));
  const listed = sql`(${listedContracts(published, writing.findings)}) AS listed`;
  const shown = shownContracts(listed, request);
  const jobs = [
    writing.write(
      "contracts",
      keepsOrder(engine) ? shown : sql`${shown} ORDER BY contract_id, customer_id, start_date`,
    ),
    writeCustomers(engine, request, writing),
  ];
  await Promise.allSettled(jobs);
  await Promise.all(jobs);
}

/** A cluster knows no order. */
const keepsOrder = (engine: Engine): boolean => engine.files === engine;

async function writeCustomers(
  engine: Engine,
  request: ContractRequest,
  { findings, hasSaid, write }: Writing,
): Promise<void> {
  const { horizons, hasPrice } = request;
  const options = { judged: T.judged, values: T.values, several: T.several, horizons, hasPrice, findings };
  await make(engine, T.several, customers.severalContracts(T.judged, T.values));
  await make(engine, T.customerList, customers.customerList(options));
  await make(engine, T.customerValues, customers.customerValues(options));
  const ranks = customers.customerRanks({ list: T.customerList, values: T.customerValues, horizons, hasPrice });
  await make(engine, T.customerRanks, ranks);
  const alone = customers.contractCustomers(await besideRanks(engine), request);
  const said = hasSaid ? withSaid(sql`(${alone})`, ident(SAID_TABLE)) : alone;
  const realised = request.invoices === null ? said : withRealised(sql`(${said})`);
  const isAlone = realised === alone && keepsOrder(engine);
  await write("customers", isAlone ? alone : sql`SELECT * FROM (${realised}) AS customers ORDER BY customer_id`);
}

const MANY = 250_000; // customers
const FEW = 0.25; // places per customer

/**
 * Customers beside their places. Many customers with few places are joined, which keeps their order when the engine builds
 * on the smaller side, and takes a third of the time: customers of several contracts have places of their own, and a list
 * of a hundred thousand is slow to look up.
 */
async function besideRanks(engine: Engine): Promise<Sql> {
  const [list, ranks] = [ident(T.customerList), ident(T.customerRanks)];
  const sizes = sql`SELECT CAST((SELECT count(*) FROM ${list}) AS double) AS customers, CAST((SELECT count(*) FROM ${ranks}) AS double) AS places`;
  const [size] = await engine.rows(sizes, z.object({ customers: z.number(), places: z.number() }));
  const areFew = size !== undefined && size.customers > MANY && size.places < FEW * size.customers;
  return areFew
    ? sql`${list} AS c JOIN ${ranks} AS s ON s.place = c.place`
    : engine.dialect.beside(list, ranks, ident("place"));
}

const make = (engine: Engine, table: string, query: Sql): Promise<void> =>
  engine.execute(sql`CREATE OR REPLACE TABLE ${ident(table)} AS ${query}`);
