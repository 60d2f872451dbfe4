/** The intake of contracts: from files to the tables `contracts` and `contract_spans`, and what was found on the way. */
import { z } from "zod";
import type { Engine } from "../../engines/engine.js";
import { UserError } from "../../errors.js";
import { ident, sql, type Sql } from "../../sql/sql.js";
import { contracts as words } from "../../words/en/contracts.js";
import { problems as orderWords } from "../../words/en/problems.js";
import { countsOf } from "../aside.js";
import { sourceFacts } from "../as-read.js";
import { headerPlace } from "../bind.js";
import { digitsOf } from "../currencies.js";
import { futureFrom } from "../decide.js";
import { REJECTED } from "../fates.js";
import { decimalText, units } from "../ladder.js";
import type { ColumnProfile } from "../matcher.js";
import { placesOf } from "../places.js";
import { statusOverrides } from "../plan.js";
import { problem } from "../problems.js";
import { profiles } from "../profile.js";
import { openInputs } from "../read-orders.js";
import { refuseRejected } from "../refuse.js";
import { refuseOtherColumns } from "../settled.js";
import { writeRejects } from "../rejects.js";
import type { IntakeEffects, IntakeRequest, IntakeTools } from "../request.js";
import type { Source } from "../source.js";
import { stage } from "../staging.js";
import type { Staged } from "../staged.js";
import { countsShape } from "./ages.js";
import { readCounts } from "./counts.js";
import { contractDecisions, explainContracts } from "./explain.js";
import { contractFacts, settledContracts } from "./facts.js";
import { contractCopies, contractFates } from "./fates.js";
import { asideContracts, contractSums, noteContracts } from "./found.js";
import { planContracts, type Periods } from "./plan.js";
import type { ContractIntake, TellContracts } from "./result.js";
import { acceptedSpans, joinedContracts, joinedSpans, singleContracts, spanConflicts, spanShape } from "./spans.js";
import { contractStyles, makeWordTables, periodShares, type BoundContracts, type ContractStyles } from "./styles.js";
import { typedContracts } from "./typed.js";

/** A file with everything that was decided about it. */
export type ReadContracts = BoundContracts &
  Readonly<{ styles: ContractStyles; seen: readonly ColumnProfile[]; periods: Periods }>;

/**
 * Make `contracts`, `contract_spans` and `rejects` in the engine.
 * @throws column_missing, date_ambiguous, mixed_currency, contract_id_conflict, …; nothing_to_estimate when none is left
 */
export async function readContracts(
  { tell = () => undefined, ...request }: IntakeRequest & Readonly<{ tell?: TellContracts }>,
  engine: Engine,
  effects: IntakeEffects,
): Promise<ContractIntake> {
  const tools = { engine, effects };
  refuseOptions(request);
  const sources = request.sources ?? (await openInputs(request, effects));
  tell(sourceFacts(sources));
  const counted = await countedCohorts(sources, { request, tools });
  if (counted) {
    tell(counted);
    return counted;
  }
  const files: ReadContracts[] = [];
  for (const [i, source] of sources.entries()) {
    const staged = await stage(source, engine, `staged_${i}`);
    files.push(await typeFile(staged, request, tools));
  }
  const [first] = files;
  const explained = request.explain === true && first ? explainContracts(first, first) : [];
  tell({ ...contractFacts(files, request), explained });
  return judge(files, { request, tell, explained }, tools);
}

/** A table of cohorts, where the first file is one: then `contracts` holds a row for every customer counted. */
async function countedCohorts(
  [source]: readonly Source[],
  { request, tools }: Readonly<{ request: IntakeRequest; tools: IntakeTools }>,
): Promise<ContractIntake | null> {
  const shape = source?.kind === "text" ? countsShape(source.columns) : null;
  if (source === undefined || shape === null) return null;
  const counted = await readCounts(await stage(source, tools.engine, "staged_0"), shape, { request, tools });
  await makeSingle(tools.engine);
  return counted;
}

