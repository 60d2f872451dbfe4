/** The intake: from files to the table `orders` and what was found on the way. One plan, one fate per record, one ladder. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { sql, type Sql } from "../sql/sql.js";
import { problems as words } from "../words/en/problems.js";
import { bind, type Bound } from "./bind.js";
import { decide, type Decided } from "./decide.js";
import { conflicts } from "./facts.js";
import { fates, needsFirsts, oneRecordPerOrder, REJECTED } from "./fates.js";
import { openSources } from "./files.js";
import { joinKeys, joins } from "./join-keys.js";
import { ladder, orderSums, OrderSums, partSums, PartSums, type LadderStep, decimalText, units } from "./ladder.js";
import { acceptedNotes, customerTotals, notesOf, readAcceptedNotes } from "./notes.js";
import { orders, type OrdersOptions } from "./orders.js";
import type { FileFacts, Problem } from "./outcome.js";
import { placesOf } from "./places.js";
import { examplesOf, FateSum, fateSums, problem, type Example, type Finding, type ProblemCode } from "./problems.js";
import { refuseRejected, refuseUnknownStatus } from "./refuse.js";
import { writeRejects } from "./rejects.js";
import type { IntakeEffects, IntakeRequest } from "./request.js";
import type { Source } from "./source.js";
import { stage } from "./staging.js";
import type { Staged } from "./staged.js";
import { readStarts } from "./starts.js";
import { fieldsOf } from "./typed.js";
import { typeRecords, type Typed } from "./typing.js";

/** What was read, how, and what was found. Money is decimal text. */
export type Intake = Readonly<{
  layout: string;
  format: string; // csv, tsv, parquet
  encoding: string | null;
  delimiter: string | null;
  columns: Readonly<Record<string, string>>; // role -> header
  choices: Readonly<
    Record<string, Readonly<{ header: string; reason: string; runnerUp: string | null; score: number }>>
  >;
  dateFormat: string | null;
  decimal: string | null;
  timezone: string | null;
  files: readonly FileFacts[];
  records: number;
  accepted: number;
  setAside: number;
  rejected: number;
  orders: number;
  refunds: number;
  customers: number;
  currency: string | null;
  hasAmounts: boolean;
  onlyPurchases: boolean; // every event of a customer is an order with an amount above 0
  hasMargin: boolean;
  hasStarts: boolean; // the table customer_starts was made
  firstDate: string | null;
  lastDate: string | null;
  asOf: string | null;
  ladder: readonly LadderStep[];
  total: string | null; // accepted orders of customers, in terms of --amount, before refunds
  refunded: string | null; // the refunds in the same terms, positive
  problems: readonly Problem[];
}>;

type Tools = Readonly<{ engine: Engine; effects: IntakeEffects }>;
/** Told as soon as something is known, so that a refusal can be shown with everything that was found before it. */
export type Tell = (known: Partial<Intake>) => void;

/** Read every input once. An engine for them must be allowed to read `readablePaths` of the result. */
export const openInputs = (request: IntakeRequest, effects: IntakeEffects): Promise<readonly Source[]> => {
  const { delimiter, encoding, header, columns, allowEmpty, temp } = request;
  if (temp === undefined) throw new Error("reading files needs a folder for cleaned copies");
  return openSources(request.inputs, { delimiter, encoding, header, columns, allowEmpty, temp }, effects);
};

/**
 * Make `orders` (and `customer_starts` under --first-order, and `rejects`) in the engine, and say what was found.
 * @throws the refusals of LAYOUTS section 6, and nothing_to_estimate when no order of a customer is left
 */
export async function readOrders(
  request: IntakeRequest & Readonly<{ tell?: Tell }>,
  engine: Engine,
  effects: IntakeEffects,
): Promise<Intake> {
  const tell: Tell = request.tell ?? (() => undefined);
  const tools = { engine, effects };
  const sources = request.sources ?? (await openInputs(request, effects));
  tell(sourceFacts(sources));
  const staged: Staged[] = [];
  for (const [i, source] of sources.entries()) staged.push(await stage(source, engine, `staged_${i}`));
  tell({ records: staged.reduce((sum, { records }) => sum + records, 0) });
  const bound = await bind(staged, request, engine);
  tell(planFacts(bound, request));
  const typed = await typeRecords(bound, request, tools);
  const names = namesOf(typed);
  if (typed[0] && names.has("email") && !request.keepCase && (await joins(typed[0].plan.union, engine)))
    await joinKeys(names, engine);
  tell(styleFacts(typed, request));
  const decided = await decide(typed, request, engine);
  return finish({ typed, decided, request, tell }, tools);
}

