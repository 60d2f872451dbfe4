/** A plain table of customers with how long they stayed and whether they left: read whole, for `drivers`. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import type { Lives } from "../retention/lives.js";
import { ident, sql } from "../sql/sql.js";
import { traitRows } from "../sql/trait-rows.js";
import { drivers as words } from "../words/en/drivers.js";
import { norm } from "./header-words.js";
import { numberSql } from "./numbers.js";
import { placesOf } from "./places.js";
import type { IntakeTools } from "./request.js";
import type { Source } from "./source.js";
import { stage } from "./staging.js";
import type { Staged, StagedColumn } from "./staged.js";
import { numberStyle, readLives, readTraits, type NumberReading, type TraitsRead } from "./traits.js";
import { trimmed } from "./typed-cells.js";

export type LivesRequest = Readonly<{
  duration: string; // header
  event: Readonly<{ column: string; value: string }>; // the value of those who left
  by?: readonly string[] | undefined; // headers; else all others
  customer?: string | undefined; // header of the key, which is no trait
  decimal?: "." | "," | undefined;
  thousands?: string | undefined;
}>;

export type LivesRead = TraitsRead & Readonly<{ lives: Lives; leftOut: number }>; // leftOut: records without a duration

const ROWS = "trait_rows";

/** @throws column_missing, bad_arguments where nobody has the value of the event, number_unreadable, number_ambiguous */
export async function readLivesFile(source: Source, request: LivesRequest, tools: IntakeTools): Promise<LivesRead> {
  const { engine, effects } = tools;
  const staged = await stage(source, engine, "staged_lives");
  const duration = columnNamed(staged, request.duration, "--duration");
  const event = columnNamed(staged, request.event.column, "--event");
  const own = request.customer === undefined ? undefined : columnNamed(staged, request.customer, "--map customer");
  const by = request.by?.map((name) => columnNamed(staged, name, "--by"));
  const columns = (by ?? staged.columns).filter(({ id }) => ![duration.id, event.id, own?.id].includes(id));
  await refuseUnknownEvent(engine, staged, { column: event, value: request.event.value });
  const placeOf = async (record: number, column: StagedColumn): Promise<string> =>
    (await placesOf(source, [{ record, column }], effects))[0] ?? source.name;
  const reading: NumberReading = { decimal: request.decimal, thousands: request.thousands, placeOf };
  const style = await numberStyle(engine, { staged, column: duration }, reading);
  const rows = traitRows({
    from: ident(staged.table),
    key: sql`CAST(${own === undefined ? sql`record` : ident(own.id)} AS VARCHAR)`,
    duration: numberSql(duration, style, engine.dialect),
    observed: sql`${trimmed(event)} = ${request.event.value}`,
    columns: columns.map(({ id }) => id),
    dialect: engine.dialect,
  });
  await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(ROWS)} AS ${rows}`);
  const lives = await readLives(engine, ROWS);
  const traits = await readTraits(engine, { table: ROWS, staged, columns }, reading);
  return { ...traits, lives, leftOut: staged.records - lives.duration.length };
}

/** @throws column_missing with the headers there are */
export function columnNamed({ columns, source }: Staged, name: string, option: string): StagedColumn {
  const found = columns.find((column) => norm(column.name) === norm(name));
  if (found) return found;
  const said = words.noColumn({ option, name, found: columns.map((column) => column.name) });
  throw new UserError("column_missing", said, { place: `${source.name}:1:1` });
}

const Value = z.object({ value: z.string() });

async function refuseUnknownEvent(
  engine: Engine,
  { table }: Staged,
  { column, value }: Readonly<{ column: StagedColumn; value: string }>,
): Promise<void> {
  const cell = trimmed(column);
  const query = sql`SELECT ${cell} AS value FROM ${ident(table)} WHERE ${cell} <> '' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 6`;
  const known = await engine.rows(query, Value);
  const counted = await engine.numbers(
    sql`SELECT CAST(count(*) AS double) AS n FROM ${ident(table)} WHERE ${cell} = ${value}`,
    ["n"],
  );
  if ((counted.n[0] ?? 0) > 0) return;
  throw new UserError(
    "bad_arguments",
    words.noEvent({ column: column.name, value, found: known.map((one) => one.value) }),
  );
}
