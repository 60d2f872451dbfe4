/** A file beside the orders about customers: their attributes, their answers. Joined by the key of the orders. */
import { z } from "zod";
import { UserError } from "../errors.js";
import { ident, sql, type Sql } from "../sql/sql.js";
import { sides as words } from "../words/en/side-files.js";
import { norm } from "./header-words.js";
import { candidate } from "./matcher.js";
import { placesOf } from "./places.js";
import type { IntakeRequest, IntakeTools } from "./request.js";
import { openSideFile, type SideFile } from "./side-file.js";
import type { StagedColumn } from "./staged.js";
import { trimmed } from "./typed-cells.js";

/** `key` is the cell as the orders' key is written; `others` are the columns beside it. */
export type CustomerFile = Readonly<{
  side: SideFile;
  customer: StagedColumn;
  key: Sql;
  others: readonly StagedColumn[];
  known: number; // records of customers that the orders have
}>;

export type CustomerFileRequest = Readonly<{
  given: string;
  option: string; // "--attributes"
  ids: Sql; // a query of `customer_id`, the keys of the orders
}> &
  Pick<IntakeRequest, "temp" | "map" | "keepCase">;

/** @throws see `openSideFile`; column_missing where no column holds customers of the orders */
export async function openCustomerFile(request: CustomerFileRequest, tools: IntakeTools): Promise<CustomerFile> {
  const { option, ids, keepCase } = request;
  const side = await openSideFile(request, request, tools);
  const found: { column: StagedColumn; isNamed: boolean; known: number }[] = [];
  for (const profile of side.seen) {
    const { column } = profile;
    const known = await count(
      sql`SELECT CAST(count(*) AS double) AS n FROM ${ident(side.staged.table)} WHERE ${keyOf(column, keepCase)} IN (${ids})`,
      tools,
    );
    if (known === 0) continue;
    const isMapped = request.map.customer !== undefined && norm(request.map.customer) === norm(column.name);
    found.push({
      column,
      isNamed: isMapped || candidate("customer", profile).name > 0 || candidate("email", profile).name > 0,
      known,
    });
  }
  const [best] = found.toSorted((a, b) => Number(b.isNamed) - Number(a.isNamed) || b.known - a.known);
  if (!best) {
    const said = words.noCustomers({ option, name: side.staged.source.name });
    throw new UserError("column_missing", said, { place: `${side.staged.source.name}:1:1` });
  }
  const others = side.staged.columns.filter(({ id }) => id !== best.column.id);
  return { side, customer: best.column, key: keyOf(best.column, keepCase), others, known: best.known };
}

/** Addresses are one in any case, as they are among the orders. */
function keyOf(column: StagedColumn, keepCase: boolean): Sql {
  const text = trimmed(column);
  return keepCase ? text : sql`CASE WHEN ${text} LIKE '%@%' THEN lower(${text}) ELSE ${text} END`;
}

const Twice = z.object({ value: z.string(), record: z.number(), n: z.number() });

/** @throws file_unreadable where a customer has two records */
export async function refuseTwice(
  { side, customer, key }: CustomerFile,
  { engine, effects }: IntakeTools,
): Promise<void> {
  const { staged } = side;
  const rows = sql`SELECT ${key} AS value, record, row_number() OVER (PARTITION BY ${key} ORDER BY record) AS place FROM ${ident(staged.table)} WHERE ${key} <> ''`;
  const query = sql`SELECT value, CAST(record AS double) AS record, CAST(count(*) OVER () AS double) AS n FROM (${rows}) AS named WHERE place > 1 ORDER BY record LIMIT 1`;
  const [first] = await engine.rows(query, Twice);
  if (!first) return;
  const [at = staged.source.name] = await placesOf(
    staged.source,
    [{ record: first.record, column: customer }],
    effects,
  );
  const said = words.wrong.twice({ n: first.n, value: first.value, at, column: customer.name });
  throw new UserError("file_unreadable", said, { place: at });
}

async function count(query: Sql, { engine }: IntakeTools): Promise<number> {
  const { n } = await engine.numbers(query, ["n"]);
  return n[0] ?? 0;
}