const namesOf = (typed: readonly Typed[]): ReadonlySet<string> =>
  new Set(typed.flatMap(({ options }) => Object.keys(fieldsOf(options))));

type Work = Readonly<{ typed: readonly Typed[]; decided: Decided; request: IntakeRequest; tell: Tell }>;

async function finish({ typed, decided, request, tell }: Work, tools: Tools): Promise<Intake> {
  const { engine } = tools;
  const judged = fates(decided.fates);
  await refuseConflicts(typed, decided, tools);
  const sums = await engine.rows(fateSums(judged, decided.fates.names), FateSum);
  const counts = countsOf(typed, sums);
  tell({ ...counts, currency: decided.currency, hasAmounts: decided.fates.amounts });
  const examples = sums.some(({ code }) => code !== "")
    ? await examplesOf(judged, typed, tools)
    : new Map<string, readonly Example[]>();
  const aside = asideFindings(sums, examples, { typed, request });
  const early = { currency: decided.currency, digits: decided.digits, revenue: totalOf(sums, "") };
  tell({ problems: aside.map((finding) => problem(finding, early, decided.fates.duplicates === "drop")) });
  await writeRejects(sums.some(({ code }) => REJECTED.has(code)) ? judged : null, typed, tools);
  refuseUnknownStatus(sums, examples, { typed, decided });
  refuseRejected({ findings: aside.filter(({ code }) => REJECTED.has(code)), counts, request, context: early });
  refuseEarlyAsOf(request, decided);
  const options = ordersOptions(judged, { typed, decided, request }, engine);
  await makeOrders(options, decided, engine);
  const [orderFacts] = await engine.rows(orderSums, OrderSums);
  if (!orderFacts) throw new Error("an aggregate gave no row");
  refuseOverflow(orderFacts, sums, typed);
  const notes = acceptedNotes(judged, {
    names: decided.fates.names,
    digits: decided.digits,
    fullRefunds: options.fullRefunds,
  });
  const facts = await readAcceptedNotes(notes, engine);
  const noted = await notesOf({ typed, request, decided, sums: orderFacts, facts, engine });
  const steps = await ladderOf({ sums, orderFacts, judged, decided, request }, engine);
  const context = { ...early, revenue: orderFacts.total };
  const placed = await placeLargest(noted, typed, tools);
  const starts = await readStarts({ typed, request, judged }, tools);
  const result = {
    ...sourceFacts(typed.map(({ staged }) => staged.source)),
    ...planFacts(typed, request),
    ...styleFacts(typed, request),
    ...counts,
    orders: orderFacts.orders,
    refunds: request.refunds === "ignore" ? 0 : orderFacts.refunds,
    customers: noted.customers,
    currency: decided.currency,
    hasAmounts: decided.fates.amounts,
    onlyPurchases: orderFacts.refunds === 0 && units(orderFacts.smallest) > 0n,
    hasMargin: request.margin !== undefined,
    hasStarts: starts,
    firstDate: orderFacts.first_day,
    lastDate: orderFacts.last_day,
    asOf: request.asOf ?? orderFacts.last_day,
    ladder: steps,
    total: moneyOf(orderFacts.amount, decided),
    refunded: moneyOf(negated(orderFacts.refund_amount), decided),
    problems: [...aside, ...placed].map((finding) => problem(finding, context, decided.fates.duplicates === "drop")),
  } satisfies Intake;
  tell(result);
  if (result.orders === 0) throw new UserError("nothing_to_estimate", words.nothingLeft({ records: result.records }));
  return result;
}

/**
 * orders and customer_totals. Where every record is an event and nothing was decided by a value, orders need not be
 * written again: they are a view of the typed records, and the customers are the keys.
 */
