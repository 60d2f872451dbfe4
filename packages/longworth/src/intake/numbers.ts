/** Numbers of a file: one style for all its money columns, decided over every cell; and the SQL that reads them. */
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import type { Dialect } from "../sql/dialect.js";
import { ident, integer, sql, type Sql } from "../sql/sql.js";
import { reading } from "../words/en/reading.js";
import { commaCurrencies, hasComma, type CommaCurrencies } from "./currency-marks.js";
import { dropCells, makeCells, readShapes, type CellShape } from "./cell-shapes.js";
import { CURRENCIES, numberCell, type NumberCell, type NumberKind, type NumberMarks } from "./number-cells.js";
import { norm } from "./header-words.js";
import type { Staged, StagedColumn } from "./staged.js";

export type NumberRole = "money" | "quantity";
export type NumberColumn = Readonly<{ column: StagedColumn; role: NumberRole }>;

export type NumberOptions = Readonly<{
  decimal?: "." | "," | undefined; // --decimal
  thousands?: string | undefined; // --thousands
  expected?: "." | "," | undefined; // what counts where no cell decides
  currency?: StagedColumn | undefined; // the decimal mark may follow it
  minorUnits?: readonly string[] | undefined; // headers of columns that are in cents
  asksForMinor?: boolean | undefined; // whole numbers can be cents whatever the header says
  currencyDigits?: (() => Promise<number>) | undefined; // decimals of the currency, 2 unless known; asked only where they decide
  /** Where a record is, for an error: file:line:column. */
  placeOf(record: number, column: StagedColumn): Promise<string>;
}>;

/** `value` of `column` was read as `as`: the note number_style_inferred. */
export type NumberNote = Readonly<{
  code: "number_style_inferred";
  column: string;
  value: string;
  as: string;
  record: number;
}>;

export type NumberStyle = Readonly<{
  decimal: "." | ",";
  thousands: "." | "," | "";
  commas: CommaCurrencies | null; // currencies that have a decimal comma, where `decimal` is a point
  plain: boolean; // every filled cell of these columns is digits with at most a minus and a decimal dot
  marks: NumberMarks;
  exponents: boolean;
  minorUnits: readonly string[]; // ids of columns in minor units
  minorDigits: number; // of the currency: 2 where 100 minor units make one
  decisive: Decisive | null; // the first cell that can be read one way only
  notes: readonly NumberNote[];
}>;

/** A cell that decided. */
export type Decisive = Readonly<{ column: StagedColumn; value: string; record: number }>;

type Seen = Readonly<{ column: StagedColumn; role: NumberRole; shape: CellShape; cell: NumberCell }>;

const NO_MARKS: NumberMarks = numberCell("0").marks;

/** How a file without text numbers (Parquet) is read. */
export const TYPED_NUMBERS: NumberStyle = {
  decimal: ".",
  thousands: "",
  commas: null,
  plain: true,
  marks: NO_MARKS,
  exponents: false,
  minorUnits: [],
  minorDigits: 2,
  decisive: null,
  notes: [],
};

