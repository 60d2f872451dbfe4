/** The gate of numbers: what is computed here reaches the engine finite, or declared absent, or not at all. */
import type { Columns, Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";

export interface Gate {
  readonly table?: string; // for the message
  readonly mayBeAbsent?: readonly string[]; // columns in which NaN stands for no value by design
}

/** @throws result_not_finite naming the first column that holds a NaN or an infinity it may not hold */
export function refuseNotFinite(columns: Columns, { table, mayBeAbsent = [] }: Gate = {}): void {
  for (const [name, values] of Object.entries(columns)) {
    if (!(values instanceof Float64Array)) continue;
    const absent = mayBeAbsent.includes(name);
    if (!values.every((value) => Number.isFinite(value) || (absent && Number.isNaN(value))))
      throw new UserError("result_not_finite", { what: table === undefined ? name : `${table}.${name}` });
  }
}

/** Loads a table that is published: the engine would take a NaN for NULL. @throws result_not_finite */
export async function loadFinite(
  engine: Engine,
  columns: Columns,
  gate: Gate & Readonly<{ table: string }>,
): Promise<void> {
  refuseNotFinite(columns, gate);
  await engine.load(columns, gate.table);
}
