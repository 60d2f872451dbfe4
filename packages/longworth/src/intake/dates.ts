/** Dates of a column: one style, decided over every cell; a column with two possible readings is refused. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import type { Dialect } from "../sql/dialect.js";
import { ident, list, sql, type Sql } from "../sql/sql.js";
import { reading } from "../words/en/reading.js";
import { readShapes, type CellShape } from "./cell-shapes.js";
import { dateCell, type DateCell, type DateForm } from "./date-cells.js";
import { convertedDay, numberPart, writtenDay, type DateForms, type Order } from "./date-sql.js";
import { monthOf } from "./month-names.js";
import type { Staged, StagedColumn } from "./staged.js";
import { transitions, zoneOffset, type Transition } from "./time-zones.js";

export type DateOptions = Readonly<{
  format?: string | undefined; // --date-format, or what the layout knows
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
  zone?: Readonly<{ offsets: readonly Transition[]; names: Readonly<Record<string, number>> }>; // only under --timezone
  notes: readonly DateNote[];
}>;

type Dated = Extract<DateCell, { kind: "date" }>;
type Seen = Readonly<{ column: StagedColumn; shape: CellShape; cell: Dated }>;

const FIXED = ["1899-12-30", "1899-12-31", "1900-01-01", "1900-01-02", "9999-12-31", "0001-01-01"] as const;
const EPOCH = "1970-01-01";

/** @throws date_ambiguous when day and month could be exchanged, bad_arguments for a format or zone that is unknown */
export async function decideDateStyle(
  engine: Engine,
  staged: Staged,
  { column, ...options }: DateOptions & Readonly<{ column: StagedColumn }>,
): Promise<DateStyle> {
  const given = options.format === undefined ? undefined : orderOf(options.format);
  const seen = await seenIn(engine, staged, column);
  const others: Seen[] = [];
  for (const voter of options.voters ?? []) others.push(...(await seenIn(engine, staged, voter)));
  const numeric = given ?? (await orderByEvidence(engine, staged, { column, seen, others, placeOf: options.placeOf }));
  const short = given ?? (await shortOrder(engine, staged, { column, seen, others, placeOf: options.placeOf }));
  const midnight24 = await hasMidnight24(engine, staged, { column, seen });
  const forms = { ...formsOf(seen, column, { numeric, short }), midnight24 };
  const draft: DateStyle = { forms, placeholders: [], notes: zoneNotes(seen) };
  const facts = await daysOf(engine, staged, { column, style: draft });
  const zoned = options.timezone === undefined ? {} : { zone: await zoneOf(options.timezone, { seen, facts, options, column }) };
  return { ...draft, placeholders: facts.placeholders, ...zoned };
}

const FORMATS: Readonly<Record<string, Order>> = { dmy: "dmy", mdy: "mdy", ymd: "ymd" };

/** `dd/mm/yyyy` -> dmy. Only the order counts. */
function orderOf(format: string): Order {
  const letters = format.toLowerCase().replace(/[^dmy]/g, "").replace(/(.)\1+/g, "$1");
  const order = FORMATS[letters];
  if (order === undefined) throw new UserError("bad_arguments", reading.badDateFormat({ value: format }), { place: "--date-format" });
  return order;
}

async function seenIn(engine: Engine, staged: Staged, column: StagedColumn): Promise<readonly Seen[]> {
  const shapes = await readShapes(engine, staged.table, column);
  return shapes.flatMap((shape): Seen[] => {
    const cell = dateCell(shape.example.trim());
    return cell.kind === "date" ? [{ column, shape, cell }] : [];
  });
}

const ofForm = (seen: readonly Seen[], ...forms: readonly DateForm[]): readonly Seen[] => seen.filter(({ cell }) => forms.includes(cell.form));

type Evidence = Readonly<{
  column: StagedColumn;
  seen: readonly Seen[];
  others: readonly Seen[];
  placeOf: DateOptions["placeOf"];
}>;

const Maxima = z.object({ first: z.number().nullable(), second: z.number().nullable(), third: z.number().nullable() });
const RecordOf = z.object({ record: z.number().nullable(), example: z.string().nullable() });

/** The largest first, second and third number of the cells of some forms. */
async function maxima(engine: Engine, table: string, { id }: StagedColumn): Promise<readonly [number, number, number]> {
  const part = (index: number): Sql => sql`CAST(max(${numberPart(ident(id), index, engine.dialect)}) AS double)`;
  const query = sql`SELECT ${part(1)} AS first, ${part(2)} AS second, ${part(3)} AS third FROM ${ident(table)}`;
  const [row] = await engine.rows(query, Maxima);
  return [row?.first ?? 0, row?.second ?? 0, row?.third ?? 0];
}