/** One decision for all number columns of a file. @throws number_ambiguous when two readings are possible */
export async function decideNumberStyle(
  engine: Engine,
  staged: Staged,
  { columns, ...options }: NumberOptions & Readonly<{ columns: readonly NumberColumn[] }>,
): Promise<NumberStyle> {
  const seen: Seen[] = [];
  for (const { column, role } of columns.filter((each) => each.column.type === "text")) {
    const cells = await makeCells(engine, staged.table, column);
    for (const shape of await readShapes(engine, cells)) {
      const cell = numberCell(shape.example.trim());
      if (cell.kind !== "empty") seen.push({ column, role, shape, cell });
    }
    await dropCells(engine, cells);
  }
  await refuseMinorUnits(seen, columns, options);
  const commas = await followingCurrency(engine, staged.table, seen, options);
  const { decimal, decisive, notes } = commas ? asFollowed(seen) : await decimalOf(seen, options);
  const grouped = decimal === "." ? "," : ".";
  const given = options.thousands;
  const thousands = given === undefined || given === "." || given === "," ? (given ?? grouped) : "";
  const used = seen.filter(({ cell }) => cell.kind !== "unreadable").map(({ cell }) => cell.marks);
  const has = (key: keyof NumberMarks): boolean => used.some((marks) => marks[key]);
  const marks = {
    apostrophe: has("apostrophe"),
    currency: has("currency"),
    parentheses: has("parentheses"),
    signBehind: has("signBehind"),
    wideDigits: has("wideDigits"),
    spaces: has("spaces"),
  };
  return {
    decimal,
    thousands,
    commas,
    plain: decimal === "." && seen.every(({ shape }) => /^-?0+(\.0+)?$/.test(shape.shape)) && notes.length === 0,
    marks,
    exponents: seen.some(({ cell }) => cell.kind === "exponent"),
    ...(await minorUnitsOf(columns, options)),
    decisive,
    notes,
  };
}

const isMinor = ({ name }: StagedColumn, { minorUnits }: Pick<NumberOptions, "minorUnits">): boolean =>
  minorUnits?.some((header) => norm(header) === norm(name)) === true;

/** Columns of which the user said that they are in cents, and how many of these make one. */
export async function minorUnitsOf(
  columns: readonly NumberColumn[],
  options: Pick<NumberOptions, "minorUnits" | "currencyDigits">,
): Promise<Pick<NumberStyle, "minorUnits" | "minorDigits">> {
  const found = columns.filter(({ column }) => isMinor(column, options)).map(({ column }) => column.id);
  return { minorUnits: found, minorDigits: found.length > 0 ? ((await options.currencyDigits?.()) ?? 2) : 2 };
}

type Decision = Readonly<{ decimal: "." | ","; decisive: Decisive | null; notes: readonly NumberNote[] }>;

const without = (decimal: "." | ",", notes: readonly NumberNote[] = []): Decision => ({
  decimal,
  decisive: null,
  notes,
});
const by = ({ column, shape }: Seen, decimal: "." | ","): Decision => ({
  decimal,
  decisive: { column, value: shape.example.trim(), record: shape.record },
  notes: [],
});

const firstOf = (seen: readonly Seen[], kind: NumberKind): Seen | undefined =>
  seen
    .filter(({ cell }) => cell.kind === kind)
    .reduce<Seen | undefined>((a, b) => (a && a.shape.record <= b.shape.record ? a : b), undefined);

/** Points and commas in one file, each of one kind of money only. */
async function followingCurrency(
  engine: Engine,
  table: string,
  seen: readonly Seen[],
  { currency, decimal, thousands }: NumberOptions,
): Promise<CommaCurrencies | null> {
  if (currency?.type !== "text" || decimal !== undefined || thousands !== undefined) return null;
  if (!firstOf(seen, "dot") || !firstOf(seen, "comma")) return null;
  const columns = [...new Set(seen.map(({ column }) => column))];
  return commaCurrencies(engine, table, { columns, currency });
}

function asFollowed(seen: readonly Seen[]): Decision {
  const comma = firstOf(seen, "comma");
  if (!comma) throw new Error("commas were seen");
  const { column, shape } = comma;
  const value = shape.example.trim();
  const as = value.replaceAll(/[.\s]/g, "").replace(",", ".");
  return without(".", [{ code: "number_style_inferred", column: column.name, value, as, record: shape.record }]);
}

