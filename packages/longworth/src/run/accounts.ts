/** Accounts of a run: sums in which every customer or contract is once, bands, and shares that are not told by three. */
import { horizonKey } from "../domain.js";
import type { Engine } from "../engines/engine.js";
import { groupOutcome, type Level } from "../forecast/totals.js";
import type { AccountRead } from "../intake/accounts.js";
import { shrunkShares } from "../retention/accounts.js";
import * as queries from "../sql/account-rows.js";
import { ident, list, sql, type Sql } from "../sql/sql.js";
import type { AccountFacts } from "../workspace/accounts.js";
import { loadFinite } from "./finite.js";

/** `customers` or `contracts` are tables with published columns. */
export type AccountRequest = Readonly<{ read: AccountRead; horizons: readonly number[]; hasMoney: boolean }> &
  (
    | Readonly<{ kind: "orders"; customers: string; level: (days: number) => Level }>
    | Readonly<{ kind: "contracts"; contracts: string }>
  );

export type Accounts = Readonly<{ facts: AccountFacts; table: Sql }>;

const PLACED = "accounts_placed";
const MADE = "accounts_made";
const LARGEST = 5;

/** The facts, and the query of accounts.parquet. */
export async function accountsOf(engine: Engine, request: AccountRequest): Promise<Accounts> {
  const { read } = request;
  const isOrders = request.kind === "orders";
  const summed = isOrders
    ? queries.accountsOfOrders({ customers: request.customers, accounts: read.table }, request)
    : queries.accountsOfContracts(request.contracts, request);
  await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(PLACED)} AS ${queries.placedAccounts(summed)}`);
  const names = isOrders ? queries.orderAccountColumns(request) : queries.contractAccountColumns(request);
  const sums = await engine.numbers(
    sql`SELECT ${list(names.map(ident))}, CASE WHEN account IS NULL THEN 1e0 ELSE 0e0 END AS is_rest FROM ${ident(PLACED)} ORDER BY place`,
    [...names, "is_rest"],
  );
  const of = (name: string): Float64Array => sums[name] ?? new Float64Array();
  const made = isOrders ? orderColumns(of, request) : contractColumns(of, request);
  const headline = horizonKey(request.horizons.at(-1) ?? 0);
  const counted = isOrders ? "orders" : "payments";
  const worth = made[`expected_${request.hasMoney ? "revenue" : counted}_${headline}`] ?? new Float64Array();
  const total = worth.reduce((sum, v) => sum + v, 0);
  const columns = { ...made, share_of_expected: worth.map((v) => (total > 0 ? v / total : NaN)) };
  const place = Int32Array.from(worth.keys());
  await loadFinite(engine, { place, ...columns }, { table: MADE, mayBeAbsent: MAY_BE_ABSENT });
  const shown = Object.keys(columns).map((name) => ({ name, isWhole: WHOLE.has(name) }));
  const table = queries.publishedAccounts({ placed: PLACED, made: MADE }, shown);
  return { facts: factsOf(of, { read, made, worth, total, isOrders }), table };
}

const WHOLE = new Set(["customers", "buyers", "staying", "orders", "contracts", "running"]);
const SHARES = ["stay_share", "stay_low", "stay_high", "own_weight"] as const;
const MAY_BE_ABSENT = [...SHARES, "share_of_expected"];

type Of = (name: string) => Float64Array;
type Made = Record<string, Float64Array>;

function orderColumns(of: Of, { horizons, hasMoney, level }: Extract<AccountRequest, { kind: "orders" }>): Made {
  const ahead = horizons.flatMap((days): readonly [string, Float64Array][] => {
    const key = horizonKey(days);
    const [mean, variance] = [of(`revenue_${key}`), of(`revenue_variance_${key}`)];
    const bands = Array.from(mean, (v, i) =>
      groupOutcome("value", { mean: v, variance: variance[i] ?? 0 }, level(days)),
    );
    const priced: readonly [string, Float64Array][] = [
      [`expected_revenue_${key}`, mean],
      [`expected_revenue_${key}_p05`, Float64Array.from(bands, ({ p05 }) => p05)],
      [`expected_revenue_${key}_p95`, Float64Array.from(bands, ({ p95 }) => p95)],
    ];
    return [[`expected_orders_${key}`, of(`orders_${key}`)], ...(hasMoney ? priced : [])];
  });
  const heads = ["customers", "buyers", "staying", "orders", ...(hasMoney ? ["historic_value"] : []), "p_active"];
  return {
    ...Object.fromEntries(heads.map((name) => [name, of(name)])),
    ...stayColumns(of("staying"), of("buyers"), of("is_rest")),
    ...Object.fromEntries(ahead),
  };
}

function contractColumns(of: Of, request: AccountRequest): Made {
  const names = queries.contractAccountColumns(request);
  const until = names.findIndex((name) => name.startsWith("expected_"));
  const named = (some: readonly string[]): Made => Object.fromEntries(some.map((name) => [name, of(name)]));
  return {
    ...named(names.slice(0, until)),
    ...stayColumns(of("running"), of("contracts"), of("is_rest")),
    ...named(names.slice(until)),
  };
}

/** Those without an account are no account: they say nothing about how accounts differ. */
function stayColumns(some: Float64Array, all: Float64Array, isRest: Float64Array): Made {
  const counts = Array.from(all, (n, i) => n > 0 && isRest[i] !== 1);
  const pick = (column: Float64Array): Float64Array => column.filter((_, i) => counts[i]);
  const found = shrunkShares(pick(some), pick(all));
  const values = { stay_share: found.share, stay_low: found.low, stay_high: found.high, own_weight: found.weight };
  const spread = (column: Float64Array): Float64Array => {
    const out = new Float64Array(all.length).fill(NaN);
    let next = 0;
    counts.forEach((is, i) => {
      if (is) out[i] = column[next++] ?? NaN;
    });
    return out;
  };
  return Object.fromEntries(Object.entries(values).map(([name, column]) => [name, spread(column)]));
}

type Found = Readonly<{ read: AccountRead; made: Made; worth: Float64Array; total: number; isOrders: boolean }>;

function factsOf(of: Of, { read, made, worth, total, isOrders }: Found): AccountFacts {
  const isNamed = (_: number, i: number): boolean => of("is_rest")[i] !== 1;
  const [some, all] = isOrders ? [of("staying"), of("buyers")] : [of("running"), of("contracts")];
  const { pooled, strength, isAlike } = shrunkShares(
    some.filter((_, i) => isNamed(0, i) && (all[i] ?? 0) > 0),
    all.filter((n, i) => isNamed(0, i) && n > 0),
  );
  const largest = worth.filter(isNamed).sort().reverse().slice(0, LARGEST);
  const sum = largest.reduce((before, v) => before + v, 0);
  const customers = made["customers"] ?? new Float64Array();
  return {
    column: read.column,
    accounts: customers.filter(isNamed).length,
    customers: read.customers,
    several: read.several,
    without: read.without,
    staying: { share: Number.isNaN(pooled) ? null : pooled, strength, isAlike },
    accountsStaying: some.filter((n, i) => isNamed(0, i) && n > 0).length,
    largest: { accounts: largest.length, share: total > 0 ? sum / total : null },
  };
}
