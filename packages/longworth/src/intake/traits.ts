/** Columns of customers as traits: numbers where every cell is one, else labels; what is no trait is refused at once. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import type { Refusal } from "../retention/leaks.js";
import type { Lives, Trait } from "../retention/lives.js";
import { ident, sql } from "../sql/sql.js";
import { traitCodes, traitLabels, traitLives, traitNumbers, traitSpread } from "../sql/trait-rows.js";
import { decideNumberStyle, numberSql, TYPED_NUMBERS, type NumberStyle } from "./numbers.js";
import { profiles } from "./profile.js";
import type { Staged, StagedColumn } from "./staged.js";

/** A table of trait rows (sql/trait-rows.ts) whose columns are those of a staged file. */
export type TraitTable = Readonly<{ table: string; staged: Staged; columns: readonly StagedColumn[] }>;

export type NumberReading = Readonly<{
  decimal?: "." | "," | undefined;
  thousands?: string | undefined;
  placeOf(record: number, column: StagedColumn): Promise<string>;
}>;

export type TraitsRead = Readonly<{ traits: readonly Trait[]; refused: readonly Refusal[] }>;

const NUMERIC = 0.995; // share of the filled cells of a sample that look like numbers
const LEAST_NUMBERS = 3; // different ones: fewer are labels
const MOST_LABELS = 1000;
const OWN_VALUES = 0.5; // labels over filled cells

const Label = z.object({ label: z.string() });

/** Durations and outcomes, in the order of all traits. */
export async function readLives(engine: Engine, table: string): Promise<Lives> {
  return engine.numbers(traitLives(table), ["duration", "observed"]);
}

/** Every column as a trait. @throws number_ambiguous where a column of numbers has two readings */
export async function readTraits(engine: Engine, source: TraitTable, reading: NumberReading): Promise<TraitsRead> {
  const { staged, columns } = source;
  const seen = await profiles(engine, staged, "all");
  const traits: Trait[] = [];
  const refused: Refusal[] = [];
  for (const column of columns) {
    const profile = seen.find((one) => one.column.id === column.id);
    const { filled, labels } = await spreadOf(engine, source.table, column);
    const looksNumeric = profile !== undefined && profile.numeric >= NUMERIC && profile.distinct >= LEAST_NUMBERS;
    const value = looksNumeric ? await numbersOf(engine, { ...source, column, filled }, reading) : null;
    if (value !== null) traits.push({ name: column.name, kind: "number", value });
    else if (labels > MOST_LABELS || labels > OWN_VALUES * filled)
      refused.push({
        column: column.name,
        reason: filled === 0 ? "empty" : "own-values",
        share: labels / (filled || 1),
      });
    else traits.push(await labelsOf(engine, source.table, column));
  }
  return { traits, refused };
}

type Numeric = TraitTable & Readonly<{ column: StagedColumn; filled: number }>;

/** Null where the cells only look like numbers, as ids with a letter before do. */
async function numbersOf(
  engine: Engine,
  { table, staged, column, filled }: Numeric,
  reading: NumberReading,
): Promise<Float64Array | null> {
  const style = await numberStyle(engine, { staged, column }, reading);
  const { cell } = await engine.numbers(traitNumbers(table, numberSql(column, style, engine.dialect)), ["cell"]);
  const read = cell.reduce((count, v) => count + Number(!Number.isNaN(v)), 0);
  return read >= NUMERIC * filled ? cell : null;
}

/** How the numbers of one column are written. */
export const numberStyle = (
  engine: Engine,
  { staged, column }: Readonly<{ staged: Staged; column: StagedColumn }>,
  reading: NumberReading,
): Promise<NumberStyle> =>
  column.type === "text"
    ? decideNumberStyle(engine, staged, { columns: [{ column, role: "quantity" }], ...reading })
    : Promise.resolve(TYPED_NUMBERS);

async function spreadOf(engine: Engine, table: string, { id }: StagedColumn) {
  const found = await engine.numbers(traitSpread(table, id), ["filled", "labels"]);
  return { filled: found.filled[0] ?? 0, labels: found.labels[0] ?? 0 };
}

async function labelsOf(engine: Engine, table: string, { id, name }: StagedColumn): Promise<Trait> {
  const rows = await engine.rows(traitLabels(table, id, MOST_LABELS), Label);
  const labels = rows.map(({ label }) => label);
  const codes = `${table}_labels`;
  await engine.load({ label: labels, code: Int32Array.from(labels.keys()) }, codes);
  const { cell } = await engine.numbers(traitCodes(table, id, codes), ["cell"]);
  await engine.execute(sql`DROP TABLE IF EXISTS ${ident(codes)}`);
  return { name, kind: "group", labels, code: cell };
}
