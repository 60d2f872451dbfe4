/** Several currencies into one, by date: `typed` with its money converted, before anything is decided about it. */
import { z } from "zod";
import { UserError } from "../errors.js";
import type { Dialect } from "../sql/dialect.js";
import { ident, integer, list, sql, type Sql } from "../sql/sql.js";
import { sides as words } from "../words/en/side-files.js";
import { digitsOf } from "./currencies.js";
import { daySql, decideDateStyle } from "./dates.js";
import { placesOf } from "./places.js";
import type { Finding } from "./problems.js";
import { directionOf, directionOfHeader, type RatesPer } from "./rate-direction.js";
import type { IntakeRequest, IntakeTools } from "./request.js";
import { fitting, headed, needed, openSideFile, placeIn, refuseWhere, type SideFile } from "./side-file.js";
import type { StagedColumn } from "./staged.js";
import { trimmed } from "./typed-cells.js";
import type { Typed } from "./typing.js";

/** A day without a rate (a weekend, a holiday) takes the last one before it, if that is not older. */
export const RATE_DAYS = 7;

/** Columns of `typed` that hold money of the record's currency. */
export const MONEY: ReadonlySet<string> = new Set([
  "total", "multiplied", "expected", "tax", "shipping", "subtotal", "duties", "net_value", "gift_card", "refund", "outstanding", "dispute", "line_money",
]); // prettier-ignore

const FROM = ["from", "from currency", "source", "source currency"];
const TO = ["to", "to currency", "target", "target currency"];
const RATE = [
  "rate",
  "exchange rate",
  "exchange",
  "fx rate",
  "fx",
  "kurs",
  "wechselkurs",
  "taux",
  "cambio",
  "tasso",
  "koers",
  "汇率",
  "匯率",
  "レート",
];

/**
 * Make `rates` (currency, day, rate), one row per currency and day. @returns of which unit the rates are
 * @throws column_missing, number_unreadable, date_unreadable, number_ambiguous for two rates of one day
 */
export async function readRates(given: string, target: string, { request, tools }: Reading): Promise<RatesPer> {
  const side = await openSideFile({ given, option: "--rates" }, request, tools);
  const currency = needed(side, headed(side, FROM) ?? fitting(side, "currency")[0], "currency");
  const date = needed(side, fitting(side, "date")[0], "date");
  const rate = needed(side, headed(side, RATE) ?? valueColumn(side, [currency.id, date.id]), "rate");
  const { engine } = tools;
  const style = await decideDateStyle(engine, side.staged, {
    column: date,
    format: request.dateFormat,
    placeOf: placeIn(side, tools),
  });
  const code = sql`upper(${trimmed(currency)})`;
  const day = daySql(date, style, engine.dialect);
  const value = sql`TRY_CAST(replace(${trimmed(rate)}, ',', '.') AS DECIMAL(18, 10))`;
  const to = headed(side, TO);
  const own = to ? sql`upper(${trimmed(to)}) = ${target}` : sql`true`;
  await refuseWhere(side, { column: date, wrong: sql`${day} IS NULL`, code: "date_unreadable", what: "date" }, tools);
  const isCode = engine.dialect.matches(code, "^[A-Z]{3}$");
  await refuseWhere(
    side,
    { column: currency, wrong: sql`NOT ${isCode}`, code: "mixed_currency", what: "currency" },
    tools,
  );
  const isRate = sql`coalesce(${value} > 0, false)`;
  await refuseWhere(side, { column: rate, wrong: sql`NOT ${isRate}`, code: "number_unreadable", what: "rate" }, tools);
  const rows = sql`SELECT ${code} AS currency, ${day} AS day, ${value} AS rate, record FROM ${ident(side.staged.table)} WHERE ${own}`;
  const second = sql`record IN (SELECT max(record) FROM (${rows}) AS quoted GROUP BY currency, day HAVING count(DISTINCT rate) > 1)`;
  await refuseWhere(side, { column: rate, wrong: second, code: "number_ambiguous", what: "twice" }, tools);
  await engine.execute(
    sql`CREATE OR REPLACE TABLE rates AS SELECT currency, day, max(rate) AS rate FROM (${rows}) AS quoted GROUP BY currency, day`,
  );
  const said = request.ratesPer ?? (to ? "foreign" : directionOfHeader(rate.name, target));
  return said ?? directionBySize(side, rate, { target, tools });
}

const Quote = z.object({ currency: z.string(), least: z.number(), most: z.number() });

