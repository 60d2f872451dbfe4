/** From text to contracts, one row per record: days, money, how long a period is, what its status says. */
import type { Dialect } from "../../sql/dialect.js";
import { ident, integer, list, sql, type Sql } from "../../sql/sql.js";
import { PLACEHOLDER_KEYS, TOTAL_WORDS } from "../status-words.js";
import type { StagedColumn } from "../staged.js";
import { firstText, folded, isBlank, isWord, trimmed } from "../typed-cells.js";
import { monthsOfPrice } from "./cell-words.js";
import type { ContractPlan } from "./plan.js";

/** How cells become values, once the styles of the file are decided. */
export type ContractReaders = Readonly<{
  dialect: Dialect;
  number(column: StagedColumn): Sql;
  day(column: StagedColumn): Sql;
  isPlaceholder(column: StagedColumn): Sql;
}>;

export type TypedContracts = Readonly<{
  records: string; // table: record, file, c1, c2, …
  columns: readonly StagedColumn[];
  plan: ContractPlan;
  readers: ContractReaders;
  periods: string; // table: cell, unit, count
  states: string; // table: cell, state
  reasons: string; // table: cell, leaving
  asOf: string | undefined; // needed for tenures
  keepCase: boolean;
}>;

/**
 * typed_contracts: one row per record. `state` is running, ended or never, NULL for a word nobody knows. A tenure is a
 * start so many months before `asOf`; who has left by then, has left on that day.
 */
export function typedContracts(options: TypedContracts): Sql {
  const { plan, records, columns, readers, periods, states, reasons } = options;
  const { period, status, reason } = plan.columns;
  const joins = [
    period && !plan.fixedPeriod ? join(periods, period, "periods") : sql``,
    status ? join(states, status, "states") : sql``,
    reason ? join(reasons, reason, "reasons") : sql``,
  ];
  return sql`SELECT record, file,
  ${list(
    Object.entries(fieldsOf(options)).map(([name, value]) => sql`${value} AS ${ident(name)}`),
    sql`,
  `,
  )},
  ${readers.dialect.rowHash(columns.map(({ id }) => ident(id)))} AS h
FROM ${ident(records)} AS cells${list(joins, sql``)}`;
}

const join = (table: string, column: StagedColumn, as: string): Sql => sql`
LEFT JOIN ${ident(table)} AS ${ident(as)} ON ${ident(as)}.cell = ${folded(column)}`;

function fieldsOf(options: TypedContracts): Readonly<Record<string, Sql>> {
  const { plan, readers } = options;
  const { contract, price, seats, plan: tariff, currency, account, channel, period, reason } = plan.columns;
  const text = (column: StagedColumn | undefined): Sql => (column ? firstText(column) : sql`CAST(NULL AS VARCHAR)`);
  const number = (column: StagedColumn | undefined): Sql =>
    column ? readers.number(column) : sql`CAST(NULL AS DECIMAL(18, 4))`;
  const { fixedPeriod } = plan;
  return {
    is_footer: isWord(folded(plan.first), TOTAL_WORDS),
    customer: customerOf(options),
    contract_id: text(contract),
    ...daysOf(options),
    ...stateOf(options),
    unit: period && !fixedPeriod ? sql`periods.unit` : sql`CAST(${fixedPeriod?.unit ?? "month"} AS VARCHAR)`,
    periods: period && !fixedPeriod ? sql`periods.count` : sql`CAST(${integer(fixedPeriod?.count ?? 1)} AS INTEGER)`,
    price: number(price),
    is_price_blank: price ? isBlank(price) : sql`true`,
    price_months: sql`CAST(${priceMonths(plan)} AS INTEGER)`,
    seats: seats ? sql`coalesce(${number(seats)}, 1)` : sql`CAST(1 AS DECIMAL(18, 4))`,
    plan: text(tariff),
    leaving: reason ? sql`coalesce(reasons.leaving, 'unknown')` : sql`CAST('unknown' AS VARCHAR)`,
    reason: text(reason),
    currency: currency ? sql`nullif(upper(${trimmed(currency)}), '')` : sql`CAST(NULL AS VARCHAR)`,
    account: text(account),
    channel: text(channel),
  };
}

