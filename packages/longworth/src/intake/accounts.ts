/** The account of every customer, from a column of the orders; contracts have their own. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { accountCounts, contractAccountCounts, customerAccounts } from "../sql/account-rows.js";
import { ident, sql } from "../sql/sql.js";
import { accounts as words } from "../words/en/accounts.js";
import { norm } from "./header-words.js";
import type { IntakeTools } from "./request.js";
import type { Source } from "./source.js";
import { tableColumns } from "./staging-table.js";
import { stage, stagedName } from "./staging.js";
import type { Staged } from "./staged.js";
import { trimmed } from "./typed-cells.js";

/** `table` has customer_id and account where they come from orders. */
export type AccountRead = Readonly<{
  column: string;
  table: string;
  customers: number; // with an account
  several: number; // with more than one
  without: number;
}>;

const TABLE = "customer_accounts";
const Counts = z.object({ customers: z.number(), several: z.number() });

/** Makes `customer_accounts`. @throws column_missing where a file has no such column, or nobody has an account */
export async function readAccounts(
  { sources, column, all }: Readonly<{ sources: readonly Source[]; column: string; all: number }>,
  { engine }: IntakeTools,
): Promise<AccountRead> {
  const files = [];
  for (const [i, source] of sources.entries()) {
    const { table, columns } = await recordsOf(source, i, engine);
    const found = columns.find(({ name }) => norm(name) === norm(column));
    if (!found) throw noColumn(column, source.name, columns);
    files.push({ table, file: source.file, cell: trimmed(found) });
  }
  await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(TABLE)} AS ${customerAccounts("orders", files)}`);
  const [counts] = await engine.rows(accountCounts(TABLE), Counts);
  const { customers, several } = counts ?? { customers: 0, several: 0 };
  if (customers === 0) throw new UserError("column_missing", words.empty({ column }), { place: "--account" });
  return { column, table: TABLE, customers, several, without: all - customers };
}

/** A file is staged once more; a table's records have their numbers in the copy that the orders came from. */
async function recordsOf(source: Source, i: number, engine: Engine): Promise<Pick<Staged, "table" | "columns">> {
  if (source.kind === "table") return { table: stagedName(i), columns: await tableColumns(source, engine) };
  return stage(source, engine, `account_records_${i}`);
}

const noColumn = (column: string, file: string, columns: readonly Readonly<{ name: string }>[]): UserError => {
  const said = words.noColumn({ column, file, found: columns.map(({ name }) => name) });
  return new UserError("column_missing", said, { place: `${file}:1:1` });
};

/** The same of contracts, whose account is a column of `contracts`. @throws column_missing where none has one */
export async function readContractAccounts(
  { column, all }: Readonly<{ column: string; all: number }>,
  { engine }: IntakeTools,
): Promise<AccountRead> {
  const [counts] = await engine.rows(contractAccountCounts("contracts"), Counts);
  const { customers, several } = counts ?? { customers: 0, several: 0 };
  if (customers === 0) throw new UserError("column_missing", words.empty({ column }), { place: "--account" });
  return { column, table: "contracts", customers, several, without: all - customers };
}
