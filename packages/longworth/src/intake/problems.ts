/** What was found in the input, priced and with places: one entry per code, the dearest first among those that cost something. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { ident, integer, list, sql, type Sql } from "../sql/sql.js";
import type { ProblemFacts } from "../words/en/problem-facts.js";
import { problems as words } from "../words/en/problems.js";
import { REJECTED } from "./fates.js";
import { decimalText, units } from "./ladder.js";
import { maskedText } from "./mask.js";
import { isCreditNote, unit } from "./orders.js";
import { numberCell } from "./number-cells.js";
import type { Problem } from "./outcome.js";
import { placesOf } from "./places.js";
import type { IntakeEffects } from "./request.js";
import type { StagedColumn } from "./staged.js";
import { statusKey } from "./status-words.js";
import type { Typed } from "./typing.js";

export type ProblemCode = keyof typeof words.notes;

/** A code with its count and money in `total` terms; `facts` are what its sentence names beyond these. */
export type Finding = Readonly<{
  code: ProblemCode;
  records: number;
  amount: string | null;
  facts?: Partial<ProblemFacts>;
  examples?: readonly Example[];
}>;
export type Example = Readonly<{ place: string; value: string }>;

export type ProblemContext = Readonly<{ currency: string | null; digits: number; revenue: string | null }>;

const SET_ASIDE: ReadonlySet<ProblemCode> = new Set([
  "continuation", "total_row", "non_sale_row", "no_customer", "cancelled", "unpaid", "failed", "fraud", "not_won", "test_order", "overlap",
  "unknown_status", "orphan_continuation", "after_as_of", "mixed_currency",
  "cancelled_before_start", "never_started", "starts_later",
  "survey_unknown_customer", "survey_undated", "survey_after_as_of", "survey_question_unknown", "score_unreadable",
  "score_outside_scale", "survey_repeated", "invoice_after_as_of",
]); // prettier-ignore

/** The entry of quality.json. @param dropped duplicates are set aside, not only noted */
export function problem(
  { code, records, amount, facts, examples = [] }: Finding,
  context: ProblemContext,
  dropped = false,
): Problem {
  const { currency, digits, revenue } = context;
  const whole = units(revenue);
  const share = amount === null || whole === 0n ? null : Number(units(amount)) / Number(whole);
  const [first] = examples;
  const text = amount === null ? null : decimalText(units(amount), digits);
  const said = words.notes[code]({
    n: records, amount: text, currency, share, col: "", val: first?.value ?? "", at: first?.place ?? "the file", a: "", b: "", ...facts,
  }); // prettier-ignore
  return {
    code,
    fate: fateOf(code, dropped),
    records,
    amount: text,
    share_of_revenue: share,
    examples: [...examples],
    ...said,
  };
}

function fateOf(code: ProblemCode, dropped: boolean): Problem["fate"] {
  if (REJECTED.has(code)) return "rejected";
  if (code === "duplicate_record") return dropped ? "set_aside" : "accepted";
  return SET_ASIDE.has(code) ? "set_aside" : "accepted";
}

/**
 * fate_sums: one row per file and code, its records and their money; accepted records have the code ''.
 * @param currency  the only one that counts, if it is not the file's: money of another is in no sum
 */
export const fateSums = (
  fates: Sql,
  { names, digits, currency }: Readonly<{ names: ReadonlySet<string>; digits: number; currency?: string | undefined }>,
): Sql => {
  const isForeign = currency !== undefined && names.has("currency") ? sql`currency <> ${currency}` : undefined;
  const own = (money: Sql): Sql => (isForeign ? sql`CASE WHEN ${isForeign} THEN NULL ELSE ${money} END` : money);
  const total = names.has("total") ? own(sql`total`) : sql`CAST(NULL AS DECIMAL(18, 4))`;
  const refund = names.has("refund")
    ? own(sql`CASE WHEN code = 'cancelled' THEN coalesce(refund, 0) ELSE 0 END`)
    : sql`0`;
  const negative = names.has("total")
    ? sql`sum(CASE WHEN ${isCreditNote({ names, amounts: true })} THEN total END)`
    : sql`NULL`;
  const lines = names.has("line_money")
    ? sql`CAST(sum(${own(sql`CASE WHEN code = 'orphan_continuation' THEN line_money END`)}) AS VARCHAR)`
    : sql`CAST(NULL AS VARCHAR)`;
  return sql`SELECT CAST(file AS double) AS file, code, CAST(count(*) AS double) AS records, CAST(sum(${total}) AS VARCHAR) AS total,
  CAST(count(CASE WHEN mod(${total}, ${unit(digits)}) <> 0 THEN 1 END) AS double) AS finer,
  CAST(sum(${refund}) AS VARCHAR) AS refunded, CAST(${negative} AS VARCHAR) AS negative, ${lines} AS lines
FROM (${fates}) AS fates GROUP BY file, code ORDER BY file, code`;
};
export const FateSum = z.object({
  file: z.number(),
  code: z.string(),
  records: z.number(),
  total: z.string().nullable(),
  finer: z.number(), // totals with more decimals than the currency has
  refunded: z.string().nullable(),
  negative: z.string().nullable(), // refunds that are records of their own
  lines: z.string().nullable(),
});
export type FateSum = z.infer<typeof FateSum>;

