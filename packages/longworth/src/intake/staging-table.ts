/** A table of a cluster as a staging table: its columns in types that every connector can hold, and a number per record. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { describePlace } from "../sql/cluster-tables.js";
import { ident, integer, list, sql, type Sql } from "../sql/sql.js";
import { cluster as words } from "../words/en/cluster.js";
import type { TableSource } from "./source.js";
import type { ColumnType, StagedColumn } from "./staged.js";

const Described = z.object({ name: z.string(), type: z.string() });

type Column = StagedColumn & Readonly<{ value: Sql }>;

/** The columns a table is staged with. @throws file_not_found */
export async function tableColumns(source: TableSource, engine: Engine): Promise<readonly Column[]> {
  const described = await engine.rows(describePlace(source, source.table), Described);
  if (described.length === 0)
    throw new UserError("file_not_found", words.noSuchTable({ table: source.name }), { place: source.name });
  return described.flatMap(({ name, type }, i) => {
    const column = { name, id: `c${i + 1}`, ...staged(ident(name), type) };
    return isTimestamp(type) ? [column, { name: "", id: `${column.id}_time`, ...timeOfDay(ident(name)) }] : [column];
  });
}

/**
 * Copies the table into the run's own schema: its records get numbers there that stay the same. In the order of nothing:
 * a table has none, and a second copy has other numbers. @throws file_not_found
 */
export async function stageTable(source: TableSource, engine: Engine, table: string): Promise<readonly StagedColumn[]> {
  const columns = await tableColumns(source, engine);
  const selected = columns.map(({ id, value }) => sql`${value} AS ${ident(id)}`);
  await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(table)} AS
SELECT row_number() OVER () AS record, CAST(${integer(source.file)} AS INTEGER) AS file, ${list(selected)}
FROM ${qualified(source)}`);
  return columns.map(({ name, id, type }) => ({ name, id, type }));
}

const qualified = ({ catalog, schema, table }: TableSource): Sql =>
  sql`${ident(catalog)}.${ident(schema)}.${ident(table)}`;

const isTimestamp = (type: string): boolean => /^timestamp(\(\d+\))?$/.test(type);

/** Beside the day of a timestamp, without a name: records are copies of each other only when their times are equal, too. */
const timeOfDay = (value: Sql): Readonly<{ type: ColumnType; value: Sql }> => ({
  type: "text",
  value: sql`CAST(CAST(${value} AS time(12)) AS varchar)`,
});

/** What a column becomes: not every connector stores zones, times or structures, and CHAR pads. */
function staged(value: Sql, type: string): Readonly<{ type: ColumnType; value: Sql }> {
  if (/^(tinyint|smallint|integer|bigint|decimal\(.*\))$/.test(type)) return { type: "number", value };
  if (/^(double|real)$/.test(type)) return { type: "number", value: sql`CAST(${value} AS double)` };
  if (type === "date" || type === "boolean") return { type, value };
  if (isTimestamp(type)) return { type: "date", value: sql`CAST(${value} AS date)` };
  if (/^timestamp.* with time zone$/.test(type))
    return { type: "text", value: sql`to_iso8601(${value} AT TIME ZONE 'UTC')` };
  if (type.startsWith("char")) return { type: "text", value: sql`rtrim(CAST(${value} AS varchar))` };
  if (/^(array|map|row|json)/.test(type)) return { type: "text", value: sql`json_format(CAST(${value} AS json))` };
  if (type === "varbinary") return { type: "text", value: sql`to_hex(${value})` };
  return { type: "text", value: sql`CAST(${value} AS varchar)` };
}
