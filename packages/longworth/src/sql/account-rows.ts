/** Accounts: which customer belongs to which, and sums by account in which every customer or contract is once. */
import { horizonKey } from "../domain.js";
import { ident, integer, list, sql, type Sql } from "./sql.js";

/** A file of orders; `cell` is the account as it is written, trimmed. */
export type AccountCells = Readonly<{ table: string; file: number; cell: Sql }>;

/** account_orders: one row per order of a customer that names an account. */
const accountOrders = (orders: string, files: readonly AccountCells[]): Sql =>
  list(
    files.map(
      ({ table, file, cell }) => sql`SELECT o.customer_id, o.day, o.file, o.record, ${cell} AS account
FROM ${ident(orders)} o JOIN ${ident(table)} r ON r.record = o.record
WHERE o.file = ${integer(file)} AND o.kind = 'order' AND o.customer_id IS NOT NULL AND ${cell} <> ''`,
    ),
    sql` UNION ALL `,
  );

/** customer_accounts: one row per customer with an account: that of the last order with one, and how many there were. */
export const customerAccounts = (orders: string, files: readonly AccountCells[]): Sql => sql`
SELECT customer_id, account, named FROM (
  SELECT customer_id, account, row_number() OVER (PARTITION BY customer_id ORDER BY day DESC, file DESC, record DESC) AS turn,
    max(place) OVER (PARTITION BY customer_id) AS named
  FROM (
    SELECT *, dense_rank() OVER (PARTITION BY customer_id ORDER BY account) AS place
    FROM (${accountOrders(orders, files)}) AS named
  ) AS ranked
) AS placed
WHERE turn = 1`;

const money = (value: Sql): Sql => sql`CAST(coalesce(sum(CAST(${value} AS DECIMAL(38, 6))), 0) AS double)`;
const count = (condition: Sql): Sql => sql`CAST(count(CASE WHEN ${condition} THEN 1 END) AS double)`;
const YEAR = 365; // days in which a customer who is still there has bought

type Shape = Readonly<{ horizons: readonly number[]; hasMoney: boolean }>;

/** Names of the columns of numbers of `accountsOfOrders`. */
export const orderAccountColumns = ({ horizons, hasMoney }: Shape): readonly string[] => [
  "customers", "buyers", "staying", "orders", "historic_value", "p_active",
  ...horizons.flatMap((days) => {
    const key = horizonKey(days);
    return [`orders_${key}`, `orders_variance_${key}`, ...(hasMoney ? [`revenue_${key}`, `revenue_variance_${key}`] : [])];
  }),
]; // prettier-ignore

/**
 * accounts_summed: one row per account (NULL: of customers without one). `staying` bought within a year of as_of, of
 * `buyers`; `p_active` that at least one of them buys within the last of the horizons, each by himself.
 */
export function accountsOfOrders(
  tables: Readonly<{ customers: string; accounts: string }>,
  { horizons, hasMoney }: Shape,
): Sql {
  const headline = horizonKey(horizons.at(-1) ?? 0);
  const silent = sql`ln(greatest(1e0 - coalesce(${ident(`p_active_${headline}`)}, 0e0), 1e-12))`;
  const active = sql`1e0 - exp(CAST(sum(CAST(${silent} AS DECIMAL(28, 12))) AS double))`;
  const ahead = horizons.flatMap((days) => {
    const key = horizonKey(days);
    const of = (name: string): Sql =>
      sql`${money(ident(`expected_${name}_${key}`))} AS ${ident(`${name}_${key}`)}, ${money(ident(`variance_${name}_${key}`))} AS ${ident(`${name}_variance_${key}`)}`;
    return [of("orders"), ...(hasMoney ? [of("revenue")] : [])];
  });
  return sql`SELECT a.account, CAST(count(*) AS double) AS customers, CAST(count(c.frequency) AS double) AS buyers,
  ${count(sql`c.tenure - c.recency < ${integer(YEAR)}`)} AS staying, CAST(sum(c.orders) AS double) AS orders,
  ${hasMoney ? money(sql`c.historic_value`) : sql`CAST(sum(c.orders) AS double)`} AS historic_value, ${active} AS p_active, ${list(ahead)}
FROM ${ident(tables.customers)} c LEFT JOIN ${ident(tables.accounts)} a ON a.customer_id = c.customer_id
GROUP BY a.account`;
}

