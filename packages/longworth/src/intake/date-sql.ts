/** The SQL that reads the date forms of a column. The text is short when the column has one form, as most have. */
import type { Dialect } from "../sql/dialect.js";
import { integer, list, sql, type Sql } from "../sql/sql.js";
import type { DateForm } from "./date-cells.js";
import { isPeriod, PERIOD_READERS, type PeriodForm } from "./date-periods.js";
import type { ColumnType } from "./staged.js";
import type { Transition } from "./time-zones.js";

export type Order = "dmy" | "mdy" | "ymd";

/** How the cells of a column are written. */
export type DateForms = Readonly<{
  type: ColumnType;
  isoOnly: boolean; // every cell starts with YYYY-MM-DD
  used: readonly DateForm[]; // "dots" counts as "numeric"
  numeric: Order;
  short: Order;
  months: readonly (readonly [word: string, month: number])[]; // words that occur, longest first
  midnight24: boolean; // some times are 24:00
  halfDays: boolean;
  weekdays: boolean; // some numeric dates have a word in front
}>;

/** Zones of names that cells write: seconds east of UTC, or a zone's offsets over the years. */
export type ZoneNames = Readonly<Record<string, number | readonly Transition[]>>;
type Zone = Readonly<{ offsets: readonly Transition[]; names: ZoneNames }>;

const DAY_SECONDS = 86_400;
const WEEKDAY = "(?:[^0-9]+ )?";
const PIVOT = "69"; // 00-68 = 20yy, 69-99 = 19yy: fixed, no clock

/** The first, second or third number of a cell, as INTEGER. */
export const numberPart = (value: Sql, index: number, dialect: Dialect): Sql =>
  sql`TRY_CAST(${dialect.extract(value, `^[^0-9]*${"[0-9]+[^0-9]+".repeat(index - 1)}([0-9]+)`, 1)} AS INTEGER)`;

const dateOf = (year: Sql, month: Sql, day: Sql): Sql =>
  sql`TRY_CAST(${year} || '-' || lpad(${month}, 2, '0') || '-' || lpad(${day}, 2, '0') AS DATE)`;

/** The written local day, NULL when it cannot be read. A day that no month has is NULL, never rolled over. */
export function writtenDay(value: Sql, forms: DateForms, dialect: Dialect): Sql {
  if (forms.type === "date") return value;
  if (forms.type === "timestamp" || forms.type === "instant") return sql`CAST(${value} AS DATE)`;
  if (forms.type !== "text") return sql`CAST(NULL AS DATE)`;
  if (forms.isoOnly && !forms.midnight24) return isoDay(value, dialect);
  const text = sql`ltrim(trim(${value}), '''')`;
  const days = forms.used.map((form) =>
    isPeriod(form)
      ? PERIOD_READERS[form](text, namedMonth(text, forms, dialect), dialect)
      : READERS[form](text, forms, dialect),
  );
  if (days.length === 0) return sql`CAST(NULL AS DATE)`;
  const day = days.length === 1 && days[0] ? days[0] : sql`coalesce(${list(days)})`;
  if (!forms.midnight24) return day;
  const isMidnight = dialect.matches(text, "[T ]24:00(:00)?");
  return sql`CASE WHEN ${isMidnight} THEN ${dialect.addDays(sql`(${day})`, sql`1`)} ELSE ${day} END`;
}

/** The fast path: the first ten characters. The engine would also take `2024-1-5` and a year 1, so the form is checked. */
const isoDay = (value: Sql, dialect: Dialect): Sql =>
  sql`CASE WHEN ${dialect.matches(value, "^\\s*[0-9]{4}-[0-9]{2}-[0-9]{2}($|[T ])")} THEN TRY_CAST(substr(ltrim(${value}), 1, 10) AS DATE) END`;

type Reader = (text: Sql, forms: DateForms, dialect: Dialect) => Sql;

/** Three groups of a pattern, by the position of year, month and day. */
const byPattern = (pattern: string, [y, m, d]: readonly [number, number, number], dialect: Dialect) => {
  const part = (group: number) => (text: Sql) => dialect.extract(text, pattern, group);
  return { year: part(y), month: part(m), day: part(d) };
};

