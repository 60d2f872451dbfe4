/** Dates of a column: one style, decided over every cell; a column with two possible readings is refused. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import type { Dialect } from "../sql/dialect.js";
import { ident, list, sql, type Sql } from "../sql/sql.js";
import { reading } from "../words/en/reading.js";
import { dropCells, makeCells, readShapes, type CellShape } from "./cell-shapes.js";
import { dateCell, type DateCell, type DateForm } from "./date-cells.js";
import { convertedDay, numberPart, writtenDay, type DateForms, type Order, type ZoneNames } from "./date-sql.js";
import { isPeriod } from "./date-periods.js";
import type { Decisive } from "./numbers.js";
import { monthOf } from "./month-names.js";
import type { Staged, StagedColumn } from "./staged.js";
import { transitions, zoneIdOf, zoneOffset, type Transition } from "./time-zones.js";

export type DateOptions = Readonly<{
  format?: string | undefined; // --date-format
  expected?: Order | undefined; // what was decided before, where no cell decides
  assumed?: "dmy" | "mdy" | undefined; // what the layout knows, where the cells can be read both ways
  timezone?: string | undefined; // --timezone: written instants are converted to its local day
  voters?: readonly StagedColumn[] | undefined; // other date columns of the file: their evidence counts
  /** Where a record is, for an error: file:line:column. */
  placeOf(record: number, column: StagedColumn): Promise<string>;
}>;

/** Records whose time names a zone, and those whose time does not: the note timezone_mixed. */
export type DateNote = Readonly<{ code: "timezone_mixed"; without: number; with: number }>;

export type DateStyle = Readonly<{
  forms: DateForms; // how the cells are written
  placeholders: readonly string[]; // ISO days that stand for "unknown" and occur
  zone?: Readonly<{ offsets: readonly Transition[]; names: ZoneNames }>; // only under --timezone
  notes: readonly DateNote[];
}>;

type Dated = Extract<DateCell, { kind: "date" }>;
type Seen = Readonly<{ column: StagedColumn; shape: CellShape; cell: Dated }>;

const FIXED = ["1899-12-30", "1899-12-31", "1900-01-01", "1900-01-02", "9999-12-31", "0001-01-01"] as const;
const EPOCH = "1970-01-01";

/** A date column with its table of distinct cells; a column of Parquet has none and needs none. */
type Read = Readonly<{ column: StagedColumn; cells: string | undefined; seen: readonly Seen[] }>;

/** @throws date_ambiguous when day and month could be exchanged, bad_arguments for a format or zone that is unknown */
export async function decideDateStyle(
  engine: Engine,
  staged: Staged,
  { column, ...options }: DateOptions & Readonly<{ column: StagedColumn }>,
): Promise<DateStyle> {
  const given = options.format === undefined ? undefined : orderOf(options.format);
  const own = await readColumn(engine, staged, column);
  const others: Read[] = [];
  for (const voter of options.voters ?? []) others.push(await readColumn(engine, staged, voter));
  const { placeOf, expected, assumed } = options;
  const evidence = { own, others, placeOf, expected, assumed };
  const numeric = given ?? (await orderByEvidence(engine, evidence));
  const short = given ?? (await shortOrder(engine, evidence));
  const draft: DateStyle = { forms: formsOf(own, { numeric, short }), placeholders: [], notes: zoneNotes(own.seen) };
  const facts = await daysOf(engine, staged, { own, style: draft });
  for (const { cells } of [own, ...others]) if (cells !== undefined) await dropCells(engine, cells);
  const zoned = options.timezone === undefined ? {} : { zone: await zoneOf(options.timezone, { own, facts, options }) };
  return { ...draft, placeholders: facts.placeholders, ...zoned };
}

const FORMATS: Readonly<Record<string, Order>> = { dmy: "dmy", mdy: "mdy", ymd: "ymd" };

/** `dd/mm/yyyy` -> dmy. Only the order counts. */
function orderOf(format: string): Order {
  const letters = format
    .toLowerCase()
    .replace(/[^dmy]/g, "")
    .replace(/(.)\1+/g, "$1");
  const order = FORMATS[letters];
  if (order === undefined)
    throw new UserError("bad_arguments", reading.badDateFormat({ value: format }), { place: "--date-format" });
  return order;
}