async function typeFile(staged: Staged, request: IntakeRequest, tools: IntakeTools): Promise<ReadContracts> {
  const { engine } = tools;
  const place = headerPlace(staged);
  const seen = await profiles(engine, staged, "all");
  const periods = await periodShares(staged, engine);
  const plan = planContracts(seen, { map: request.map, periods, place });
  refuseOtherColumns({ expect: request.expect ?? {}, found: settledContracts(plan), place });
  const { tenure, start } = plan.columns;
  if (tenure && !start && request.asOf === undefined)
    throw new UserError("column_missing", words.tenureWithoutDay({ column: tenure.name }), { place });
  const bound = { staged, plan };
  const styles = await contractStyles(bound, request, tools);
  const tables = await makeWordTables(bound, statusOverrides(request.status), engine);
  const { asOf, keepCase } = request;
  const rows = typedContracts({
    records: staged.table,
    columns: staged.columns,
    plan,
    readers: styles.readers,
    ...tables,
    asOf,
    keepCase,
  });
  const isFirst = staged.source.file === 0;
  await engine.execute(
    isFirst ? sql`CREATE OR REPLACE TABLE typed_contracts AS ${rows}` : sql`INSERT INTO typed_contracts ${rows}`,
  );
  return { ...bound, styles, seen, periods };
}

/** Options that say nothing about contracts. @throws bad_arguments */
function refuseOptions(request: IntakeRequest): void {
  const given = [
    ["--rates", request.rates],
    ["--prices", request.prices],
    ["--refunds-file", request.refundsFile],
    ["--first-order", request.firstOrder],
  ] as const;
  const [option] = given.find(([, value]) => value !== undefined) ?? [];
  if (option !== undefined) throw new UserError("bad_arguments", words.notForContracts({ option }), { place: option });
  if (request.margin !== undefined && request.margin.kind !== "share")
    throw new UserError("bad_arguments", words.notForContracts({ option: "--margin column: or cost:" }), {
      place: "--margin",
    });
}

type Asked = Readonly<{ request: IntakeRequest; tell: TellContracts; explained: ContractIntake["explained"] }>;

async function judge(
  files: readonly ReadContracts[],
  { request, tell, explained }: Asked,
  tools: IntakeTools,
): Promise<ContractIntake> {
  const { engine } = tools;
  const hasPrice = files.every(({ plan }) => plan.columns.price !== undefined);
  const currency = await currencyOf(files, request, engine);
  const days = await daysOf(files, request, engine);
  const [first] = files;
  if (!first) throw new Error("no file was read");
  const fates = contractFates({
    asOf: days.asOf,
    futureFrom: days.futureFrom,
    currency: currency.counted,
    hasIds: files.every(({ plan }) => plan.columns.contract !== undefined),
    endIsCancel: first.plan.columns.end === undefined && first.plan.columns.cancelled !== undefined,
    hasPrice,
  });
  await engine.execute(sql`CREATE OR REPLACE TABLE contract_copies AS ${contractCopies}`);
  await engine.execute(sql`CREATE OR REPLACE TABLE contract_fates AS ${fates}`);
  const judged = sql`SELECT * FROM contract_fates`;
  const sums = await contractSums(engine);
  const counts = countsOf(files, sums);
  const digits = digitsOf(currency.name);
  const decisions =
    request.explain === true
      ? await contractDecisions(first, { request, asOf: days.asOf, currency: currency.name }, engine)
      : [];
  tell({ ...counts, currency: currency.name, hasPrice, asOf: days.asOf, decisions });
  const aside = await asideContracts(
    sums,
    { files, asOf: days.asOf, onlyCurrency: request.onlyCurrency, currencyColumn: first.plan.columns.currency },
    tools,
  );
  const context = { currency: currency.name, digits, revenue: null };
  tell({ problems: aside.map((finding) => problem(finding, context, true)) });
  await writeRejects(sums.some(({ code }) => REJECTED.has(code)) ? judged : null, files, tools);
  refuseUnknown(sums, aside);
  refuseRejected({ findings: aside.filter(({ code }) => REJECTED.has(code)), counts, request, context });
  const shape = await makeContracts(files, { judged, asOf: days.asOf, digits, hasPrice }, tools);
  for (const table of ["contract_copies", "contract_fates", "typed_contracts"])
    await engine.execute(sql`DROP TABLE ${ident(table)}`); // as large as the file, and not looked at again
  const noted = await noteContracts({ files, hasPrice, currency: currency.name, ...shape }, tools);
  const [totals] = await engine.rows(contractTotals, Totals);
  if (!totals) throw new Error("an aggregate gave no row");
  const result: ContractIntake = {
    ...sourceFacts(files.map(({ staged }) => staged.source)),
    ...contractFacts(files, request),
    explained,
    decisions,
    ...counts,
    contracts: totals.contracts,
    running: totals.running,
    customers: totals.customers,
    currency: currency.name,
    hasPrice,
    firstDate: totals.first_day,
    lastDate: totals.last_day,
    asOf: days.asOf,
    mrr: hasPrice ? decimalText(units(totals.mrr), digits) : null,
    digits,
    problems: [...aside, ...noted].map((finding) => problem(finding, context, true)),
  };
  tell(result);
  if (result.contracts === 0)
    throw new UserError("nothing_to_estimate", words.nothingLeft({ records: result.records }));
  return result;
}