/** @throws number_ambiguous where the rates could be of either unit */
async function directionBySize(
  { staged }: SideFile,
  rate: StagedColumn,
  { target, tools }: Readonly<{ target: string; tools: IntakeTools }>,
): Promise<RatesPer> {
  const query = sql`SELECT currency, CAST(min(rate) AS double) AS least, CAST(max(rate) AS double) AS most FROM rates GROUP BY currency ORDER BY currency`;
  const quoted = await tools.engine.rows(query, Quote);
  const found = directionOf(quoted, target);
  if (found) return found;
  const [first] = quoted.filter(({ currency }) => currency !== target);
  const said = words.rateDirection({ currency: first?.currency ?? "", target, rate: first?.least ?? 0 });
  const [place = ""] = await placesOf(staged.source, [{ record: 1, column: rate }], tools.effects);
  throw new UserError("number_ambiguous", said, { place });
}

type Reading = Readonly<{ request: IntakeRequest; tools: IntakeTools }>;

/** The only other column of numbers. */
function valueColumn({ seen }: SideFile, taken: readonly string[]): Typed["plan"]["first"] | undefined {
  const numbers = seen.filter(({ column, numeric }) => !taken.includes(column.id) && numeric > 0.5);
  return numbers.length === 1 ? numbers[0]?.column : undefined;
}

/** day_rates: one row per currency and day of the query (currency, day) that is not in `target`; rate NULL where there is none. */
export const dayRates = (asked: Sql, target: string): Sql => sql`WITH asked AS (
  SELECT DISTINCT currency, day FROM (${asked}) AS every WHERE currency IS NOT NULL AND currency <> ${target} AND day IS NOT NULL
),
last_days AS (
  SELECT asked.currency, asked.day, max(rates.day) AS rate_day FROM asked
  LEFT JOIN rates ON rates.currency = asked.currency AND date_diff('day', rates.day, asked.day) BETWEEN 0 AND ${integer(RATE_DAYS)}
  GROUP BY asked.currency, asked.day
)
SELECT last_days.currency, last_days.day, rates.rate FROM last_days
LEFT JOIN rates ON rates.currency = last_days.currency AND rates.day = last_days.rate_day`;

/** How money is converted: into a currency of so many digits, by rates of which unit. */
export type Conversion = Readonly<{ digits: number; per: RatesPer; dialect: Dialect; hasCosts?: boolean }>; // costs: the margin is money

/** Money times or by the rate, exact, rounded half up at the unit of the target currency. */
export function convertedSql(value: Sql, rate: Sql, { digits, per, dialect }: Conversion): Sql {
  if (per === "foreign") return sql`CAST(round(${value} * ${rate}, ${integer(digits)}) AS DECIMAL(18, 4))`;
  const whole = (amount: Sql, scale: number): Sql =>
    sql`CAST(round(${amount} * ${integer(10 ** scale)}, 0) AS DECIMAL(38, 0))`;
  const units = dialect.wholeQuotient(sql`(${whole(value, 4)} * ${integer(10 ** (6 + digits))})`, whole(rate, 10));
  return sql`CAST(CAST(${units} AS DECIMAL(18, 0)) * CAST(${`${1 / 10 ** digits}`} AS DECIMAL(18, 4)) AS DECIMAL(18, 4))`;
}

/**
 * `typed` in one currency; records that were in another are told as findings.
 * @throws mixed_currency at the first record without rate or without currency
 */
export async function convertTyped(
  typed: readonly Typed[],
  names: ReadonlySet<string>,
  { request, tools }: Reading,
): Promise<Converted> {
  const { rates, currency: target } = request;
  if (rates === undefined || target === undefined || !names.has("total")) return { findings: [], per: null };
  const [first] = typed;
  if (!first || !names.has("currency")) throw new UserError("mixed_currency", words.noCurrencies({ asked: target }));
  const { engine } = tools;
  const per = await readRates(rates, target, { request, tools });
  const asked = sql`SELECT currency, day FROM typed WHERE total IS NOT NULL`;
  await engine.execute(sql`CREATE OR REPLACE TABLE day_rates AS ${dayRates(asked, target)}`);
  await refuseWithoutRate(typed, tools);
  await refuseBlank(typed, target, tools);
  await engine.execute(
    sql`CREATE OR REPLACE TABLE typed_converted AS ${converted(names, target, { digits: digitsOf(target), per, dialect: engine.dialect, hasCosts: request.margin?.kind === "cost" })}`,
  );
  const notes = await engine.rows(conversions, Noted);
  await engine.execute(sql`DROP TABLE typed`);
  await engine.execute(sql`ALTER TABLE typed_converted RENAME TO typed`);
  await engine.execute(sql`ALTER TABLE typed DROP COLUMN was`);
  const findings = notes.map(({ was, records, amount, least, most }): Finding => {
    const said = { currency: was, target, per, least: short(least), most: short(most) };
    return { code: "converted_by_rates", records, amount, facts: { val: was, a: words.rates(said) } };
  });
  return { findings, per };
}