/** first_records: the first three records of every code that is not acceptance, in the order of the files. */
export const firstRecords = (
  fates: Sql,
): Sql => sql`SELECT code, CAST(file AS double) AS file, CAST(record AS double) AS record
FROM (SELECT code, file, record, row_number() OVER (PARTITION BY code ORDER BY file, record) AS place FROM (${fates}) AS fates WHERE code <> '') AS placed
WHERE place <= 3 ORDER BY code, file, record`;
const FirstRecord = z.object({ code: z.string(), file: z.number(), record: z.number() });

const NO_EXAMPLES = new Set(["continuation"]);

type Tools = Readonly<{ engine: Engine; effects: IntakeEffects }>;

/** Places and masked values of the first records of every code. */
export const examplesOf = (fates: Sql, typed: readonly Typed[], tools: Tools): Promise<Examples> =>
  examplesBy({ fates, files: typed, culprit }, tools);

export type Examples = ReadonlyMap<string, readonly Example[]>;

/** The same of any kind of records. @param asked `culprit`: the column that gave a record its fate */
export async function examplesBy<F extends Pick<Typed, "staged">>(
  {
    fates,
    files,
    culprit: columnOf,
  }: Readonly<{
    fates: Sql;
    files: readonly F[];
    culprit: (code: string, file: F, cells: Cells) => StagedColumn;
  }>,
  { engine, effects }: Tools,
): Promise<Examples> {
  const found = (await engine.rows(firstRecords(fates), FirstRecord)).filter(({ code }) => !NO_EXAMPLES.has(code));
  const examples = new Map<string, Example[]>();
  for (const [file, each] of files.entries()) {
    const own = found.filter((row) => row.file === file);
    if (own.length === 0) continue;
    const cells = await cellsOf(
      each,
      own.map(({ record }) => record),
      engine,
    );
    const wanted = own.map(({ code, record }) => ({
      code,
      record,
      column: columnOf(code, each, cells.get(record) ?? {}),
    }));
    const places = await placesOf(each.staged.source, wanted, effects);
    for (const [i, { code, record, column }] of wanted.entries()) {
      const value = maskedText(cells.get(record)?.[column.id] ?? "").slice(0, 80);
      examples.set(code, [...(examples.get(code) ?? []), { place: places[i] ?? "", value }]);
    }
  }
  return examples;
}

type Cells = Readonly<Record<string, string>>;

/** The cells of some records as text. */
export async function cellsOf(
  { staged }: Pick<Typed, "staged">,
  records: readonly number[],
  engine: Engine,
): Promise<ReadonlyMap<number, Cells>> {
  const columns = list(staged.columns.map(({ id }) => sql`CAST(${ident(id)} AS VARCHAR) AS ${ident(id)}`));
  const query = sql`SELECT CAST(record AS double) AS record, ${columns} FROM ${ident(staged.table)} WHERE record IN (${list(records.map(integer))})`;
  const rows = await engine.rows(query, z.looseObject({ record: z.number() }));
  return new Map(
    rows.map((row) => [
      row.record,
      Object.fromEntries(Object.entries(row).map(([id, cell]) => [id, `${(cell as string | number | null) ?? ""}`])),
    ]),
  ); // cast: all cells were cast to VARCHAR
}

/** The column that gave a record its fate. */
function culprit(code: string, { plan, options }: Typed, cells: Cells): StagedColumn {
  const [key = plan.first] = plan.key;
  if (code.startsWith("date") || code === "after_as_of") return plan.date;
  if (code === "number_unreadable") return badNumber(plan, cells) ?? plan.total ?? plan.date;
  if (code === "id_damaged") return options.damaged.find(({ id }) => isRounded(cells[id] ?? "")) ?? key;
  if (code === "mixed_currency") return plan.currency ?? key;
  if (STATES.includes(code)) return culpritOfState(plan, cells) ?? key;
  if (code === "non_sale_row") return plan.rows?.rules.at(-1)?.column ?? key;
  if (code === "total_row") return plan.first;
  return options.plan.order[0] ?? key;
}

const STATES = ["cancelled", "unpaid", "failed", "fraud", "not_won", "unknown_status"];

/** A kind of row that nobody knows is `unknown_status`, too: then the status itself is known. */
function culpritOfState({ status, rows }: Typed["plan"], cells: Cells): StagedColumn | undefined {
  const column = status?.columns.find(({ id }) => (cells[id] ?? "").trim() !== "") ?? status?.columns[0];
  const isKnown = column && status && statusKey(cells[column.id] ?? "") in status.words;
  return (isKnown || !column ? rows?.rules.find(({ rest }) => rest === "unknown")?.column : undefined) ?? column;
}

/** What `looksDamaged` finds in SQL. */
const isRounded = (cell: string): boolean => /^\d[.,].*E\+/iu.test(cell);

function badNumber(
  { total, more, quantity, price, refund, net }: Typed["plan"],
  cells: Cells,
): StagedColumn | undefined {
  const sums = [
    more,
    ...(net.kind === "same" ? [] : [net.tax, net.shipping]),
    ...(net.kind === "sum" ? [net.net] : []),
  ];
  const parts = sums.flat().map(({ column }) => column);
  const money = [total, ...(total ? [] : [quantity, price]), refund, ...parts].filter((column) => column !== undefined);
  return (
    money.find(({ id }) => numberCell(cells[id] ?? "").kind === "unreadable") ??
    money.find(({ id }) => (cells[id] ?? "").trim() === "")
  );
}