const Currency = z.object({ currency: z.string(), records: z.number(), amount: z.string().nullable() });

/** @throws mixed_currency when several are written and none is asked for */
async function currencyOf(
  files: readonly ReadContracts[],
  request: IntakeRequest,
  engine: Engine,
): Promise<Readonly<{ name: string | null; counted: string | undefined }>> {
  const query = sql`SELECT currency, CAST(count(*) AS double) AS records, CAST(sum(price * seats) AS VARCHAR) AS amount
FROM typed_contracts WHERE currency IS NOT NULL AND NOT is_footer GROUP BY currency ORDER BY records DESC, currency`;
  const found = await engine.rows(query, Currency);
  const asked = request.onlyCurrency ?? request.currency;
  if (request.onlyCurrency !== undefined && found.length > 0)
    return { name: request.onlyCurrency, counted: request.onlyCurrency };
  const place = files[0] && headerPlace(files[0].staged);
  if (found.length > 1) {
    const each = found.map((one) => ({ ...one, amount: one.amount ?? "0" }));
    throw new UserError("mixed_currency", words.currencies({ each }), { place });
  }
  const [own] = found;
  if (own && asked !== undefined && own.currency !== asked)
    throw new UserError("mixed_currency", orderWords.otherCurrency({ found: own.currency, asked }), { place });
  return { name: asked ?? own?.currency ?? null, counted: undefined };
}

type Days = Readonly<{ asOf: string; futureFrom: string | undefined }>;
const Last = z.object({ first: z.string().nullable(), last: z.string().nullable() });

/**
 * The last day on which anything happened, unless given: a contract began, or one ended that does not run any more. No
 * clock is asked: starts far behind all others are rejected, ends there are still to come.
 */
async function daysOf(files: readonly ReadContracts[], { asOf }: IntakeRequest, engine: Engine): Promise<Days> {
  const began = sql`SELECT ${engine.dialect.dayNumber(sql`start_day`)} AS day FROM typed_contracts
WHERE start_day IS NOT NULL AND NOT is_footer AND state IS NOT NULL AND state <> 'never'`;
  const query = sql`SELECT CAST(day AS double) AS day, CAST(count(*) AS double) AS records FROM (${began}) AS starts GROUP BY day ORDER BY day`;
  const starts = await engine.numbers(query, ["day", "records"]);
  const future = futureFrom(starts.day, starts.records);
  const before = future === undefined ? sql`` : sql` AND start_day < CAST(${future} AS DATE)`;
  const last = sql`SELECT CAST(min(start_day) AS VARCHAR) AS first, CAST(max(greatest(start_day,
  CASE WHEN state <> 'running' AND coalesce(end_day, cancel_day) > start_day THEN coalesce(end_day, cancel_day) ELSE start_day END)) AS VARCHAR) AS last
FROM typed_contracts WHERE start_day IS NOT NULL AND NOT is_footer AND state IS NOT NULL AND state <> 'never'${before}`;
  const [row] = await engine.rows(last, Last);
  if (asOf !== undefined && row?.first != null && asOf < row.first)
    throw new UserError("bad_arguments", words.asOfBeforeFirst({ asOf, first: row.first }), { place: "--as-of" });
  const place = files[0]?.staged.source.name;
  const found = asOf ?? row?.last ?? undefined;
  if (found === undefined) {
    const records = files.reduce((sum, { staged }) => sum + staged.records, 0);
    throw new UserError("nothing_to_estimate", words.nothingLeft({ records }), { place });
  }
  return { asOf: found, futureFrom: future };
}