/** The first cell whose first or second number is more than 12. */
async function firstAbove12(engine: Engine, table: string, { column, index }: Readonly<{ column: StagedColumn; index: number }>) {
  const value = ident(column.id);
  const query = sql`SELECT CAST(min(record) AS double) AS record, min_by(${value}, record) AS example
FROM ${ident(table)} WHERE ${numberPart(value, index, engine.dialect)} > 12`;
  const [row] = await engine.rows(query, RecordOf);
  return { record: row?.record ?? 1, example: row?.example ?? "" };
}

/** Day or month first in d/m/yyyy: whichever number passes 12. Dots are day first unless contradicted. */
async function orderByEvidence(engine: Engine, staged: Staged, evidence: Evidence): Promise<Order> {
  const own = ofForm(evidence.seen, "numeric", "dots");
  const [example] = own;
  if (!example) return "dmy";
  const voters = [evidence.column, ...new Set(ofForm(evidence.others, "numeric", "dots").map(({ column }) => column))];
  const read = await Promise.all(voters.map((column) => maxima(engine, staged.table, column)));
  const first = Math.max(...read.map(([a]) => a));
  const second = Math.max(...read.map(([, b]) => b));
  if (first > 12 && second > 12) throw await mixed(engine, staged, evidence);
  if (first > 12) return "dmy";
  const onlyDots = ofForm(own, "numeric").length === 0;
  if (second > 12) {
    if (onlyDots) throw await mixed(engine, staged, evidence);
    return "mdy";
  }
  if (onlyDots) return "dmy";
  throw await twoWays(ofForm(own, "numeric")[0] ?? example, evidence.placeOf);
}

/** Three short parts: which of them is the year, too, must follow from the numbers. */
async function shortOrder(engine: Engine, staged: Staged, evidence: Evidence): Promise<Order> {
  const [example] = ofForm(evidence.seen, "short");
  if (!example) return "dmy";
  const [first, second, third] = await maxima(engine, staged.table, evidence.column);
  if (first > 31) return "ymd";
  if (first > 12 && second > 12) throw await mixed(engine, staged, evidence);
  if (second > 12) return "mdy";
  if (first > 12 && third > 31) return "dmy";
  throw await twoWays(example, evidence.placeOf);
}

async function twoWays({ column, shape }: Seen, placeOf: DateOptions["placeOf"]): Promise<UserError> {
  const [a = "", b = "", c = ""] = shape.example.match(/\d+/g) ?? [];
  const facts = { column: column.name, value: shape.example, a: `day ${a} of month ${b}`, b: `day ${b} of month ${a}` };
  const short = c.length <= 2 ? { ...facts, b: `${facts.b}, or year ${a} first` } : facts;
  return new UserError("date_ambiguous", reading.dateTwoWays(short), { place: await placeOf(shape.record, column) });
}

async function mixed(engine: Engine, staged: Staged, { column, placeOf }: Evidence): Promise<UserError> {
  const day = await firstAbove12(engine, staged.table, { column, index: 1 });
  const month = await firstAbove12(engine, staged.table, { column, index: 2 });
  const [dayAt, monthAt] = [await placeOf(day.record, column), await placeOf(month.record, column)];
  const facts = { column: column.name, a: `${day.example} (${dayAt})`, b: `${month.example} (${monthAt})` };
  return new UserError("date_ambiguous", reading.dateMixed(facts), { place: monthAt });
}

function formsOf(seen: readonly Seen[], { type }: StagedColumn, { numeric, short }: Readonly<{ numeric: Order; short: Order }>): Omit<DateForms, "midnight24"> {
  const has = (form: DateForm): boolean => seen.some(({ cell }) => cell.form === form);
  const dots = has("dots") || has("numeric");
  const words = [...new Set(seen.flatMap(({ cell }) => cell.month ?? []))].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const isoOnly = seen.length > 0 && seen.every(({ shape }) => /^0000-00-00($|[T ])/.test(shape.shape));
  return {
    type,
    isoOnly,
    used: [...new Set(seen.map(({ cell }) => (cell.form === "dots" ? "numeric" : cell.form)))].sort(),
    numeric: dots ? numeric : "dmy",
    short,
    months: words.map((word) => [word, monthOf(word) ?? 0] as const),
    halfDays: seen.some(({ cell }) => cell.halfDay),
  };
}

/** Some time is written 24:00: the next day's start. */
async function hasMidnight24(engine: Engine, staged: Staged, { column, seen }: Readonly<{ column: StagedColumn; seen: readonly Seen[] }>): Promise<boolean> {
  if (!seen.some(({ cell }) => cell.time)) return false;
  const query = sql`SELECT CAST(count(*) AS double) AS n FROM ${ident(staged.table)} WHERE ${ident(column.id)} LIKE '%_24:00%'`;
  const [row] = await engine.rows(query, z.object({ n: z.number() }));
  return (row?.n ?? 0) > 0;
}