async function makeOrders(
  options: OrdersOptions,
  { fates: { grain, names, placeholders, duplicates } }: Decided,
  engine: Engine,
): Promise<void> {
  const query = orders(options);
  const isPlain = grain !== "line" && !names.has("order_id") && duplicates === "keep" && placeholders.length === 0;
  const isView = isPlain && options.refunds === "net" && query.values.length === 0;
  await engine.execute(
    isView ? sql`CREATE OR REPLACE VIEW orders AS ${query}` : sql`CREATE OR REPLACE TABLE orders AS ${query}`,
  );
  const made = isView
    ? sql`CREATE OR REPLACE VIEW customer_totals AS SELECT customer AS customer_id, first_day, orders, revenue FROM keys`
    : sql`CREATE OR REPLACE TABLE customer_totals AS ${customerTotals}`;
  await engine.execute(made);
}

const negated = (amount: string | null): string => decimalText(-units(amount), 4);
const moneyOf = (amount: string | null, { fates: { amounts }, digits }: Decided): string | null =>
  amounts ? decimalText(units(amount), digits) : null;

function ordersOptions(
  judged: Sql,
  { typed, decided, request }: Omit<Work, "tell">,
  { dialect }: Engine,
): OrdersOptions {
  const [first] = typed;
  if (!first) throw new Error("no file was typed");
  const { plan } = first;
  const { fates: known, digits, taxModes } = decided;
  return {
    fates: judged,
    dialect,
    grain: known.grain,
    names: known.names,
    amounts: known.amounts,
    amount: request.amount,
    digits,
    net: plan.net.kind === "column" ? "same" : plan.net.kind,
    taxModes: taxModes.length > 0 ? taxModes : typed.map(() => "excluded" as const),
    refunds: request.refunds,
    fullRefunds: known.amounts && !plan.refund && known.names.has("state"),
    margin: request.margin,
    customer: sql`customer`,
  };
}

/** @throws order_id_conflict with the places of both records */
async function refuseConflicts(
  typed: readonly Typed[],
  { fates: options }: Decided,
  { engine, effects }: Tools,
): Promise<void> {
  const { grain, amounts, duplicates } = options;
  if (!needsFirsts(options) || options.sheetHead || grain === "line" || (grain === "repeat" && !amounts)) return;
  if (oneRecordPerOrder(grain) && duplicates === "keep") return;
  const Conflict = z.object({ order_id: z.string(), file: z.number(), first: z.number(), second: z.number() });
  const [row] = await engine.rows(conflicts(grain === "repeat" ? "repeat" : "record"), Conflict);
  if (!row) return;
  const each = typed[row.file];
  if (!each) throw new Error("a conflict in a file that is not there");
  const column = each.plan.order[0];
  const wanted = [row.first % 1_000_000_000_000, row.second].map((record) => ({ record, column }));
  const [a = "", b = ""] = await placesOf(each.staged.source, wanted, effects);
  throw new UserError("order_id_conflict", { value: row.order_id, a, b }, { place: b });
}

/** @throws bad_arguments when --as-of lies before the first order */
function refuseEarlyAsOf({ asOf }: IntakeRequest, { firstDay }: Decided): void {
  if (asOf === undefined || firstDay === undefined || asOf >= firstDay) return;
  throw new UserError("bad_arguments", words.asOfBeforeFirst({ asOf, first: firstDay }), { place: "--as-of" });
}

const LIMIT = units("99999999999999.9999"); // DECIMAL(18, 4)

/** @throws number_overflow when sums leave what DECIMAL(18, 4) holds */
function refuseOverflow(orderFacts: OrderSums, sums: readonly FateSum[], typed: readonly Typed[]): void {
  const sizes = [orderFacts.total, orderFacts.refund_total, totalOf(sums, "")].map((amount) => units(amount));
  if (sizes.every((size) => size < LIMIT && -size < LIMIT)) return;
  const column = typed[0]?.plan.total?.name ?? "amount";
  throw new UserError(
    "number_overflow",
    { value: column, at: typed[0]?.staged.source.name ?? column },
    { place: typed[0]?.staged.source.name },
  );
}