async function decimalOf(seen: readonly Seen[], options: NumberOptions): Promise<Decision> {
  if (options.decimal !== undefined) return without(options.decimal);
  if (options.thousands === "." || options.thousands === ",") return without(options.thousands === "." ? "," : ".");
  const first = (kind: NumberKind): Seen | undefined => firstOf(seen, kind);
  const dot = first("dot");
  const comma = first("comma");
  const dot3 = first("dot3");
  const comma3 = first("comma3");
  if (dot && comma) throw await conflict(dot, comma, options);
  if (dot) return by(dot, ".");
  if (comma) return by(comma, ",");
  if (options.expected !== undefined && !(dot3 && comma3)) return without(options.expected);
  if (dot3 && comma3) throw await conflict(dot3, comma3, options);
  const only = dot3 ?? comma3;
  if (!only) return without(".");
  const separated = seen.filter(({ cell }) => cell.kind === only.cell.kind);
  const digits = (await options.currencyDigits?.()) ?? 2;
  const doubtful = separated.find(({ role }) => role !== "money" || digits > 2);
  if (doubtful) throw await twoReadings(doubtful, options);
  return without(only === dot3 ? "," : ".", [inferred(only)]);
}

function inferred({ column, shape }: Seen): NumberNote {
  const as = shape.example.trim().replace(/[.,]/g, "");
  return { code: "number_style_inferred", column: column.name, value: shape.example, as, record: shape.record };
}

async function conflict(a: Seen, b: Seen, options: NumberOptions): Promise<UserError> {
  const place = await options.placeOf(b.shape.record, b.column);
  const at = await options.placeOf(a.shape.record, a.column);
  const facts = { column: b.column.name, a: `${a.shape.example} (${at})`, b: `${b.shape.example} (${place})` };
  return new UserError("number_ambiguous", reading.numberConflict(facts), { place });
}

async function twoReadings({ column, shape }: Seen, options: NumberOptions): Promise<UserError> {
  const whole = shape.example.trim().replace(/[.,]/g, "");
  const fraction = shape.example.trim().replace(",", ".");
  const place = await options.placeOf(shape.record, column);
  const facts = { column: column.name, value: shape.example, a: whole, b: fraction };
  return new UserError("number_ambiguous", reading.numberDots(facts), { place });
}

const SAYS_MINOR = /(^|[\s_(-])(cents?|minor|grosz\w*)([\s_)-]|$)|分/i;

/** A header that says cents over whole numbers: proposed, never assumed. */
async function refuseMinorUnits(
  seen: readonly Seen[],
  columns: readonly NumberColumn[],
  options: NumberOptions,
): Promise<void> {
  if (options.decimal !== undefined) return;
  for (const { column, role } of columns) {
    if (role !== "money" || isMinor(column, options)) continue;
    if (options.asksForMinor !== true && !SAYS_MINOR.test(column.name)) continue;
    const cells = seen.filter((each) => each.column.id === column.id);
    const [first] = cells;
    if (!first || cells.some(({ cell }) => cell.kind !== "plain")) continue;
    const place = await options.placeOf(first.shape.record, column);
    throw new UserError("number_ambiguous", reading.minorUnits({ column: column.name, value: first.shape.example }), {
      place,
    });
  }
}

/** DECIMAL(18, 4), or NULL when the cell is empty or no number. */
export function numberSql(column: StagedColumn, style: NumberStyle, dialect: Dialect): Sql {
  const number = written(column, style, dialect);
  if (!style.minorUnits.includes(column.id)) return number;
  return sql`CAST(${number} / ${integer(10 ** style.minorDigits)} AS DECIMAL(18, 4))`;
}

function written({ id, type }: StagedColumn, style: NumberStyle, dialect: Dialect): Sql {
  const value = ident(id);
  if (type !== "text") return type === "number" ? tryDecimal(value) : sql`CAST(NULL AS DECIMAL(18, 4))`;
  if (style.plain) return plainNumber(value, dialect);
  return byMark(style, (one) => generalNumber(value, one, dialect));
}

/** What is built for the style, or for each of two marks where the currency says which. */
function byMark(style: NumberStyle, build: (one: NumberStyle) => Sql): Sql {
  if (!style.commas) return build(style);
  const comma: NumberStyle = { ...style, commas: null, decimal: ",", thousands: "." };
  return sql`CASE WHEN ${hasComma(style.commas)} THEN ${build(comma)} ELSE ${build({ ...style, commas: null })} END`;
}