const UNKNOWN_SHARE = 0.05;

/** @throws unknown_status when more than 5 % of the records have a status nobody knows */
function refuseUnknown(
  sums: Awaited<ReturnType<typeof contractSums>>,
  aside: Awaited<ReturnType<typeof asideContracts>>,
): void {
  const all = sums.reduce((sum, { code, records }) => sum + (code === "total_row" ? 0 : records), 0);
  const unknown = aside.find(({ code }) => code === "unknown_status");
  if (!unknown || unknown.records <= UNKNOWN_SHARE * all) return;
  const values = [...new Set((unknown.examples ?? []).map(({ value }) => value))];
  const facts = words.unknownStatuses({ values, n: unknown.records, share: unknown.records / all });
  throw new UserError("unknown_status", facts, { place: unknown.examples?.[0]?.place });
}

type Making = Readonly<{ judged: Sql; asOf: string; digits: number; hasPrice: boolean }>;
const Shape = z.object({ records: z.number(), contracts: z.number() });
const Conflict = z.object({ contract_id: z.string(), file: z.number(), first: z.number(), second: z.number() });

/** @returns whether a contract has several records. @throws contract_id_conflict with the places of both records */
async function makeContracts(
  files: readonly ReadContracts[],
  making: Making,
  { engine, effects }: IntakeTools,
): Promise<Readonly<{ isJoined: boolean }>> {
  const { dialect } = engine;
  const spans = ident("accepted_spans");
  await engine.execute(
    sql`CREATE OR REPLACE TABLE accepted_spans AS ${acceptedSpans({ fates: making.judged, ...making, dialect })}`,
  );
  const [shape] = await engine.rows(spanShape(spans), Shape);
  if (shape && shape.contracts < shape.records) {
    const [row] = await engine.rows(spanConflicts(spans), Conflict);
    const each = row && files[row.file];
    if (row && each) {
      const wanted = [row.first, row.second].map((record) => ({ record, column: each.plan.columns.contract }));
      const [a = "", b = ""] = await placesOf(each.staged.source, wanted, effects);
      throw new UserError("contract_id_conflict", { value: row.contract_id, a, b }, { place: b });
    }
    await engine.execute(sql`CREATE OR REPLACE TABLE contract_spans AS ${joinedSpans(spans, dialect)}`);
    await engine.execute(sql`CREATE OR REPLACE TABLE contracts AS ${joinedContracts(ident("contract_spans"))}`);
    return { isJoined: true };
  }
  await makeSingle(engine);
  return { isJoined: false };
}

/** Every contract has one record. */
async function makeSingle(engine: Engine): Promise<void> {
  await engine.execute(sql`CREATE OR REPLACE VIEW contract_spans AS SELECT *, 1 AS spell FROM accepted_spans`);
  await engine.execute(sql`CREATE OR REPLACE VIEW contracts AS ${singleContracts(ident("accepted_spans"))}`);
}

/** contract_totals: one row. */
const contractTotals = sql`SELECT CAST(count(*) AS double) AS contracts, CAST(count(DISTINCT customer_id) AS double) AS customers,
  CAST(count(CASE WHEN end_day IS NULL THEN 1 END) AS double) AS running, CAST(min(start_day) AS VARCHAR) AS first_day,
  CAST(max(start_day) AS VARCHAR) AS last_day, CAST(sum(CASE WHEN end_day IS NULL THEN mrr END) AS VARCHAR) AS mrr
FROM contracts`;
const Totals = z.object({
  contracts: z.number(),
  customers: z.number(),
  running: z.number(),
  first_day: z.string().nullable(),
  last_day: z.string().nullable(),
  mrr: z.string().nullable(),
});