const POSITIONS: Readonly<Record<Order, readonly [number, number, number]>> = {
  dmy: [3, 2, 1],
  mdy: [3, 1, 2],
  ymd: [1, 2, 3],
};

/** 24 -> 2024, 97 -> 1997; four digits stay. */
const fullYear = (year: Sql): Sql =>
  sql`CASE length(${year}) WHEN 4 THEN ${year} WHEN 2 THEN CASE WHEN ${year} < ${PIVOT} THEN '20' ELSE '19' END || ${year} END`;

type Epoch = Readonly<{ digits: number; perSecond: number }>;

/** Seconds since 1970 of an epoch number with so many digits; NULL for other cells. */
const epochSeconds = (text: Sql, { digits, perSecond }: Epoch, dialect: Dialect): Sql =>
  sql`CASE WHEN ${dialect.matches(text, `^[0-9]{${digits}}([.][0-9]+)?$`)} THEN floor(TRY_CAST(${text} AS double) / ${integer(perSecond)}) END`;

const EPOCHS = {
  seconds: { digits: 10, perSecond: 1 },
  milliseconds: { digits: 13, perSecond: 1000 },
  microseconds: { digits: 16, perSecond: 1_000_000 },
} as const satisfies Partial<Record<DateForm, Epoch>>;

const isEpoch = (form: DateForm): form is keyof typeof EPOCHS => form in EPOCHS;

const dayOfSeconds = (seconds: Sql, dialect: Dialect): Sql =>
  dialect.addDays(sql`DATE '1970-01-01'`, sql`CAST(floor(${seconds} / ${integer(DAY_SECONDS)}) AS INTEGER)`);

const epochDay =
  (epoch: Epoch): Reader =>
  (text, _forms, dialect) =>
    dayOfSeconds(epochSeconds(text, epoch, dialect), dialect);

const NO_TIME = "([^0-9:h時时点]|$)"; // behind a number that is no hour
const NAMED_YEAR_FIRST = `^[^0-9]*([0-9]{4})[^0-9]+([0-9]{1,2})${NO_TIME}`;
/** Behind day and month, or the other way round: 2024; 24, a time of three parts glued on or none; behind the time. */
const NAMED_YEARS = [
  "^[^0-9]*([0-9]{1,2})[^0-9]+([0-9]{4})([^0-9]|$)",
  `^[^0-9]*([0-9]{1,2})[^0-9]+([0-9]{2})(:[0-9]{2}:[0-9]{2}:|${NO_TIME})`,
  "^[^0-9]*([0-9]{1,2})[ ,]+[0-9]{1,2}:[0-9]{2}.* ([0-9]{4})$", // Mon Mar 04 10:11:12 CET 2024
] as const;

/** The number of the month whose name stands in the text, as VARCHAR; NULL without one. */
function namedMonth(text: Sql, { months }: DateForms, dialect: Dialect): Sql {
  if (months.length === 0) return sql`CAST(NULL AS VARCHAR)`;
  const word = dialect.extract(sql`lower(${text})`, `(${months.map(([each]) => each).join("|")})`, 1);
  const cases = list(
    months.map(([each, month]) => sql`WHEN ${each} THEN ${`${month}`}`),
    sql` `,
  );
  return sql`CASE ${word} ${cases} END`;
}

