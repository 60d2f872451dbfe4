/** A whole column in a few rows: the distinct shapes of its cells (every digit as 0), how many there are and one example each. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { ident, integer, sql, type Sql } from "../sql/sql.js";
import type { StagedColumn } from "./staged.js";

/** `record` is the first that has the shape, `example` its cell as written. */
export type CellShape = Readonly<{ shape: string; records: number; record: number; example: string }>;

const CellShapes = z.object({ shape: z.string(), records: z.number(), record: z.number(), example: z.string() });
const MOST = 20_000; // a column of numbers or dates has a few hundred at most

/** One row per shape of the filled cells of a text column, commonest first. */
export const cellShapes = (table: string, { id }: StagedColumn): Sql => sql`
SELECT translate(trim(${ident(id)}), '123456789', '000000000') AS shape, CAST(count(*) AS double) AS records,
  CAST(min(record) AS double) AS record, min_by(${ident(id)}, record) AS example
FROM ${ident(table)}
WHERE trim(${ident(id)}) <> ''
GROUP BY 1
ORDER BY records DESC, shape
LIMIT ${integer(MOST)}`;

/** The shapes of one column; none for a column that is not text. */
export const readShapes = async (engine: Engine, table: string, column: StagedColumn): Promise<readonly CellShape[]> =>
  column.type === "text" ? engine.rows(cellShapes(table, column), CellShapes) : [];
