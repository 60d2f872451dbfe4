/** A whole column in a few rows: its distinct cells, and their distinct shapes (every digit as 0) with one example each. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { ident, integer, sql, type Sql } from "../sql/sql.js";
import type { StagedColumn } from "./staged.js";

/** `record` is the first that has the shape, `example` its cell as written; `midnights` counts cells with a time of 24:00. */
export type CellShape = Readonly<{
  shape: string;
  records: number;
  record: number;
  example: string;
  midnights: number;
}>;

const CellShapes = z.object({
  shape: z.string(),
  records: z.number(),
  record: z.number(),
  example: z.string(),
  midnights: z.number(),
});
const MOST = 20_000; // a column of numbers or dates has a few hundred at most

/** distinct_cells: one row per filled cell text of a column, with its records and the first of them. */
export const distinctCells = (table: string, { id }: StagedColumn): Sql => sql`
SELECT ${ident(id)} AS cell, count(*) AS records, min(record) AS record
FROM ${ident(table)}
WHERE ${ident(id)} IS NOT NULL
GROUP BY ${ident(id)}`;

/** Makes the table of distinct cells of a text column; drop it when the column is decided. @returns its name */
export async function makeCells(engine: Engine, table: string, column: StagedColumn): Promise<string> {
  const name = `${table}_cells_${column.id}`;
  await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(name)} AS ${distinctCells(table, column)}`);
  return name;
}

export const dropCells = (engine: Engine, cells: string): Promise<void> =>
  engine.execute(sql`DROP TABLE ${ident(cells)}`);

/** cell_shapes: one row per shape of the cells, commonest first. */
export const cellShapes = (cells: string): Sql => sql`
SELECT translate(trim(cell), '123456789', '000000000') AS shape, CAST(sum(records) AS double) AS records,
  CAST(min(record) AS double) AS record, min_by(cell, record) AS example,
  CAST(count(CASE WHEN cell LIKE '% 24:00%' OR cell LIKE '%T24:00%' THEN 1 END) AS double) AS midnights
FROM ${ident(cells)}
WHERE trim(cell) <> ''
GROUP BY 1
ORDER BY records DESC, shape
LIMIT ${integer(MOST)}`;

/** The shapes of a table of distinct cells. */
export const readShapes = (engine: Engine, cells: string): Promise<readonly CellShape[]> =>
  engine.rows(cellShapes(cells), CellShapes);
