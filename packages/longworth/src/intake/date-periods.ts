/** Dates that name a month, a quarter, a week or a year: the first day of it, in a column that names nothing shorter. */
import type { Dialect } from "../sql/dialect.js";
import { sql, type Sql } from "../sql/sql.js";
import { monthOf, monthWords } from "./month-names.js";

export const PERIOD_FORMS = [
  "months", // 2024-03, 2024/3, 2024年3月, 03/2024, 3-2024
  "named_months", // March 2024, mars-2024, 2024 Mar
  "month_digits", // 202403
  "quarters", // 2024-Q1, 2024Q1, Q1 2024
  "weeks", // 2024-W05: of ISO 8601, from Monday
  "years", // 2024
] as const;
export type PeriodForm = (typeof PERIOD_FORMS)[number];

export const isPeriod = (form: string): form is PeriodForm => PERIOD_FORMS.some((each) => each === form);

const CENTURY = "(?:19|20|21)[0-9]{2}";
const MONTHS = [`^(${CENTURY})[-/年] ?([0-9]{1,2})月?$`, `^([0-9]{1,2})[-/](${CENTURY})$`] as const;
const NAMED = `^[^0-9]*(${CENTURY})[^0-9]*$`;
const MONTH_DIGITS = `^(${CENTURY})(0[1-9]|1[0-2])$`;
const QUARTERS = [`^(${CENTURY})[-/ ]?[qQ]([1-4])$`, `^[qQ]([1-4])[-/ ]?(${CENTURY})$`] as const;
const WEEKS = `^(${CENTURY})-?[wW]([0-9]{2})$`;
const YEARS = `^(${CENTURY})$`;

/** The form of one cell (trimmed), and of a named month its word. */
export function periodForm(text: string): Readonly<{ form: PeriodForm; month?: string }> | undefined {
  const fits = (...patterns: readonly string[]): boolean => patterns.some((each) => new RegExp(each, "u").test(text));
  if (fits(...MONTHS)) return { form: "months" };
  if (fits(MONTH_DIGITS)) return { form: "month_digits" };
  if (fits(...QUARTERS)) return { form: "quarters" };
  if (fits(WEEKS)) return { form: "weeks" };
  if (fits(YEARS)) return { form: "years" };
  const month = fits(NAMED) ? monthWords(text).find((word) => monthOf(word) !== undefined) : undefined;
  return month === undefined ? undefined : { form: "named_months", month: month.toLowerCase() };
}

type Reader = (text: Sql, month: Sql, dialect: Dialect) => Sql;

/** NULL where there is no such month. */
const firstOf = (year: Sql, month: Sql): Sql =>
  sql`TRY_CAST(${year} || '-' || lpad(CAST(${month} AS VARCHAR), 2, '0') || '-01' AS DATE)`;

/** The first day of the period a cell names, NULL for another cell; `month` is the number of the month whose name it has. */
export const PERIOD_READERS: Readonly<Record<PeriodForm, Reader>> = {
  months: (text, _month, dialect) => eitherWay(text, { patterns: MONTHS, month: (digits) => digits }, dialect),
  named_months: (text, month, dialect) => firstOf(dialect.extract(text, NAMED, 1), month),
  month_digits: (text, _month, dialect) =>
    firstOf(dialect.extract(text, MONTH_DIGITS, 1), dialect.extract(text, MONTH_DIGITS, 2)),
  quarters: (text, _month, dialect) => {
    const month = (digit: Sql): Sql => sql`(CAST(${digit} AS INTEGER) * 3 - 2)`;
    return eitherWay(text, { patterns: QUARTERS, month }, dialect);
  },
  weeks: (text, _month, dialect) => {
    const [year, week] = [dialect.extract(text, WEEKS, 1), sql`CAST(${dialect.extract(text, WEEKS, 2)} AS INTEGER)`];
    const first = sql`CAST(date_trunc('week', CAST(${year} || '-01-04' AS DATE)) AS DATE)`;
    const thursday = dialect.addDays(first, sql`(${week} * 7 - 4)`);
    const isOfYear = sql`substr(CAST(${thursday} AS VARCHAR), 1, 4) = ${year}`;
    return sql`CASE WHEN ${isOfYear} THEN ${dialect.addDays(first, sql`(${week} * 7 - 7)`)} END`;
  },
  years: (text, _month, dialect) => firstOf(dialect.extract(text, YEARS, 1), sql`'1'`),
};

type TwoWays = Readonly<{ patterns: readonly [yearFirst: string, yearLast: string]; month(part: Sql): Sql }>;

function eitherWay(text: Sql, { patterns: [yearFirst, yearLast], month }: TwoWays, dialect: Dialect): Sql {
  const day = (pattern: string, year: number): Sql =>
    firstOf(dialect.extract(text, pattern, year), month(dialect.extract(text, pattern, 3 - year)));
  return sql`coalesce(${day(yearFirst, 1)}, ${day(yearLast, 2)})`;
}