async function readColumn(engine: Engine, staged: Staged, column: StagedColumn): Promise<Read> {
  if (column.type !== "text") return { column, cells: undefined, seen: [] };
  const cells = await makeCells(engine, staged.table, column);
  const seen = (await readShapes(engine, cells)).flatMap((shape): Seen[] => {
    const cell = dateCell(shape.example.trim());
    return cell.kind === "date" ? [{ column, shape, cell }] : [];
  });
  const days = seen.filter(({ cell }) => !isPeriod(cell.form)); // beside days, `2024-03` is a day that lost its end
  return { column, cells, seen: days.length > 0 ? days : seen };
}

const ofForm = (seen: readonly Seen[], ...forms: readonly DateForm[]): readonly Seen[] =>
  seen.filter(({ cell }) => forms.includes(cell.form));

type Evidence = Readonly<{ own: Read; others: readonly Read[] }> &
  Pick<DateOptions, "placeOf" | "expected" | "assumed">;

const Maxima = z.object({ first: z.number().nullable(), second: z.number().nullable(), third: z.number().nullable() });
const RecordOf = z.object({ record: z.number().nullable(), example: z.string().nullable() });
const CELL = sql`cell`;

/** The largest first, second and third number of the cells. */
async function maxima(engine: Engine, { cells }: Read): Promise<readonly [number, number, number]> {
  if (cells === undefined) return [0, 0, 0];
  const part = (index: number): Sql => sql`CAST(max(${numberPart(CELL, index, engine.dialect)}) AS double)`;
  const [row] = await engine.rows(
    sql`SELECT ${part(1)} AS first, ${part(2)} AS second, ${part(3)} AS third FROM ${ident(cells)}`,
    Maxima,
  );
  return [row?.first ?? 0, row?.second ?? 0, row?.third ?? 0];
}

type Found = Readonly<{ record: number; example: string }>;

/** The first cell whose first or second number is more than 12. */
async function firstAbove12(engine: Engine, { cells }: Read, index: number): Promise<Found> {
  const query = sql`SELECT CAST(min(record) AS double) AS record, min_by(cell, record) AS example
FROM ${ident(cells ?? "")} WHERE ${numberPart(CELL, index, engine.dialect)} > 12`;
  const [row] = await engine.rows(query, RecordOf);
  return { record: row?.record ?? 1, example: row?.example ?? "" };
}

/** Whether exchanging day and month would make other days: not of 09/09/2025 alone. */
async function differs(engine: Engine, { cells }: Read): Promise<boolean> {
  const part = (index: number): Sql => numberPart(CELL, index, engine.dialect);
  const query = sql`SELECT CAST(count(*) AS double) AS n FROM ${ident(cells ?? "")} WHERE ${part(1)} <> ${part(2)}`;
  const { n } = await engine.numbers(query, ["n"]);
  return n[0] !== 0;
}

/** Day or month first in d/m/yyyy: whichever number passes 12. Dots are day first unless contradicted. */
async function orderByEvidence(engine: Engine, evidence: Evidence): Promise<Order> {
  const own = ofForm(evidence.own.seen, "numeric", "dots");
  const [example] = own;
  if (!example) return "dmy";
  const voters = [evidence.own, ...evidence.others.filter(({ seen }) => ofForm(seen, "numeric", "dots").length > 0)];
  const read = await Promise.all(voters.map((voter) => maxima(engine, voter)));
  const first = Math.max(...read.map(([a]) => a));
  const second = Math.max(...read.map(([, b]) => b));
  if (first > 12 && second > 12) throw await mixed(engine, evidence);
  if (first > 12) return "dmy";
  const [slashes] = ofForm(own, "numeric");
  if (second > 12 && slashes) return "mdy";
  if (second > 12) throw await mixed(engine, evidence);
  const known = evidence.expected ?? evidence.assumed;
  if (slashes && known === undefined && (await differs(engine, evidence.own)))
    throw await twoWays(slashes, evidence.placeOf);
  return known ?? "dmy";
}