const READERS: Readonly<Record<Exclude<DateForm, PeriodForm>, Reader>> = {
  iso: (text, _forms, dialect) => {
    const parts = byPattern("^([0-9]{4})[-/.年] ?([0-9]{1,2})[-/.月] ?([0-9]{1,2})([^0-9]|$)", [1, 2, 3], dialect);
    return dateOf(parts.year(text), parts.month(text), parts.day(text));
  },
  compact: (text, _forms, dialect) => {
    const parts = byPattern(
      "^([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{6}|T[0-9]{4,6}(Z|[+-][0-9:]{2,5})?)?$",
      [1, 2, 3],
      dialect,
    );
    return dateOf(parts.year(text), parts.month(text), parts.day(text));
  },
  dots: (text, forms, dialect) => READERS.numeric(text, forms, dialect),
  numeric: (text, { numeric, weekdays }, dialect) => {
    const parts = byPattern(
      `^${weekdays ? WEEKDAY : ""}([0-9]{1,2})[-/.] ?([0-9]{1,2})[-/.] ?([0-9]{4})([^0-9]|$)`,
      POSITIONS[numeric],
      dialect,
    );
    return dateOf(parts.year(text), parts.month(text), parts.day(text));
  },
  short: (text, { short, weekdays }, dialect) => {
    const parts = byPattern(
      `^${weekdays ? WEEKDAY : ""}([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{2})([^0-9]|$)`,
      POSITIONS[short],
      dialect,
    );
    return dateOf(fullYear(parts.year(text)), parts.month(text), parts.day(text));
  },
  named: (text, forms, dialect) => {
    const month = namedMonth(text, forms, dialect);
    const part = (pattern: string, group: number): Sql => dialect.extract(text, pattern, group);
    const yearFirst = dateOf(part(NAMED_YEAR_FIRST, 1), month, part(NAMED_YEAR_FIRST, 2));
    const year = sql`coalesce(${list(NAMED_YEARS.map((pattern) => part(pattern, 2)))})`;
    const dayFirst = dateOf(fullYear(year), month, part("^[^0-9]*([0-9]{1,2})[^0-9]", 1));
    return sql`coalesce(${yearFirst}, ${dayFirst})`;
  },
  roc: (text, _forms, dialect) => {
    const parts = byPattern("^([0-9]{2,3})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})([^0-9]|$)", [1, 2, 3], dialect);
    return dateOf(
      sql`CAST(CAST(${parts.year(text)} AS INTEGER) + 1911 AS VARCHAR)`,
      parts.month(text),
      parts.day(text),
    );
  },
  era: (text, _forms, dialect) => {
    const parts = byPattern("^(?:令和|平成|R|H)([0-9]{1,2}|元)[年.]([0-9]{1,2})[月.]([0-9]{1,2})", [1, 2, 3], dialect);
    const start = sql`CASE WHEN substr(${text}, 1, 1) IN ('令', 'R') THEN 2018 ELSE 1988 END`;
    return dateOf(
      sql`CAST(CAST(replace(${parts.year(text)}, '元', '1') AS INTEGER) + ${start} AS VARCHAR)`,
      parts.month(text),
      parts.day(text),
    );
  },
  serial: (text, _forms, dialect) => {
    const whole = sql`TRY_CAST(${dialect.extract(text, "^([0-9]{5})([.,][0-9]+)?$", 1)} AS INTEGER)`;
    return sql`CASE WHEN ${whole} BETWEEN 20000 AND 80000 THEN ${dialect.addDays(sql`DATE '1899-12-30'`, whole)} END`;
  },
  seconds: epochDay(EPOCHS.seconds),
  milliseconds: epochDay(EPOCHS.milliseconds),
  microseconds: epochDay(EPOCHS.microseconds),
};

type Converted = Readonly<{ zone: Zone; dialect: Dialect }>;

/** The local day in the zone for a cell that names an instant (an offset, a zone, an epoch); the written day for the others. */
export function convertedDay(value: Sql, forms: DateForms, { zone, dialect }: Converted): Sql {
  const dayIn = (utc: Sql): Sql => dayOfSeconds(sql`(${utc} + ${zoneOffsetAt(utc, zone.offsets)})`, dialect);
  if (forms.type === "instant") return dayIn(sql`floor(${dialect.unixSeconds(value)})`);
  const written = writtenDay(value, forms, dialect);
  if (forms.type !== "text") return written;
  const text = sql`ltrim(trim(${value}), '''')`;
  const epochs = forms.used.filter(isEpoch).map((form) => epochSeconds(text, EPOCHS[form], dialect));
  const midnight = sql`CAST(${dialect.dayNumber(writtenDay(value, { ...forms, midnight24: false }, dialect))} AS double)`;
  const local = sql`(${midnight} * ${integer(DAY_SECONDS)} + ${secondOfDay(text, forms, dialect)})`;
  const instant = sql`(${local} - ${writtenOffset(text, { zone, dialect, local })})`;
  const utc = epochs.length === 0 ? instant : sql`coalesce(${list([...epochs, instant])})`;
  return sql`coalesce(${dayIn(utc)}, ${written})`;
}