const totalOf = (sums: readonly FateSum[], code: string): string =>
  decimalText(
    sums.filter((sum) => sum.code === code).reduce((sum, { total }) => sum + units(total), 0n),
    4,
  );

type Counts = Pick<Intake, "records" | "accepted" | "setAside" | "rejected" | "files">;

/** Every record has one fate: the ragged ones, which the engine never saw, included. */
function countsOf(typed: readonly Typed[], sums: readonly FateSum[]): Counts {
  const files = typed.map(({ staged: { source, records } }, file) => {
    const own = sums.filter((sum) => sum.file === file);
    const count = (test: (code: string) => boolean): number =>
      own.filter(({ code }) => test(code)).reduce((sum, each) => sum + each.records, 0);
    const ragged = source.kind === "text" ? source.raggedRecords : 0;
    const footers = source.kind === "text" ? source.ragged.filter(({ code }) => code === "total_row").length : 0;
    const accepted = count((code) => code === "");
    const rejected = count((code) => REJECTED.has(code)) + ragged - footers;
    const setAside = count((code) => code !== "" && !REJECTED.has(code)) + footers;
    return { name: source.name, bytes: source.bytes, sha256: source.sha256, records, accepted, setAside, rejected };
  });
  const sum = (pick: (file: (typeof files)[number]) => number): number =>
    files.reduce((all, file) => all + pick(file), 0);
  return {
    files,
    records: sum((f) => f.records),
    accepted: sum((f) => f.accepted),
    setAside: sum((f) => f.setAside),
    rejected: sum((f) => f.rejected),
  };
}

/** Codes that set records aside or reject them, with their money. */
function asideFindings(
  sums: readonly FateSum[],
  examples: ReadonlyMap<string, readonly Example[]>,
  { typed, request }: Pick<Work, "typed" | "request">,
): readonly Finding[] {
  const ragged = raggedFindings(typed);
  const codes = [...new Set(sums.map(({ code }) => code).filter((code) => code !== ""))] as ProblemCode[]; // cast: the codes of fates.ts are those of the words
  const found = codes.map((code): Finding => {
    const own = sums.filter((sum) => sum.code === code);
    const money = own.reduce(
      (sum, { total, refunded, lines }) =>
        sum + units(code === "orphan_continuation" ? lines : total) - units(refunded),
      0n,
    );
    const hasMoney =
      own.some(({ total, lines }) => total !== null || lines !== null) &&
      !["total_row", "number_unreadable"].includes(code);
    const more = code === "total_row" ? (ragged.footers ?? 0) : 0;
    return {
      code,
      records: own.reduce((sum, { records }) => sum + records, 0) + more,
      amount: code === "continuation" ? "0" : hasMoney ? decimalText(money, 4) : null,
      examples: examples.get(code) ?? [],
      facts: factsOf(code, { typed, request }),
    };
  });
  const lonely =
    ragged.footers > 0 && !codes.includes("total_row")
      ? [{ code: "total_row" as const, records: ragged.footers, amount: null }]
      : [];
  return [...found, ...lonely, ...ragged.findings];
}

function factsOf(
  code: ProblemCode,
  { typed, request }: Pick<Work, "typed" | "request">,
): NonNullable<Finding["facts"]> {
  const [a, b] = typed.map(({ staged }) => staged.source.name);
  if (code === "after_as_of") return { val: request.asOf ?? "" };
  if (code === "overlap") return { a: a ?? "", b: b ?? "" };
  return code === "mixed_currency" ? { val: request.onlyCurrency ?? "" } : {};
}

function raggedFindings(typed: readonly Typed[]): Readonly<{ footers: number; findings: readonly Finding[] }> {
  const texts = typed.flatMap(({ staged: { source } }) => (source.kind === "text" ? [source] : []));
  const footers = texts.reduce((sum, { ragged }) => sum + ragged.filter(({ code }) => code === "total_row").length, 0);
  const records = texts.reduce((sum, { raggedRecords }) => sum + raggedRecords, 0) - footers;
  const [first] = texts.flatMap((source) =>
    source.ragged.filter(({ code }) => code === "row_ragged").map((row) => ({ row, source })),
  );
  if (records === 0 || !first) return { footers, findings: [] };
  const examples = texts.flatMap((source) =>
    source.ragged
      .filter(({ code }) => code === "row_ragged")
      .slice(0, 3)
      .map(({ line, text }) => ({ place: `${source.name}:${line}:1`, value: text.slice(0, 80) })),
  );
  const facts = { a: `${first.row.fields}`, b: `${first.source.columns.length}` };
  return { footers, findings: [{ code: "row_ragged", records, amount: null, facts, examples: examples.slice(0, 3) }] };
}

