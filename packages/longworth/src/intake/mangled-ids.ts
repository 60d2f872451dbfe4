/** Ids that were UTF-8 and were read as Windows-1252 in a part of the file: one customer would become two. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import type { Dialect } from "../sql/dialect.js";
import { ident, sql, type Sql } from "../sql/sql.js";
import { MANGLED, unmangled } from "./mojibake.js";
import type { StagedColumn } from "./staged.js";
import { text } from "./typed-cells.js";
import type { IdMarks, Mended } from "./typed-options.js";

const LOST = "\uFFFD"; // stands where a letter could not be decoded

/** The id has letters beyond ASCII: few ids do, so what costs more is asked of these only. */
const beyondAscii = (column: StagedColumn, dialect: Dialect, condition: Sql): Sql =>
  sql`CASE WHEN ${dialect.bytes(text(column))} > length(${text(column)}) THEN ${condition} ELSE false END`;

export const isMangled = (column: StagedColumn, dialect: Dialect): Sql =>
  beyondAscii(column, dialect, dialect.matches(text(column), MANGLED));

export const hasLostLetters = (column: StagedColumn, dialect: Dialect): Sql =>
  beyondAscii(column, dialect, sql`position(${LOST} IN ${text(column)}) > 0`);

const Found = z.object({ cell: z.string(), records: z.number(), record: z.number() });

/** ids_like: one row per distinct id of a column for which the condition holds, first records first. */
const idsLike = ({ id }: StagedColumn, table: string, condition: Sql): Sql => sql`
SELECT ${ident(id)} AS cell, CAST(count(*) AS double) AS records, CAST(min(record) AS double) AS record
FROM ${ident(table)} WHERE ${condition} GROUP BY 1 ORDER BY record`;

/**
 * A table per column of what its mangled ids meant. Only where some of these are ids of the column as well: a file that
 * is mangled throughout tells its customers apart as it is.
 */
export async function mendIds(
  columns: readonly StagedColumn[],
  table: string,
  engine: Engine,
): Promise<readonly Mended[]> {
  const all: Mended[] = [];
  for (const column of columns) {
    const found = await engine.rows(idsLike(column, table, isMangled(column, engine.dialect)), Found);
    const mangled = found
      .map((row) => ({ ...row, meant: unmangled(row.cell) }))
      .filter(({ cell, meant }) => cell !== meant);
    const [first] = mangled;
    if (!first) continue;
    const meanings = `${table}_meant_${column.id}`;
    await engine.load({ cell: mangled.map(({ cell }) => cell), meant: mangled.map(({ meant }) => meant) }, meanings);
    const both = sql`SELECT CAST(count(*) AS double) AS n FROM ${ident(meanings)} WHERE meant IN (SELECT ${ident(column.id)} FROM ${ident(table)})`;
    const [row] = await engine.rows(both, z.object({ n: z.number() }));
    if (!row || row.n === 0) continue;
    const records = mangled.reduce((sum, each) => sum + each.records, 0);
    all.push({ column, records, record: first.record, value: first.cell, meant: first.meant, table: meanings });
  }
  return all;
}

/** Ids that cannot be mended, because a letter is gone. */
export async function lostLetters(
  columns: readonly StagedColumn[],
  table: string,
  engine: Engine,
): Promise<readonly IdMarks[]> {
  const all: IdMarks[] = [];
  for (const column of columns) {
    const found = await engine.rows(idsLike(column, table, hasLostLetters(column, engine.dialect)), Found);
    const [first] = found;
    if (!first) continue;
    const records = found.reduce((sum, each) => sum + each.records, 0);
    all.push({ column, records, record: first.record, value: first.cell });
  }
  return all;
}