/** Names of the columns of numbers of `accountsOfContracts`. */
export const contractAccountColumns = ({ horizons, hasMoney }: Shape): readonly string[] => [
  "customers",
  "contracts",
  "running",
  "p_active",
  ...(hasMoney ? ["mrr", "residual_value", "value_at_risk"] : []),
  ...horizons.flatMap((days) => contractColumns(days, hasMoney)),
];

const contractColumns = (days: number, hasMoney: boolean): readonly string[] => {
  const key = horizonKey(days);
  const levels = ["", "_p05", "_p95"];
  return [`expected_payments_${key}`, ...(hasMoney ? levels.map((level) => `expected_revenue_${key}${level}`) : [])];
};

/**
 * accounts_summed of contracts: one row per account (NULL: of contracts without one). An account is taken to leave as one:
 * quantiles add up, and it is as likely to stay as the likeliest of its contracts.
 */
export function accountsOfContracts(contracts: string, { horizons, hasMoney }: Shape): Sql {
  const headline = horizonKey(horizons.at(-1) ?? 0);
  const sums = horizons.flatMap((days) => contractColumns(days, hasMoney));
  const priced = hasMoney
    ? [
        sql`${money(sql`CASE WHEN status <> 'ended' THEN mrr END`)} AS mrr`,
        ...["residual_value", "value_at_risk"].map((name) => sql`${money(ident(name))} AS ${ident(name)}`),
      ]
    : [];
  const columns = [...priced, ...sums.map((name) => sql`${money(ident(name))} AS ${ident(name)}`)];
  return sql`SELECT account, CAST(count(DISTINCT customer_id) AS double) AS customers, CAST(count(*) AS double) AS contracts,
  ${count(sql`status = 'running'`)} AS running, coalesce(max(${ident(`p_active_${headline}`)}), 0e0) AS p_active, ${list(columns)}
FROM ${ident(contracts)} GROUP BY account`;
}

/** The sums with a number for each account, in the order of their names, the one without a name last. */
export const placedAccounts = (summed: Sql): Sql => sql`
SELECT *, CAST(row_number() OVER (ORDER BY account NULLS LAST) - 1 AS integer) AS place FROM (${summed}) AS summed`;

/** accounts: the names beside the columns that were made of their sums. */
export const publishedAccounts = (
  tables: Readonly<{ placed: string; made: string }>,
  columns: readonly Readonly<{ name: string; isWhole: boolean }>[],
): Sql => sql`
SELECT p.account, ${list(columns.map(({ name, isWhole }) => (isWhole ? sql`CAST(m.${ident(name)} AS integer) AS ${ident(name)}` : sql`m.${ident(name)}`)))}
FROM ${ident(tables.placed)} p JOIN ${ident(tables.made)} m ON m.place = p.place ORDER BY p.account NULLS LAST`;

/** How customers stand to accounts: how many have one, how many several, and the most of them in one. */
export const accountCounts = (accounts: string): Sql => sql`
SELECT CAST(count(*) AS double) AS customers, ${count(sql`named > 1`)} AS several FROM ${ident(accounts)}`;

/** The same of contracts: customers whose contracts are in several accounts. */
export const contractAccountCounts = (contracts: string): Sql => sql`
SELECT ${count(sql`accounts > 0`)} AS customers, ${count(sql`accounts > 1`)} AS several
FROM (SELECT customer_id, count(DISTINCT account) AS accounts FROM ${ident(contracts)} GROUP BY customer_id) AS counted`;
