/** profile: one row about a sample of the records, how the cells of each column look. What the matcher judges by. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import type { Dialect } from "../sql/dialect.js";
import { ident, integer, list, sql, type Sql } from "../sql/sql.js";
import type { ColumnProfile } from "./matcher.js";
import type { Staged, StagedColumn } from "./staged.js";
import { STATUS_WORDS } from "./status-words.js";
import { nameScore, ROLES } from "./synonyms.js";

const SAMPLE = 5_000; // records; spread over the whole file
const AT_ONCE = 40; // columns whose distinct cells are counted at once: 500 would take more than a gigabyte

const NUMERIC = "^[-+('\u2212]?[^0-9]{0,4}[0-9][0-9.,' \u00a0\u202f]*[^0-9]{0,4}$";
const WHOLE = "^[-+]?[0-9]+$";
const MONEY = "^[-+(\u2212]?[^0-9]{0,4}[0-9][0-9.,' \u00a0\u202f]*[.,][0-9]{2}[^0-9]{0,4}$";
const DATE =
  "^[^0-9]{0,12}[0-9]{1,4}[^0-9]{1,12}[0-9]{1,4}[^0-9].*$|^[0-9]{5}([.][0-9]+)?$|^([0-9]{8}|[0-9]{10}|[0-9]{13,14}|[0-9]{16})$|^[^0-9]{3,12}[0-9]{1,2}[^0-9]{1,3}[0-9]{2,4}$" +
  "|^(19|20|21)[0-9]{2}([-/年] ?[0-9]{1,2}月?|[-/ ]?[qQ][1-4]|-?[wW][0-9]{2})$|^([0-9]{1,2}[-/]|[qQ][1-4][-/ ]?|[^0-9]{3,12}[- ])(19|20|21)[0-9]{2}$"; // periods
const CURRENCY = "^([A-Za-z]{3}|\\$|€|£|¥|zł|kr|元|円)$";
const BETWEEN = "\n";
const STATUSES = ["", ...Object.keys(STATUS_WORDS), ""].join(BETWEEN); // one text: planning a list of them takes longer than the sample
const EMAIL = "^[^@\\s]+@[^@\\s]+$";

/** What was asked of a staged source: binding, refusing and explaining ask for the same columns. */
const known = new WeakMap<Staged, Facts>();

/** Profiles of the columns whose names could have a role; of the others, too, when `all` are asked for. */
export async function profiles(
  engine: Engine,
  staged: Staged,
  which: "named" | "all" = "named",
): Promise<readonly ColumnProfile[]> {
  const isNamed = ({ name }: StagedColumn): boolean => ROLES.some((role) => nameScore(role, name) > 0);
  const columns = staged.columns.filter((column) => which === "all" || isNamed(column));
  const row = await sampledFacts(engine, staged, columns);
  const others = staged.columns.filter((column) => !columns.includes(column));
  const records = row["records"] ?? 0;
  return [
    ...columns.map((column) => profileOf(column, row, records)),
    ...others.map((column) => profileOf(column, {}, records)),
  ];
}

const Row = z.record(z.string(), z.number().nullable());
type Facts = z.infer<typeof Row>;

/** Of the columns at least. */
async function sampledFacts(engine: Engine, staged: Staged, columns: readonly StagedColumn[]): Promise<Facts> {
  const { source, table, records } = staged;
  const every = Math.max(1, Math.floor(records / SAMPLE));
  const sampled = source.kind === "parquet" ? sql`record <= ${integer(SAMPLE)}` : sql`record % ${integer(every)} = 0`; // a view is read up to there
  const row = { ...known.get(staged) };
  const missing = columns.filter(({ id }) => !(`${id}_filled` in row));
  for (let from = 0; row["records"] === undefined || from < missing.length; from += AT_ONCE) {
    const some = missing.slice(from, from + AT_ONCE);
    const [facts] = await engine.rows(profile({ table, columns: some, sampled }, engine.dialect), Row);
    Object.assign(row, facts);
  }
  known.set(staged, row);
  return row;
}

function profileOf(column: StagedColumn, row: Facts, records: number): ColumnProfile {
  const of = (fact: string): number => row[`${column.id}_${fact}`] ?? 0;
  const filled = of("filled");
  const share = (fact: string): number => (filled === 0 ? 0 : of(fact) / filled);
  return {
    column,
    records,
    filled: records === 0 ? 0 : filled / records,
    distinct: of("distinct"),
    numeric: share("numeric"),
    whole: filled > 0 && of("whole") === filled,
    dates: share("dates"),
    currencies: share("currencies"),
    emails: share("emails"),
    statuses: share("statuses"),
    money: share("money"),
  };
}

/** profile: see the module. Shares are made of counts, so the sample is the same on every engine. */
export function profile(
  { table, columns, sampled }: Readonly<{ table: string; columns: readonly StagedColumn[]; sampled: Sql }>,
  dialect: Dialect,
): Sql {
  const facts = columns.flatMap((column) => columnFacts(column, dialect));
  return sql`SELECT ${list(
    [sql`CAST(count(*) AS double) AS records`, ...facts],
    sql`,
  `,
  )}
FROM ${ident(table)}
WHERE ${sampled}`;
}

function columnFacts({ id, type }: StagedColumn, dialect: Dialect): readonly Sql[] {
  const value = type === "text" ? sql`trim(${ident(id)})` : ident(id);
  const named = (fact: string, count: Sql): Sql => sql`CAST(${count} AS double) AS ${ident(`${id}_${fact}`)}`;
  const when = (condition: Sql): Sql => sql`count(CASE WHEN ${condition} THEN 1 END)`;
  const filled = type === "text" ? sql`${value} <> ''` : sql`${value} IS NOT NULL`;
  const distinct = named("distinct", sql`count(DISTINCT ${type === "text" ? sql`nullif(${value}, '')` : value})`);
  const common = [named("filled", when(filled)), distinct];
  if (type !== "text") {
    const number = when(type === "number" ? filled : sql`false`);
    const date = when(type === "number" || type === "boolean" ? sql`false` : filled);
    return [...common, named("numeric", number), named("dates", date)];
  }
  const plain = sql`lower(replace(replace(${value}, '_', ' '), '-', ' '))`;
  const like = (pattern: string): Sql => when(dialect.matches(value, pattern));
  return [
    ...common,
    named("numeric", like(NUMERIC)),
    named("whole", like(WHOLE)),
    named("money", like(MONEY)),
    named("dates", like(DATE)),
    named("currencies", like(CURRENCY)),
    named("emails", like(EMAIL)),
    named("statuses", when(sql`position(concat(${BETWEEN}, ${plain}, ${BETWEEN}) IN ${STATUSES}) > 0`)),
  ];
}