function zoneNotes(seen: readonly Seen[]): readonly DateNote[] {
  const timed = seen.filter(({ cell }) => cell.time && !["seconds", "milliseconds", "microseconds"].includes(cell.form));
  const count = (cells: readonly Seen[]): number => cells.reduce((sum, { shape }) => sum + shape.records, 0);
  const zoned = count(timed.filter(({ cell }) => cell.zone !== "none"));
  const all = count(timed);
  return zoned > 0 && zoned < all ? [{ code: "timezone_mixed", without: all - zoned, with: zoned }] : [];
}

type Days = Readonly<{ placeholders: readonly string[]; firstYear: number; lastYear: number }>;

const DaysRow = z.object({ first: z.string().nullable(), last: z.string().nullable(), second: z.string().nullable(), n: z.number(), epochs: z.number() });
const Occurring = z.object({ day: z.string() });

/** First and last day, and which of the days that stand for "unknown" occur. */
async function daysOf(engine: Engine, staged: Staged, { column, style }: Readonly<{ column: StagedColumn; style: DateStyle }>): Promise<Days> {
  const day = daySql(column, style, engine.dialect);
  const days = sql`FROM (SELECT ${day} AS day FROM ${ident(staged.table)}) AS days`;
  const epoch = sql`CAST(${EPOCH} AS DATE)`;
  const fixed = list(FIXED.map((each) => sql`CAST(${each} AS DATE)`));
  const real = sql`day <> ${epoch} AND day NOT IN (${fixed})`;
  const query = sql`SELECT CAST(min(CASE WHEN ${real} THEN day END) AS VARCHAR) AS first, CAST(max(CASE WHEN ${real} THEN day END) AS VARCHAR) AS last,
  CAST(min(day) AS VARCHAR) AS second, CAST(count(day) AS double) AS n, CAST(count(CASE WHEN day = ${epoch} THEN 1 END) AS double) AS epochs ${days}`;
  const [row] = await engine.rows(query, DaysRow);
  const occurring = await engine.rows(sql`SELECT DISTINCT CAST(day AS VARCHAR) AS day ${days} WHERE day IN (${fixed}) ORDER BY day`, Occurring);
  const first = row?.first ?? EPOCH;
  const isEpochUnknown = (row?.epochs ?? 0) > 0 && row?.first !== null && first >= "1980-01-01";
  const placeholders = [...occurring.map((each) => each.day), ...(isEpochUnknown ? [EPOCH] : [])];
  return { placeholders, firstYear: Number(first.slice(0, 4)), lastYear: Number((row?.last ?? first).slice(0, 4)) };
}

type ZoneFacts = Readonly<{ seen: readonly Seen[]; facts: Days; options: DateOptions; column: StagedColumn }>;

async function zoneOf(timezone: string, { seen, facts, options, column }: ZoneFacts): Promise<NonNullable<DateStyle["zone"]>> {
  const unclear = seen.find(({ cell }) => cell.zone === "unclear");
  if (unclear) {
    const said = reading.zoneUnclear({ column: column.name, zone: unclear.cell.zoneName ?? "", value: unclear.shape.example });
    throw new UserError("date_ambiguous", said, { place: await options.placeOf(unclear.shape.record, column) });
  }
  const names = [...new Set(seen.flatMap(({ cell }) => (cell.zone === "zone" && cell.zoneName !== undefined ? [cell.zoneName] : [])))];
  const firstYear = Math.min(Math.max(facts.firstYear, 1900), 2200);
  const lastYear = Math.min(Math.max(facts.lastYear, firstYear), firstYear + 150);
  return {
    offsets: transitions(timezone, firstYear, lastYear),
    names: Object.fromEntries(names.map((name) => [name, zoneOffset(name) ?? 0])),
  };
}

/** DATE: the written local day (converted where the style has a zone), NULL when the cell is empty, unreadable or a placeholder. */
export function daySql(column: StagedColumn, style: DateStyle, dialect: Dialect): Sql {
  const day = style.zone ? convertedDay(ident(column.id), style.forms, { zone: style.zone, dialect }) : writtenDay(ident(column.id), style.forms, dialect);
  if (style.placeholders.length === 0) return day;
  return sql`CASE WHEN ${day} NOT IN (${list(style.placeholders.map((each) => sql`CAST(${each} AS DATE)`))}) THEN ${day} END`;
}

/** What the user should know about how the dates were read. */
export const dayNotes = ({ notes }: DateStyle): readonly DateNote[] => notes;

/** The cell holds a date that stands for "unknown": zeros, or one of the column's placeholders. Never NULL. */
export function isPlaceholderSql(column: StagedColumn, style: DateStyle, dialect: Dialect): Sql {
  const value = ident(column.id);
  const zeros = column.type === "text" ? sql`(coalesce(translate(trim(${value}), '0-/.: T', ''), 'x') = '' AND trim(${value}) LIKE '%0%')` : sql`false`;
  if (style.placeholders.length === 0) return zeros;
  const day = writtenDay(value, style.forms, dialect);
  return sql`(${zeros} OR coalesce(${day} IN (${list(style.placeholders.map((each) => sql`CAST(${each} AS DATE)`))}), false))`;
}
