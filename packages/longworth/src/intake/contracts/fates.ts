/** The one fate of every record of contracts: a CASE whose first condition wins. */
import { list, sql, type Sql } from "../../sql/sql.js";

export type ContractFates = Readonly<{
  asOf: string; // ISO day
  futureFrom: string | undefined; // the first start that is too far from all others
  currency: string | undefined; // the one that counts, where there are several
  hasIds: boolean; // contracts have ids: a record that repeats another exactly is a copy
  endIsCancel: boolean; // the end is the day of a cancellation
  hasPrice: boolean;
}>;

const day = (iso: string): Sql => sql`CAST(${iso} AS DATE)`;

/** contract_copies: one row per record that repeats an earlier one exactly. */
export const contractCopies: Sql = sql`SELECT file, record
FROM (SELECT file, record, row_number() OVER (PARTITION BY h ORDER BY file, record) AS turn
  FROM typed_contracts WHERE h IN (SELECT h FROM typed_contracts GROUP BY h HAVING count(*) > 1)) AS turns
WHERE turn > 1`;

/** contract_fates: one row per record of `typed_contracts`, all its columns, and `code`: '' when it is accepted. */
export function contractFates(options: ContractFates): Sql {
  const { hasIds } = options;
  return sql`SELECT typed.*, CASE
    ${list(
      conditions(options),
      sql`
    `,
    )}
    ELSE '' END AS code
  FROM typed_contracts AS typed${
    hasIds
      ? sql`
  LEFT JOIN contract_copies AS copies ON copies.file = typed.file AND copies.record = typed.record`
      : sql``
  }`;
}

function conditions(options: ContractFates): readonly Sql[] {
  const { asOf, futureFrom, currency, hasIds, endIsCancel, hasPrice } = options;
  const early = endIsCancel ? "cancelled_before_start" : "end_before_start";
  return [
    sql`WHEN is_footer THEN 'total_row'`,
    ...(hasIds ? [sql`WHEN copies.record IS NOT NULL THEN 'duplicate_record'`] : []),
    sql`WHEN state IS NULL THEN 'unknown_status'`,
    sql`WHEN state = 'never' THEN 'never_started'`,
    ...(currency === undefined
      ? []
      : [sql`WHEN currency IS NOT NULL AND currency <> ${currency} THEN 'mixed_currency'`]),
    sql`WHEN start_day IS NULL THEN 'date_unreadable'`,
    sql`WHEN is_end_unreadable THEN 'date_unreadable'`,
    ...(futureFrom === undefined ? [] : [sql`WHEN start_day >= ${day(futureFrom)} THEN 'date_in_future'`]),
    sql`WHEN start_day > ${day(asOf)} THEN 'starts_later'`,
    sql`WHEN end_day < start_day AND state <> 'running' THEN ${early}`,
    sql`WHEN end_day = start_day AND state <> 'running' THEN 'cancelled_before_start'`,
    sql`WHEN cancel_day < start_day AND end_day IS NULL AND state <> 'running' THEN 'cancelled_before_start'`,
    sql`WHEN state = 'ended' AND end_day IS NULL AND cancel_day IS NULL THEN 'end_missing'`,
    sql`WHEN periods IS NULL THEN 'period_missing'`,
    ...(hasPrice ? [sql`WHEN price IS NULL OR price < 0 THEN 'number_unreadable'`] : []),
    sql`WHEN customer IS NULL THEN 'no_customer'`,
  ];
}