const tryDecimal = (value: Sql): Sql => sql`TRY_CAST(${value} AS DECIMAL(18, 4))`;

const PLAIN = "^-?[0-9]+([.][0-9]+)?$";

const plainNumber = (value: Sql, dialect: Dialect): Sql =>
  sql`CASE WHEN ${dialect.matches(value, PLAIN)} THEN ${tryDecimal(value)} END`;

/** How many decimals are written behind the mark, 0 when there are none: more than the currency has is too_many_decimals. */
export function decimalsSql(column: StagedColumn, style: NumberStyle, dialect: Dialect): Sql {
  if (column.type !== "text") return sql`0`;
  const body = style.plain ? ident(column.id) : bodyOf(ident(column.id), style, dialect);
  return byMark(
    style,
    ({ decimal }) =>
      sql`coalesce(length(${dialect.extract(body, decimal === "." ? "[.]([0-9]+)$" : ",([0-9]+)$", 1)}), 0)`,
  );
}

function generalNumber(value: Sql, style: NumberStyle, dialect: Dialect): Sql {
  const body = bodyOf(value, style, dialect);
  const d = style.decimal === "." ? "[.]" : ",";
  const t = style.thousands === "." ? "[.]" : style.thousands;
  const grouped = t === "" ? "" : `|[0-9]{1,3}(${t}[0-9]{2,3})*${t}[0-9]{3}(${d}[0-9]*)?`;
  const form = `^-?([0-9]+(${d}[0-9]*)?|${d}[0-9]+${grouped})$`;
  const ungrouped = t === "" ? body : sql`replace(${body}, ${style.thousands}, '')`;
  const dotted = style.decimal === "." ? ungrouped : sql`replace(${ungrouped}, ',', '.')`;
  const exponent = `^-?[0-9]+(${d}[0-9]+)?[eE][-+]?[0-9]+$`;
  const long = style.exponents
    ? sql`
  WHEN ${dialect.matches(body, exponent)} AND length(${dialect.replaceMatches(body, "[eE].*$|[^0-9]", "")}) >= 6
    THEN TRY_CAST(TRY_CAST(replace(${body}, ',', '.') AS double) AS DECIMAL(18, 4))`
    : sql``;
  return sql`CASE WHEN ${dialect.matches(body, form)} THEN ${tryDecimal(sql`rtrim(${dotted}, '.')`)}${long} END`;
}

const WIDE = "０１２３４５６７８９．，٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬−–";
const ASCII = "0123456789.,01234567890123456789.,--";
const GAPS = " \u00A0\u202F\u2009'’";

/** The text of the number: ASCII, without currency, signs in front, no blanks. Steps that no cell needs are left out. */
function bodyOf(value: Sql, { marks }: NumberStyle, dialect: Dialect): Sql {
  let text = sql`trim(${value})`;
  if (marks.wideDigits) text = sql`translate(${text}, ${WIDE}, ${ASCII})`;
  if (marks.apostrophe) text = dialect.replaceMatches(text, "^'([-+=(0-9])", "\\1");
  if (marks.currency) {
    const words = CURRENCIES.join("|");
    text = dialect.replaceMatches(text, `^([-+(]?)[\\s\u00A0]*(?:${words})[\\s\u00A0]*`, "\\1");
    text = dialect.replaceMatches(text, `[\\s\u00A0]*(?:${words})([-)]?)$`, "\\1");
  }
  if (marks.spaces) text = dialect.replaceMatches(text, `[${GAPS}]([0-9]{3})`, "\\1");
  if (marks.parentheses) text = dialect.replaceMatches(text, "^[(](.*)[)]$", "-\\1");
  if (marks.signBehind) text = dialect.replaceMatches(text, "^([^-]*)-$", "-\\1");
  return sql`ltrim(${text}, '+')`;
}