/** The first cell of these columns that decides this order, null where none does: for the user, after the decision. */
export async function decisiveDate(
  engine: Engine,
  staged: Staged,
  { columns, order }: Readonly<{ columns: readonly StagedColumn[]; order: Order }>,
): Promise<Decisive | null> {
  for (const column of columns.filter(({ type }) => type === "text")) {
    const cells = await makeCells(engine, staged.table, column);
    const read = { column, cells, seen: [] };
    const [first, second] = await maxima(engine, read);
    const above = { dmy: first, mdy: second, ymd: first }[order];
    const found = above > 12 ? await firstAbove12(engine, read, order === "mdy" ? 2 : 1) : null;
    await dropCells(engine, cells);
    if (found) return { column, value: found.example.trim(), record: found.record };
  }
  return null;
}

/** Three short parts: which of them is the year, too, must follow from the numbers. */
async function shortOrder(engine: Engine, evidence: Evidence): Promise<Order> {
  const [example] = ofForm(evidence.own.seen, "short");
  if (!example) return "dmy";
  const [first, second, third] = await maxima(engine, evidence.own);
  if (first > 31) return "ymd";
  if (first > 12 && second > 12) throw await mixed(engine, evidence);
  if (second > 12) return "mdy";
  if (first > 12 && (third > 31 || evidence.assumed !== undefined)) return "dmy";
  const known = evidence.expected ?? evidence.assumed;
  if (known !== undefined) return known;
  throw await twoWays(example, evidence.placeOf);
}

async function twoWays({ column, shape }: Seen, placeOf: DateOptions["placeOf"]): Promise<UserError> {
  const [a = "", b = "", c = ""] = shape.example.match(/\d+/g) ?? [];
  const facts = { column: column.name, value: shape.example, a: `day ${a} of month ${b}`, b: `day ${b} of month ${a}` };
  const short = c.length <= 2 ? { ...facts, b: `${facts.b}, or year ${a} first` } : facts;
  return new UserError("date_ambiguous", reading.dateTwoWays(short), { place: await placeOf(shape.record, column) });
}

async function mixed(engine: Engine, { own, placeOf }: Evidence): Promise<UserError> {
  const { column } = own;
  const day = await firstAbove12(engine, own, 1);
  const month = await firstAbove12(engine, own, 2);
  const [dayAt, monthAt] = [await placeOf(day.record, column), await placeOf(month.record, column)];
  const facts = { column: column.name, a: `${day.example} (${dayAt})`, b: `${month.example} (${monthAt})` };
  return new UserError("date_ambiguous", reading.dateMixed(facts), { place: monthAt });
}

