/** Lives and traits of customers who do not say goodbye: by their silence, and columns of their first order or of a file. */
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import type { Refusal } from "../retention/leaks.js";
import type { Trait } from "../retention/lives.js";
import { silenceFrom } from "../retention/silence.js";
import { silentLives, usualGap } from "../sql/silence.js";
import { ident, list, sql, type Sql } from "../sql/sql.js";
import { traitRows } from "../sql/trait-rows.js";
import { drivers as words } from "../words/en/drivers.js";
import type { CustomerFile } from "./customer-file.js";
import { norm } from "./header-words.js";
import type { LivesRead } from "./lives-file.js";
import { placesOf } from "./places.js";
import type { IntakeTools } from "./request.js";
import type { Staged, StagedColumn } from "./staged.js";
import { readLives, readTraits } from "./traits.js";

/** Columns of customers: `from` is a query of `key`, the customer's id, and the columns. */
export type TraitSource = Readonly<{ staged: Staged; from: Sql; columns: readonly StagedColumn[] }>;

export type SilentRequest = Readonly<{
  customers: Sql; // a table or subquery with customer_id, frequency, recency, tenure
  silence?: number | undefined; // days without a purchase after which somebody has left; else by their gaps
  sources: readonly TraitSource[];
  by?: readonly string[] | undefined;
  decimal?: "." | "," | undefined;
  thousands?: string | undefined;
}>;

/** `silence` in days. */
export type SilentRead = LivesRead & Readonly<{ silence: number }>;

const LIVES = "silent_lives";

/** @throws column_missing where `by` names no column, number_ambiguous */
export async function readSilentLives(request: SilentRequest, tools: IntakeTools): Promise<SilentRead> {
  const { engine } = tools;
  const sources = chosen(request);
  const silence = request.silence ?? (await usualSilence(engine, request.customers));
  await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(LIVES)} AS ${silentLives(request.customers, silence)}`);
  const traits: Trait[] = [];
  const refused: Refusal[] = [];
  let lives = null;
  for (const [i, source] of sources.entries()) {
    const table = `trait_rows_${i}`;
    await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(table)} AS ${rowsOf(source, engine)}`);
    lives ??= await readLives(engine, table);
    const { staged, columns } = source;
    const placeOf = async (record: number, column: StagedColumn): Promise<string> =>
      (await placesOf(staged.source, [{ record, column }], tools.effects))[0] ?? staged.source.name;
    const { decimal, thousands } = request;
    const read = await readTraits(engine, { table, staged, columns }, { decimal, thousands, placeOf });
    traits.push(...read.traits);
    refused.push(...read.refused);
  }
  if (lives === null) throw new Error("lives without a source of traits");
  const all = await engine.numbers(sql`SELECT CAST(count(*) AS double) AS n FROM ${ident(LIVES)}`, ["n"]);
  return { lives, traits, refused, leftOut: (all.n[0] ?? 0) - lives.duration.length, silence };
}

/** Nine in ten repeat customers' own gaps are shorter. */
async function usualSilence(engine: Engine, customers: Sql): Promise<number> {
  const { usual_gap: gap } = await engine.numbers(usualGap(customers), ["usual_gap"]);
  return silenceFrom(gap[0] ?? NaN);
}

const rowsOf = ({ from, columns }: TraitSource, { dialect }: Engine): Sql => {
  const ids = columns.map(({ id }) => id);
  return traitRows({
    from: sql`(
  SELECT l.customer_id, l.duration AS lasted, l.has_left, ${list(ids.map((id) => sql`s.${ident(id)}`))}
  FROM ${ident(LIVES)} l LEFT JOIN (${from}) s ON s.key = l.customer_id
) joined`,
    key: sql`customer_id`,
    duration: sql`lasted`,
    observed: sql`has_left = 1`,
    columns: ids,
    dialect,
  });
};

/** The sources with the columns that are asked for. */
function chosen({ sources, by }: Pick<SilentRequest, "sources" | "by">): readonly TraitSource[] {
  const all = sources.flatMap(({ columns }) => columns.map(({ name }) => name));
  const missing = by?.find((name) => !all.some((one) => norm(one) === norm(name)));
  if (missing !== undefined)
    throw new UserError("column_missing", words.noColumn({ option: "--by", name: missing, found: all }));
  const isAsked = ({ name }: StagedColumn): boolean => by === undefined || by.some((one) => norm(one) === norm(name));
  const kept = sources.map((source) => ({ ...source, columns: source.columns.filter(isAsked) }));
  return kept.filter(({ columns }) => columns.length > 0);
}

/** Columns of a file with one record per customer. */
export const attributesOf = ({ side, key, others }: CustomerFile): TraitSource => ({
  staged: side.staged,
  from: sql`SELECT ${key} AS key, ${list(others.map(({ id }) => ident(id)))} FROM ${ident(side.staged.table)}`,
  columns: others,
});

/** Columns of the record of the first order: what was known when a customer came. @param firsts made by `firstRecords` */
export function firstOrderTraits(
  records: readonly Staged[],
  { firsts, roles }: Readonly<{ firsts: string; roles: ReadonlySet<string> }>,
): TraitSource {
  const [first] = records;
  if (!first) throw new Error("orders without a file");
  const isShared = ({ name }: StagedColumn): boolean =>
    records.every(({ columns }) => columns.some((one) => norm(one.name) === norm(name)));
  const columns = first.columns.filter((column) => !roles.has(norm(column.name)) && isShared(column));
  const parts = records.map(({ columns: own, table, source }) => {
    const cells = columns.map(({ id, name }) => {
      const column = own.find((one) => norm(one.name) === norm(name));
      return sql`r.${ident(column?.id ?? id)} AS ${ident(id)}`;
    });
    return sql`SELECT f.customer_id AS key, ${list(cells)} FROM ${ident(firsts)} f JOIN ${ident(table)} r ON r.record = f.record AND f.file = ${source.file}`;
  });
  return { staged: first, from: list(parts, sql` UNION ALL `), columns };
}