const priceMonths = ({ columns: { price } }: ContractPlan): Sql => {
  const months = price ? monthsOfPrice(price.name) : null;
  return months === null ? sql`NULL` : integer(months);
};

/** The key as it is written; an address in lower case; NULL for what names nobody. */
function customerOf({ plan: { columns }, keepCase }: TypedContracts): Sql {
  const { customer } = columns;
  if (!customer) throw new Error("a plan without customer");
  const key = trimmed(customer);
  const cased = keepCase ? key : sql`CASE WHEN position('@' IN ${key}) > 0 THEN lower(${key}) ELSE ${key} END`;
  return sql`CASE WHEN ${key} = '' OR ${isWord(
    folded(customer),
    PLACEHOLDER_KEYS.filter((word) => word !== "0"),
  )} THEN NULL ELSE ${cased} END`;
}

/** start_day, end_day; and whether their cells say something that is no day. */
function daysOf({ plan, readers, asOf }: TypedContracts): Readonly<Record<string, Sql>> {
  const { start, end, cancelled, tenure, churned } = plan.columns;
  const day = (column: StagedColumn | undefined): Sql => {
    if (!column) return sql`CAST(NULL AS DATE)`;
    const read = readers.day(column); // zeros are no day, or one of 1970 at most: only then the cell is looked at again
    return sql`CASE WHEN ${read} > DATE '1971-01-01' THEN ${read} WHEN ${readers.isPlaceholder(column)} THEN NULL ELSE ${read} END`;
  };
  const unreadable = (column: StagedColumn | undefined): Sql =>
    column
      ? sql`(${readers.day(column)} IS NULL AND NOT ${isBlank(column)} AND NOT ${isWord(folded(column), NONE)})`
      : sql`false`;
  const ends = end ?? cancelled;
  if (!start && tenure && churned) {
    const cut = sql`CAST(${asOf ?? "1970-01-01"} AS DATE)`;
    const months = sql`CAST(-floor(${readers.number(tenure)}) AS INTEGER)`;
    return {
      start_day: readers.dialect.addMonths(cut, months),
      end_day: sql`CASE WHEN ${isWord(folded(churned), LEFT)} THEN ${cut} END`,
      cancel_day: sql`CAST(NULL AS DATE)`,
      is_end_unreadable: sql`false`,
    };
  }
  const began = plan.trialEnd
    ? sql`greatest(${day(start)}, coalesce(${day(plan.trialEnd)}, ${day(start)}))`
    : day(start);
  return {
    start_day: began,
    end_day: day(ends),
    cancel_day: day(end ? cancelled : undefined),
    is_end_unreadable: unreadable(ends),
  };
}

/** Words of an end that mean "still running". */
const NONE = ["-", "--", "—", "n/a", "na", "null", "none", "nan", "nat", "active", "running", "present", "now", "open", "current", "ongoing", "never", "aktiv", "laufend"]; // prettier-ignore
const LEFT = ["yes", "y", "true", "1", "churned", "left", "ja", "tak", "oui", "si", "sí", "sim", "はい", "是", "exited", "attrited customer", "cancelled", "canceled"]; // prettier-ignore

/** state: what the status says, or the flag of who has left, or the end. */
function stateOf({ plan }: TypedContracts): Readonly<Record<string, Sql>> {
  const { status, churned, start } = plan.columns;
  if (status) return { state: sql`states.state`, status: firstText(status) };
  const none = sql`CAST(NULL AS VARCHAR)`;
  if (churned && start)
    return { state: sql`CASE WHEN ${isWord(folded(churned), LEFT)} THEN 'ended' ELSE 'running' END`, status: none };
  return { state: sql`CAST('' AS VARCHAR)`, status: none };
}
