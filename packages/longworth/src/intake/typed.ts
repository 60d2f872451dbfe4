/** From text to values, one row per record: what every later query of the intake reads. Money stays unrounded. */
import { ident, list, sql, type Sql } from "../sql/sql.js";
import { kindOf, stateOf, writtenStatus } from "./record-kinds.js";
import { isBlank } from "./typed-cells.js";
import { baseCode, rawColumns } from "./typed-fate.js";
import { customerKey, emailKey, firstFilled } from "./typed-ids.js";
import { currencyField, moneyFields, numberField } from "./typed-money.js";
import type { Fields, TypedOptions } from "./typed-options.js";

/**
 * typed: one row per record, its values, its currency, what its status says, and `base`, the fate that its own cells give
 * it. Checks of text stand inside CASE, so that they run for the few records whose value is missing.
 */
export function typed(options: TypedOptions): Sql {
  const fields = fieldsOf(options);
  const values = Object.entries(fields).map(([name, value]) => sql`${value} AS ${ident(name)}`);
  const raw = rawColumns(options).map(({ id }) => ident(id));
  return sql`SELECT record, file, ${list(Object.keys(fields).map(ident))}, ${baseCode(options)} AS base
FROM (
  SELECT record, file,
    ${list(
      [...values, ...raw],
      sql`,
    `,
    )}
  FROM ${ident(options.records)}
) AS cells`;
}

/** The values of a record, by name. */
export function fieldsOf(options: TypedOptions): Fields {
  const { plan, readers, amounts, hashed, columns } = options;
  const { order, email, margin, firstOrder, rows, status, summary } = plan;
  const number = numberField(readers);
  return {
    customer: customerKey(options, false),
    ...(email.length > 0 ? { key_raw: customerKey(options, true), email: emailKey(options) } : {}),
    ...(order.length > 0 ? { order_id: firstFilled(order, options) } : {}),
    ...(order.length > 1 ? { order_name: firstFilled(order.slice(-1), options) } : {}),
    day: readers.day(plan.date),
    ...(amounts ? moneyFields(options) : {}),
    ...number(margin, "margin_value"),
    ...(firstOrder ? { first_day: readers.day(firstOrder) } : {}),
    ...currencyField(options),
    ...(rows ? { row_kind: kindOf(rows, options.overrides) } : {}),
    ...(rows?.order && amounts
      ? { ref: firstFilled([rows.order], options), is_foreign: sql`false`, is_matched: sql`false` }
      : {}),
    ...(summary ? { is_summary: isBlank(summary) } : {}),
    ...(status ? { state: stateOf(status, options.overrides), status_text: writtenStatus(status.columns) } : {}),
    ...(hashed ? { h: readers.dialect.rowHash(columns.map(({ id }) => ident(id))) } : {}),
  };
}
