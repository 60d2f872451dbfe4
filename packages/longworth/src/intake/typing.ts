/** From staged text to the table `typed`: number and date styles of each file, faults of ids, then one pass per file. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { ident, list, sql, type Sql } from "../sql/sql.js";
import { problems as words } from "../words/en/problems.js";
import { daySql, decideDateStyle, isPlaceholderSql, type DateStyle } from "./dates.js";
import { idRepairs } from "./id-repairs.js";
import { digitsOf, headerCurrency } from "./currencies.js";
import {
  decideNumberStyle,
  minorUnitsOf,
  numberSql,
  TYPED_NUMBERS,
  type NumberColumn,
  type NumberStyle,
} from "./numbers.js";
import { norm } from "./header-words.js";
import { placesOf } from "./places.js";
import { expectedMark, expectedOrder } from "./expected.js";
import { planHasAmounts, statusOverrides, type Bound, type Plan } from "./plan.js";
import type { IntakeEffects, IntakeRequest } from "./request.js";
import type { Staged, StagedColumn } from "./staged.js";
import { headerKey } from "./synonyms.js";
import { text } from "./typed-cells.js";
import { fieldsOf, typed } from "./typed.js";
import type { IdMarks, TypedOptions } from "./typed-options.js";

export type Styles = Readonly<{ numbers: NumberStyle; dates: DateStyle }>;
export type Typed = Bound & Readonly<{ styles: Styles; options: TypedOptions; lost: readonly IdMarks[] }>;

/** Decide the styles of every file, then make `typed`: one row per record of all files. @throws number_ambiguous, date_ambiguous, … */
export async function typeRecords(
  bound: readonly Bound[],
  request: IntakeRequest,
  { engine, effects }: Readonly<{ engine: Engine; effects: IntakeEffects }>,
): Promise<readonly Typed[]> {
  const all: Typed[] = [];
  for (const each of bound) all.push(await decide(each, request, { engine, effects }));
  const names = [...new Set(all.flatMap(({ options }) => Object.keys(fieldsOf(options))))];
  for (const [i, { options }] of all.entries()) {
    const rows = typed(options);
    const own = new Set(Object.keys(fieldsOf(options)));
    const same = names.map((name) =>
      own.has(name) ? ident(name) : sql`CAST(NULL AS ${typeOf(name)}) AS ${ident(name)}`,
    );
    const query = all.length === 1 ? rows : sql`SELECT record, file, ${list(same)}, base FROM (${rows}) AS rows`;
    await engine.execute(i === 0 ? sql`CREATE OR REPLACE TABLE typed AS ${query}` : sql`INSERT INTO typed ${query}`);
  }
  return all;
}

const TEXT_FIELDS = new Set([
  "customer",
  "key_raw",
  "email",
  "order_id",
  "order_name",
  "currency",
  "state",
  "status_text",
  "row_kind",
  "ref",
]);
const FLAG_FIELDS = new Set(["is_summary", "is_foreign", "is_matched", "is_on_top", "is_gift_card"]);

function typeOf(name: string): Sql {
  if (TEXT_FIELDS.has(name)) return sql`VARCHAR`;
  if (FLAG_FIELDS.has(name)) return sql`BOOLEAN`;
  return name.endsWith("day") ? sql`DATE` : sql`DECIMAL(18, 4)`;
}

type Tools = Readonly<{ engine: Engine; effects: IntakeEffects }>;