function formsOf({ seen, column }: Read, { numeric, short }: Readonly<{ numeric: Order; short: Order }>): DateForms {
  const words = [...new Set(seen.flatMap(({ cell }) => cell.month ?? []))].sort(
    (a, b) => b.length - a.length || (a < b ? -1 : 1),
  );
  return {
    type: column.type,
    isoOnly: seen.length > 0 && seen.every(({ shape }) => /^0000-00-00($|[T ])/.test(shape.shape)),
    used: [...new Set(seen.map(({ cell }) => (cell.form === "dots" ? "numeric" : cell.form)))].sort(),
    numeric,
    short,
    months: words.map((word) => [word, monthOf(word) ?? 0] as const),
    midnight24: seen.some(({ shape }) => shape.midnights > 0),
    halfDays: seen.some(({ cell }) => cell.halfDay),
    weekdays: seen.some(({ shape, cell }) => cell.form !== "named" && /^\s*'?[A-Za-z]{2,}/.test(shape.example)),
  };
}

function zoneNotes(seen: readonly Seen[]): readonly DateNote[] {
  const timed = seen.filter(
    ({ cell }) => cell.time && !["seconds", "milliseconds", "microseconds"].includes(cell.form),
  );
  const count = (cells: readonly Seen[]): number => cells.reduce((sum, { shape }) => sum + shape.records, 0);
  const zoned = count(timed.filter(({ cell }) => cell.zone !== "none"));
  const all = count(timed);
  return zoned > 0 && zoned < all ? [{ code: "timezone_mixed", without: all - zoned, with: zoned }] : [];
}

type Days = Readonly<{ placeholders: readonly string[]; firstYear: number; lastYear: number }>;

const DayCount = z.object({ day: z.string(), records: z.number() });

/** First and last day, and which of the days that stand for "unknown" occur. */
async function daysOf(
  engine: Engine,
  staged: Staged,
  { own, style }: Readonly<{ own: Read; style: DateStyle }>,
): Promise<Days> {
  const value = own.cells === undefined ? ident(own.column.id) : CELL;
  const day = writtenDay(value, style.forms, engine.dialect);
  const days =
    own.cells === undefined
      ? sql`SELECT ${day} AS day, 1 AS records FROM ${ident(staged.table)}`
      : sql`SELECT ${day} AS day, records FROM ${ident(own.cells)}`;
  const query = sql`SELECT CAST(day AS VARCHAR) AS day, CAST(sum(records) AS double) AS records FROM (${days}) AS days WHERE day IS NOT NULL GROUP BY day ORDER BY day`;
  const counts = await engine.rows(query, DayCount);
  const odd = new Set<string>(FIXED);
  const real = counts.filter((each) => !odd.has(each.day) && each.day !== EPOCH);
  const first = real[0]?.day ?? EPOCH;
  const isEpochUnknown = real.length > 0 && first >= "1980-01-01" && counts.some((each) => each.day === EPOCH);
  const placeholders = counts
    .filter((each) => odd.has(each.day) || (isEpochUnknown && each.day === EPOCH))
    .map((each) => each.day);
  return {
    placeholders,
    firstYear: Number(first.slice(0, 4)),
    lastYear: Number((real.at(-1)?.day ?? first).slice(0, 4)),
  };
}

type ZoneFacts = Readonly<{ own: Read; facts: Days; options: DateOptions }>;

async function zoneOf(
  timezone: string,
  { own: { seen, column }, facts, options }: ZoneFacts,
): Promise<NonNullable<DateStyle["zone"]>> {
  const unclear = seen.find(({ cell }) => cell.zone === "unclear");
  if (unclear) {
    const said = reading.zoneUnclear({
      column: column.name,
      zone: unclear.cell.zoneName ?? "",
      value: unclear.shape.example,
    });
    throw new UserError("date_ambiguous", said, { place: await options.placeOf(unclear.shape.record, column) });
  }
  const names = [
    ...new Set(
      seen.flatMap(({ cell }) => (cell.zone === "zone" && cell.zoneName !== undefined ? [cell.zoneName] : [])),
    ),
  ];
  const firstYear = Math.min(Math.max(facts.firstYear, 1900), 2200);
  const lastYear = Math.min(Math.max(facts.lastYear, firstYear), firstYear + 150);
  return {
    offsets: transitions(timezone, firstYear, lastYear),
    names: Object.fromEntries(
      names.map((name) => {
        const id = zoneIdOf(name);
        return [name, id === undefined ? (zoneOffset(name) ?? 0) : transitions(id, firstYear, lastYear)];
      }),
    ),
  };
}

/** DATE: the written local day (converted where the style has a zone), NULL when the cell is empty, unreadable or a placeholder. */
export function daySql(column: StagedColumn, style: DateStyle, dialect: Dialect): Sql {
  const day = style.zone
    ? convertedDay(ident(column.id), style.forms, { zone: style.zone, dialect })
    : writtenDay(ident(column.id), style.forms, dialect);
  if (style.placeholders.length === 0) return day;
  return sql`CASE WHEN ${day} NOT IN (${list(style.placeholders.map((each) => sql`CAST(${each} AS DATE)`))}) THEN ${day} END`;
}

/** What the user should know about how the dates were read. */
export const dayNotes = ({ notes }: DateStyle): readonly DateNote[] => notes;

/** The cell holds a date that stands for "unknown": zeros, or one of the column's placeholders. Never NULL. */
export function isPlaceholderSql(column: StagedColumn, style: DateStyle, dialect: Dialect): Sql {
  const value = ident(column.id);
  const zeros =
    column.type === "text"
      ? sql`(coalesce(translate(trim(${value}), '0-/.: T', ''), 'x') = '' AND trim(${value}) LIKE '%0%')`
      : sql`false`;
  if (style.placeholders.length === 0) return zeros;
  const day = writtenDay(value, style.forms, dialect);
  return sql`(${zeros} OR coalesce(${day} IN (${list(style.placeholders.map((each) => sql`CAST(${each} AS DATE)`))}), false))`;
}