/** Seconds east of UTC that hold at an instant. */
function zoneOffsetAt(utc: Sql, offsets: readonly Transition[]): Sql {
  const last = offsets.at(-1)?.offset ?? 0;
  if (offsets.length < 2) return integer(last);
  const cases = offsets
    .slice(1)
    .map(({ from }, i) => sql`WHEN ${utc} < ${integer(from)} THEN ${integer(offsets[i]?.offset ?? 0)}`);
  return sql`CASE ${list(cases, sql` `)} ELSE ${integer(last)} END`;
}

/** Seconds east of UTC as the cell says (`Z`, `+02:00`, `GMT+8`, `CET`); NULL when it does not say. */
function writtenOffset(text: Sql, { zone: { names }, dialect, local }: Converted & Readonly<{ local: Sql }>): Sql {
  const pattern =
    "[:h][0-9]{2}(?:[.,][0-9]+)? ?(?:[aApP][mM])? ?(?:GMT|UTC)? ?([+-])([0-9]{1,2}):?([0-9]{2})?(?: [0-9]{4})?$";
  const part = (group: number): Sql => dialect.extract(text, pattern, group);
  const amount = sql`(CAST(${part(2)} AS INTEGER) * 3600 + coalesce(CAST(${part(3)} AS INTEGER), 0) * 60)`;
  const named = Object.entries(names).map(
    ([name, zone]) =>
      sql`WHEN ${dialect.matches(text, `[ (]${escaped(name)}[)]?(?: [0-9]{4})?$`)} THEN ${typeof zone === "number" ? integer(zone) : zoneOffsetOfLocal(local, zone)} `,
  );
  return sql`CASE WHEN ${dialect.matches(text, ":[0-9]{2}([.,][0-9]+)? ?Z$")} THEN 0 ${list(named, sql``)}ELSE
  CASE ${part(1)} WHEN '+' THEN ${amount} WHEN '-' THEN -${amount} END END`;
}

const escaped = (name: string): string => name.replaceAll(/[().]/g, "[$&]");

/** Seconds east of UTC that hold at a local time: before the change for an hour that comes twice or not at all. */
function zoneOffsetOfLocal(local: Sql, offsets: readonly Transition[]): Sql {
  const last = offsets.at(-1)?.offset ?? 0;
  if (offsets.length < 2) return integer(last);
  const cases = offsets.slice(1).map(({ from, offset }, i) => {
    const before = offsets[i]?.offset ?? 0;
    return sql`WHEN ${local} < ${integer(from + Math.max(before, offset))} THEN ${integer(before)}`;
  });
  return sql`CASE ${list(cases, sql` `)} ELSE ${integer(last)} END`;
}

/** Seconds since the written midnight; NULL when the cell has no time. 12 AM is 0 h, 12 PM is 12 h. */
function secondOfDay(text: Sql, { halfDays }: DateForms, dialect: Dialect): Sql {
  const pattern = "[T ,日午]([0-9]{1,2}) ?[:h時时点] ?([0-9]{2})(?::([0-9]{2}))?";
  const part = (group: number): Sql => sql`CAST(${dialect.extract(text, pattern, group)} AS INTEGER)`;
  const hour = part(1);
  const isLate = dialect.matches(text, "[pP][.]? ?[mM]|nachm|po po[lł]|下午|午後");
  const isEarly = dialect.matches(text, "[aA][.]? ?[mM]|vorm|przed po[lł]|上午|午前");
  const hours = halfDays
    ? sql`(CASE WHEN ${isLate} AND ${hour} < 12 THEN ${hour} + 12 WHEN ${isEarly} AND ${hour} = 12 THEN 0 ELSE ${hour} END)`
    : hour;
  return sql`(${hours} * 3600 + ${part(2)} * 60 + coalesce(${part(3)}, 0))`;
}