async function placeLargest(
  noted: Awaited<ReturnType<typeof notesOf>>,
  typed: readonly Typed[],
  { effects }: Tools,
): Promise<readonly Finding[]> {
  const [largest] = noted.largest;
  const each = largest ? typed[largest.file] : undefined;
  if (!each || !largest || !noted.findings.some(({ code }) => code === "amount_extreme")) return noted.findings;
  const [place = ""] = await placesOf(
    each.staged.source,
    [{ record: largest.record, column: each.plan.total }],
    effects,
  );
  const example = { place, value: decimalText(units(largest.total), 2) };
  return noted.findings.map((finding) =>
    finding.code === "amount_extreme" ? { ...finding, examples: [example] } : finding,
  );
}

type LadderWork = Readonly<{
  sums: readonly FateSum[];
  orderFacts: OrderSums;
  judged: Sql;
  decided: Decided;
  request: IntakeRequest;
}>;

async function ladderOf(
  { sums, orderFacts, judged, decided, request }: LadderWork,
  engine: Engine,
): Promise<readonly LadderStep[]> {
  const { names, amounts } = decided.fates;
  if (!amounts) return [];
  const NONE = { tax: null, shipping: null, duties: null };
  const [parts = NONE] = ["tax", "shipping", "duties"].some((name) => names.has(name))
    ? await engine.rows(partSums(judged, names), PartSums)
    : [];
  const negative = sums.filter(({ code }) => code === "").reduce((sum, row) => sum + units(row.negative), 0n);
  const codes = [...new Set(sums.map(({ code }) => code))].map((code) => ({
    code,
    amount: code === "total_row" ? null : totalOf(sums, code),
  }));
  return ladder({
    codes,
    sums: orderFacts,
    parts,
    negative: decimalText(negative, 4),
    net: request.amount === "net",
    ignoreRefunds: request.refunds === "ignore",
    digits: decided.digits,
  });
}

function sourceFacts(sources: readonly Source[]): Pick<Intake, "format" | "encoding" | "delimiter" | "timezone"> {
  const [source] = sources;
  if (source?.kind !== "text") return { format: "parquet", encoding: null, delimiter: null, timezone: null };
  const { delimiter } = source.dialect;
  return { format: delimiter === "\t" ? "tsv" : "csv", encoding: source.encoding, delimiter, timezone: null };
}

function planFacts(bound: readonly Bound[], { map }: IntakeRequest): Pick<Intake, "layout" | "columns" | "choices"> {
  const plan = bound[0]?.plan;
  const choices = Object.entries(plan?.choices ?? {}).flatMap(([role, choice]) =>
    choice ? [[role, choice] as const] : [],
  );
  const told = choices.filter(([role]) => map[role] !== "none");
  return {
    layout: plan?.layout ?? "generic",
    columns: Object.fromEntries(told.map(([role, { column }]) => [snake(role), column.name])),
    choices: Object.fromEntries(
      told.map(([role, { column, reason, runnerUp, score }]) => [
        snake(role),
        { header: column.name, reason, runnerUp: runnerUp?.header ?? null, score },
      ]),
    ),
  };
}

const snake = (role: string): string => role.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);

function styleFacts(
  typed: readonly Typed[],
  { timezone }: IntakeRequest,
): Pick<Intake, "dateFormat" | "decimal" | "timezone"> {
  const [first] = typed;
  const forms = first?.styles.dates.forms;
  const text = first?.plan.date.type === "text";
  return {
    dateFormat:
      forms && text
        ? forms.used
            .map((form) => (form === "numeric" ? forms.numeric : form === "short" ? forms.short : form))
            .join(", ")
        : null,
    decimal: first?.styles.numbers.decimal ?? null,
    timezone: timezone ?? null,
  };
}