/** What was converted, and by rates of which unit; null when nothing was. */
export type Converted = Readonly<{ findings: readonly Finding[]; per: RatesPer | null }>;

/** 0.9134000000 -> 0.9134 */
const short = (rate: string): string => rate.replace(/\.?0+$/, "");

/** typed_converted: one row per record of `typed`, its money in the target currency, and the currency that it was in. */
export function converted(names: ReadonlySet<string>, target: string, conversion: Conversion): Sql {
  const fields = [...names].map((name) => {
    const own = sql`typed.${ident(name)}`;
    if (name === "currency")
      return sql`CASE WHEN day_rates.rate IS NOT NULL THEN ${target} ELSE ${own} END AS currency`;
    if (!MONEY.has(name) && !(name === "margin_value" && conversion.hasCosts === true)) return own;
    return sql`CASE WHEN day_rates.rate IS NOT NULL THEN ${convertedSql(own, sql`day_rates.rate`, conversion)} ELSE ${own} END AS ${ident(name)}`;
  });
  return sql`SELECT typed.record, typed.file, ${list(fields)}, typed.base, CASE WHEN day_rates.rate IS NOT NULL THEN typed.currency END AS was
FROM typed LEFT JOIN day_rates ON day_rates.currency = typed.currency AND day_rates.day = typed.day`;
}

/** conversions: one row per currency that was converted: accepted records, their money in the target currency, the rates. */
const conversions = sql`SELECT was, CAST(count(*) AS double) AS records, CAST(sum(total) AS VARCHAR) AS amount,
  (SELECT CAST(min(rate) AS VARCHAR) FROM day_rates WHERE currency = was) AS least, (SELECT CAST(max(rate) AS VARCHAR) FROM day_rates WHERE currency = was) AS most
FROM typed_converted WHERE was IS NOT NULL AND base = '' GROUP BY was ORDER BY was`;
const Noted = z.object({
  was: z.string(),
  records: z.number(),
  amount: z.string().nullable(),
  least: z.string(),
  most: z.string(),
});

const Missing = z.object({
  currency: z.string(),
  day: z.string(),
  n: z.number(),
  file: z.number(),
  record: z.number(),
});

async function refuseWithoutRate(typed: readonly Typed[], { engine, effects }: IntakeTools): Promise<void> {
  const query = sql`SELECT typed.currency, CAST(typed.day AS VARCHAR) AS day, CAST(typed.file AS double) AS file, CAST(typed.record AS double) AS record,
  CAST((SELECT count(*) FROM day_rates WHERE rate IS NULL) AS double) AS n
FROM typed JOIN day_rates ON day_rates.currency = typed.currency AND day_rates.day = typed.day WHERE day_rates.rate IS NULL AND typed.total IS NOT NULL
ORDER BY typed.day, typed.currency, typed.file, typed.record LIMIT 1`;
  const [missing] = await engine.rows(query, Missing);
  const each = missing && typed[missing.file];
  if (!missing || !each) return;
  const { currency, day, n, record } = missing;
  const [at = ""] = await placesOf(each.staged.source, [{ record, column: each.plan.currency }], effects);
  throw new UserError("mixed_currency", words.rateMissing({ currency, day, n, days: RATE_DAYS, at }), { place: at });
}

/** Money without a currency, where others are converted, has no known worth. */
async function refuseBlank(typed: readonly Typed[], target: string, { engine, effects }: IntakeTools): Promise<void> {
  const query = sql`SELECT CAST(file AS double) AS file, CAST(record AS double) AS record, CAST(count(*) OVER () AS double) AS n
FROM typed WHERE currency IS NULL AND total IS NOT NULL AND total <> 0 AND base = '' AND EXISTS (SELECT 1 FROM day_rates WHERE currency <> ${target})
ORDER BY file, record LIMIT 1`;
  const [blank] = await engine.rows(query, z.object({ file: z.number(), record: z.number(), n: z.number() }));
  const each = blank && typed[blank.file];
  if (!blank || !each) return;
  const [at = ""] = await placesOf(each.staged.source, [{ record: blank.record, column: each.plan.currency }], effects);
  throw new UserError("mixed_currency", words.currencyBlank({ n: blank.n, at }), { place: at });
}
