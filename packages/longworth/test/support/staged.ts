/** A staging table of one text column, for tests of what reads numbers and dates. */
import type { Engine } from "../../src/engines/engine.js";
import type { Staged, StagedColumn } from "../../src/intake/staged.js";
import { duckDbWith } from "./duckdb.js";

export type Column = Readonly<{
  engine: Engine;
  staged: Staged;
  column: StagedColumn;
  columns: readonly StagedColumn[];
}>;

/** One row per cell of the longest column; c1, c2, … in the order of the arguments. */
export async function stagedColumns(...cells: readonly (readonly string[])[]): Promise<Column> {
  const engine = await duckDbWith();
  const rows = Math.max(...cells.map((column) => column.length));
  const columns = cells.map((_, i): StagedColumn => ({ name: `column ${i + 1}`, id: `c${i + 1}`, type: "text" }));
  await engine.load(
    {
      record: Int32Array.from({ length: rows }, (_, i) => i + 1),
      file: new Int32Array(rows),
      ...Object.fromEntries(
        cells.map((column, i) => [`c${i + 1}`, Array.from({ length: rows }, (_, row) => column[row] ?? null)]),
      ),
    },
    "staging",
  );
  const source = { kind: "parquet", name: "test", path: "/nowhere", file: 0, bytes: 0, sha256: "", notes: [] } as const;
  const staged: Staged = { source, table: "staging", ragged: "staging_ragged", columns, records: rows };
  const [column] = columns;
  if (!column) throw new Error("at least one column");
  return { engine, staged, column, columns };
}

/** Places without a file: the record's line under a header. */
export const placeOf = (record: number): Promise<string> => Promise.resolve(`test:${record + 1}:1`);
