/** What the values of whole columns decide before records get their fates: grain, horizon of dates, currency, keys. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { problems as words } from "../words/en/problems.js";
import { headerPlace } from "./bind.js";
import { digitsOf, headerCurrency } from "./currencies.js";
import { crowds, currencies, daysOf, nobodies, numbered, perhapsCrowded, sheetShape, taxFits } from "./facts.js";
import { needsFirsts, orderFirsts, copies, oneRecordPerOrder, type FateOptions } from "./fates.js";
import type { Grain } from "./layout.js";
import type { TaxMode } from "./orders.js";
import type { Plan } from "./plan.js";
import type { IntakeRequest } from "./request.js";
import type { Typed } from "./typing.js";
import { fieldsOf } from "./typed.js";
import { sql } from "../sql/sql.js";

export type Decided = Readonly<{
  fates: FateOptions;
  currency: string | null;
  digits: number;
  taxModes: readonly TaxMode[];
  firstDay: string | undefined; // of records that nothing speaks against
}>;

const MS_PER_DAY = 86_400_000;
const isoOf = (day: number): string => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
const FUTURE_DAYS = 400;

/** @throws mixed_currency, bad_arguments */
export async function decide(typed: readonly Typed[], request: IntakeRequest, engine: Engine): Promise<Decided> {
  const [first] = typed;
  if (!first) throw new Error("no file was typed");
  const { plan, options } = first;
  const names = new Set(typed.flatMap((each) => Object.keys(fieldsOf(each.options))));
  const days = await engine.numbers(daysOf, ["day", "records"]);
  if (!options.amounts && !names.has("order_id") && request.map.amount === undefined)
    await refusePanel(days.records, { engine, place: headerPlace(first.staged) });
  const { grain, sheetHead } = await grainOf(plan, names, engine);
  const currency = await currencyOf(plan, names, {
    request,
    engine,
    amounts: options.amounts,
    place: headerPlace(first.staged),
  });
  const digits = digitsOf(currency.name);
  const records = typed.reduce((sum, { staged }) => sum + staged.records, 0);
  const fates: FateOptions = {
    grain,
    sheetHead,
    names,
    amounts: options.amounts,
    asOf: request.asOf,
    futureFrom: futureFrom(days.day, days.records),
    placeholders: await placeholderKeys(records, engine),
    currency: currency.counted,
    duplicates: request.duplicates ?? (oneRecordPerOrder(grain) && names.has("order_id") ? "drop" : "keep"),
    files: typed.length,
  };
  await supportTables(fates, engine);
  const taxModes =
    plan.net.kind === "tax_mode" && names.has("tax") ? await taxModesOf(typed.length, digits, { names, engine }) : [];
  return { fates, currency: currency.name, digits, taxModes, firstDay: firstOf(days.day) };
}

const firstOf = (days: Float64Array): string | undefined => {
  const [first] = days.filter((day) => day > 0);
  return first === undefined ? undefined : isoOf(first);
};

async function supportTables(fates: FateOptions, engine: Engine): Promise<void> {
  if (needsFirsts(fates))
    await engine.execute(sql`CREATE OR REPLACE TABLE order_firsts AS ${orderFirsts(fates.amounts)}`);
  if (fates.duplicates === "drop") await engine.execute(sql`CREATE OR REPLACE TABLE copies AS ${copies}`);
}

/** The first day more than 400 days after 99.9 % of all records; undefined when none lies there. */
export function futureFrom(days: Float64Array, records: Float64Array): string | undefined {
  const total = records.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (let i = 0; i < days.length; i++) {
    seen += records[i] ?? 0;
    if (seen < 0.999 * total && seen < total - 1) continue;
    const limit = (days[i] ?? 0) + FUTURE_DAYS + 1;
    return (days.at(-1) ?? 0) >= limit ? isoOf(limit) : undefined;
  }
  return undefined;
}

const Shape = z.object({ orders: z.number(), equal: z.number(), first_only: z.number(), products: z.number() });

async function grainOf(
  plan: Plan,
  names: ReadonlySet<string>,
  engine: Engine,
): Promise<Readonly<{ grain: Grain; sheetHead: boolean }>> {
  if (plan.grain === "repeat or head") throw new Error("a grain was left open");
  if (plan.grain !== "sheet") return { grain: plan.grain, sheetHead: false };
  if (!names.has("total")) return { grain: "line", sheetHead: false };
  const [shape] = await engine.rows(sheetShape(names.has("multiplied")), Shape);
  return shape ? sheetGrain(shape) : { grain: "line", sheetHead: false };
}