async function decide(bound: Bound, request: IntakeRequest, { engine, effects }: Tools): Promise<Typed> {
  const { staged, plan } = bound;
  const { dialect } = engine;
  const placeOf = async (record: number, column: StagedColumn): Promise<string> =>
    (await placesOf(staged.source, [{ record, column }], effects))[0] ?? staged.source.name;
  const columns = numberColumns(plan, request);
  const texts = columns.filter(({ column }) => column.type === "text");
  const { decimal, thousands, dateFormat, timezone } = request;
  const currencyDigits = (): Promise<number> => digitsIn(bound, request, engine);
  const minorUnits = [...namedColumns(request.minorUnits ?? [], columns, staged), ...plan.minor];
  const units = { minorUnits, asksForMinor: plan.asksForMinor, currencyDigits };
  const numbers =
    texts.length === 0
      ? { ...TYPED_NUMBERS, ...(await minorUnitsOf(columns, units)) }
      : await decideNumberStyle(engine, staged, {
          columns: texts,
          decimal,
          thousands,
          expected: expectedMark(request),
          currency: plan.currency,
          placeOf,
          ...units,
        });
  const dates = await decideDateStyle(engine, staged, {
    column: plan.date,
    format: dateFormat,
    expected: expectedOrder(request),
    assumed: plan.dateOrder,
    timezone,
    voters: otherDates(staged, plan),
    placeOf,
  });
  const { lost, ...ids } = await idRepairs(bound, { engine, effects });
  const options: TypedOptions = {
    records: staged.table,
    columns: staged.columns.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    plan,
    readers: {
      dialect,
      number: (column) => numberSql(column, numbers, dialect),
      day: (column) => daySql(column, dates, dialect),
      isPlaceholder: (column) => isPlaceholderSql(column, dates, dialect),
    },
    amounts: planHasAmounts(plan, request.map),
    overrides: statusOverrides(request.status),
    keepCase: request.keepCase,
    normalizeIds: request.normalizeIds === "nfc",
    symbols: numbers.marks.currency,
    hashed: true,
    ...ids,
  };
  return { ...bound, styles: { numbers, dates }, options, lost };
}

/** Decimals of the file's currency, asked before amounts can be read: an option, one value of its column, or a header. */
export async function digitsIn({ staged, plan }: Bound, request: IntakeRequest, engine: Engine): Promise<number> {
  const asked = request.onlyCurrency ?? request.currency;
  if (asked !== undefined || !plan.currency) return digitsOf(asked ?? plan.ownCurrency ?? headerCurrency(plan));
  const code = sql`upper(trim(${text(plan.currency)}))`;
  const codes = sql`SELECT DISTINCT ${code} AS code FROM ${ident(staged.table)} WHERE length(${code}) = 3 ORDER BY code`;
  const found = await engine.rows(codes, z.object({ code: z.string() }));
  return Math.max(0, ...found.map((each) => digitsOf(each.code)));
}

/** The headers, all of them columns that hold money. @throws column_missing */
function namedColumns(
  headers: readonly string[],
  columns: readonly NumberColumn[],
  { source }: Staged,
): readonly string[] {
  const money = columns.filter(({ role }) => role === "money").map(({ column }) => column.name);
  const unknown = headers.find((header) => !money.some((name) => norm(name) === norm(header)));
  if (unknown === undefined) return headers;
  const said = words.notMoney({ header: unknown, near: money });
  throw new UserError("column_missing", said, { place: source.name });
}

/** Other date columns of the file: one day of theirs that can be read one way only decides for all. */
export const otherDates = ({ columns }: Staged, { date }: Plan): readonly StagedColumn[] =>
  columns.filter(
    ({ id, name, type }) =>
      id !== date.id && type === "text" && /\b(date|datum|data|fecha)\b|日期|日付/u.test(headerKey(name)),
  );

function numberColumns(plan: Plan, request: IntakeRequest): readonly NumberColumn[] {
  const { total, quantity, price, discount, net, refund, outstanding, dispute, margin, lines, totalLeft, giftCards } =
    plan;
  const amounts = planHasAmounts(plan, request.map);
  const sums = [
    plan.more,
    plan.parts,
    ...(net.kind === "same" ? [] : [net.tax, net.shipping]),
    ...(net.kind === "sum" ? [net.net] : []),
  ];
  const mode = net.kind === "tax_mode" ? [net.subtotal, net.duties] : [];
  const terms = sums.flat().map(({ column }) => column);
  const rest = [outstanding, giftCards, dispute?.amount, margin, lines?.price];
  const money = [total, price, discount, ...mode, ...terms, refund, totalLeft, ...rest];
  const unique = new Map(money.filter((column) => column !== undefined).map((column) => [column.id, column]));
  const counts = [quantity, lines?.quantity, plan.rate].filter((column) => column !== undefined);
  return amounts
    ? [
        ...[...unique.values()].map((column) => ({ column, role: "money" as const })),
        ...counts.map((column) => ({ column, role: "quantity" as const })),
      ]
    : [];
}