/** How the amounts of a sheet with order ids are meant: LAYOUTS 2.10. */
export function sheetGrain({
  orders,
  equal,
  first_only: firstOnly,
  products,
}: z.infer<typeof Shape>): Readonly<{ grain: Grain; sheetHead: boolean }> {
  if (orders > 0 && firstOnly === orders) return { grain: "head", sheetHead: true };
  if (products >= 0.95) return { grain: "line", sheetHead: false };
  return { grain: orders >= 5 && equal >= 0.95 * orders ? "repeat" : "line", sheetHead: false };
}

const CurrencyRow = z.object({ currency: z.string(), records: z.number(), amount: z.string().nullable() });
type CurrencyContext = Readonly<{ request: IntakeRequest; engine: Engine; amounts: boolean; place: string }>;
type Currency = Readonly<{ name: string | null; counted: string | undefined }>;

async function currencyOf(
  plan: Plan,
  names: ReadonlySet<string>,
  { request, engine, amounts, place }: CurrencyContext,
): Promise<Currency> {
  const found = names.has("currency") && amounts ? await engine.rows(currencies(amounts), CurrencyRow) : [];
  const asked = request.onlyCurrency ?? request.currency;
  const written = found.map(({ currency }) => currency);
  if (request.onlyCurrency !== undefined && written.length > 0)
    return { name: request.onlyCurrency, counted: request.onlyCurrency };
  if (written.length > 1) {
    const each = found.map(({ currency, records, amount }) => ({ currency, records, amount: amount ?? "0" }));
    throw new UserError("mixed_currency", words.currencies({ each }), { place });
  }
  const own = written[0] ?? plan.ownCurrency ?? headerCurrency(plan);
  if (asked !== undefined && own !== null && own !== asked && /^[A-Z]{3}$/u.test(own))
    throw new UserError("mixed_currency", words.otherCurrency({ found: own, asked }), { place });
  return { name: asked ?? own, counted: undefined };
}

const Key = z.object({ customer: z.string() });
const Crowd = z.object({ customer: z.string(), records: z.number(), median: z.number() });

/** Keys that name nobody by their word, and keys with a fifth of the records and fifty times the median: a till's. */
async function placeholderKeys(records: number, engine: Engine): Promise<readonly string[]> {
  const words = await nobodiesOf(engine);
  const [frequent] = await engine.rows(perhapsCrowded(records), z.object({ keys: z.number() }));
  const crowded = (frequent?.keys ?? 0) > 0 ? await engine.rows(crowds(records), Crowd) : [];
  const tills = crowded.filter((key) => key.records > 50 * key.median);
  return [...words, ...tills].map(({ customer }) => customer);
}

const Numbered = z.object({
  keys: z.number(),
  numbers: z.number(),
  largest: z.number().nullable(),
  records: z.number(),
  others: z.number(),
});

/** Words that name nobody. `0` is the first customer where keys count up from it and it has no more records than another. */
async function nobodiesOf(engine: Engine): Promise<readonly Readonly<{ customer: string }>[]> {
  const words = await engine.rows(nobodies, Key);
  if (!words.some(({ customer }) => customer === "0")) return words;
  const [found] = await engine.rows(numbered, Numbered);
  const countsUp = found !== undefined && found.numbers === found.keys && (found.largest ?? 0) < DENSE * found.keys;
  const isFirst = countsUp && found.keys >= FEW && found.records <= found.others;
  return words.filter(({ customer }) => customer !== "0" || !isFirst);
}

const DENSE = 2; // the largest key per key: a log that is cut at a day has not seen all of those that count up
const FEW = 20; // keys from which counting up is no coincidence
const GRID = 5; // days and customers from which it is none that all of them are there every day

/** The same number of records on every day, and as many customers. @throws not_orders */
async function refusePanel(days: Float64Array, { engine, place }: PanelContext): Promise<void> {
  const [customers = 0] = days;
  if (days.length < GRID || customers < GRID || days.some((records) => records !== customers)) return;
  const query = sql`SELECT CAST(count(DISTINCT customer) AS double) AS customers FROM typed WHERE base = ''`;
  const [row] = await engine.rows(query, z.object({ customers: z.number() }));
  if (row?.customers !== customers) return;
  throw new UserError("not_orders", words.panel({ customers, days: days.length }), { place });
}

type PanelContext = Readonly<{ engine: Engine; place: string }>;

type TaxContext = Readonly<{ names: ReadonlySet<string>; engine: Engine }>;

async function taxModesOf(files: number, digits: number, { names, engine }: TaxContext): Promise<readonly TaxMode[]> {
  const fits = await engine.numbers(taxFits(digits, names), ["file", "taxed", "excluded", "included"]);
  return Array.from({ length: files }, (_, file) => {
    const at = fits.file.indexOf(file);
    const of = (column: Float64Array): number => (at < 0 ? 0 : (column[at] ?? 0));
    const taxed = of(fits.taxed);
    if (taxed === 0 || of(fits.excluded) >= 0.95 * taxed) return "excluded";
    return of(fits.included) >= 0.95 * taxed ? "included" : "each";
  });
}
