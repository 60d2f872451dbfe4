/** The intake: from files to the table `orders` and what was found on the way. One plan, one fate per record, one ladder. */
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { exports } from "../words/en/exports.js";
import { problems as words } from "../words/en/problems.js";
import { planFacts, sourceFacts, styleFacts } from "./as-read.js";
import { acceptedNotes, readAcceptedNotes } from "./accepted-notes.js";
import { asideFindings, countsOf, totalOf } from "./aside.js";
import { bind, headerPlace, refuseMixedHeaders } from "./bind.js";
import { decide, type Decided } from "./decide.js";
import { accountOf } from "./decisions.js";
import { explainColumns, profiledColumns } from "./explain.js";
import { allAccepted, fates, REJECTED } from "./fates.js";
import { openSources } from "./files.js";
import type { Intake, Tell } from "./intake.js";
import { joinedByAddress } from "./join-keys.js";
import { decimalText, orderSums, OrderSums, units } from "./ladder.js";
import { makeCustomers, makeOrders, makeOwed, ordersOptions } from "./make-orders.js";
import { notesOf } from "./notes.js";
import { placeRows } from "./place-rows.js";
import { placesOf } from "./places.js";
import { examplesOf, FateSum, fateSums, problem, type Example, type Finding } from "./problems.js";
import { ladderOf } from "./read-ladder.js";
import { refuseConflicts, refuseEarlyAsOf, refuseOverflow, refuseRejected, refuseUnknownStatus } from "./refuse.js";
import { writeRejects } from "./rejects.js";
import type { IntakeEffects, IntakeRequest, IntakeTools } from "./request.js";
import type { Source } from "./source.js";
import { stage, stagedName } from "./staging.js";
import type { Staged } from "./staged.js";
import { refuseOtherColumns, refuseOtherDecisions, settledColumns } from "./settled.js";
import { withPrices } from "./prices.js";
import { convertTyped, type Converted } from "./rates.js";
import { lessReplaced, readRefunds } from "./refunds-file.js";
import { readStarts } from "./starts.js";
import { fieldsOf } from "./typed.js";
import { digitsIn, typeRecords, type Typed } from "./typing.js";

/** Read every input once. An engine for them must be allowed to read `readablePaths` of the result. */
export const openInputs = (request: IntakeRequest, effects: IntakeEffects): Promise<readonly Source[]> => {
  const { delimiter, encoding, skip, comment, sheets, header, columns, allowEmpty, temp } = request;
  if (temp === undefined) throw new Error("reading files needs a folder for cleaned copies");
  return openSources(
    request.inputs,
    { delimiter, encoding, skip, comment, sheets, header, columns, allowEmpty, temp },
    effects,
  );
};

/**
 * Make `orders` (and `customer_starts` under --first-order, and `rejects`) in the engine, and say what was found.
 * @throws the refusals of LAYOUTS section 6, and nothing_to_estimate when no order of a customer is left
 */
export async function readOrders(
  { tell = () => undefined, ...given }: IntakeRequest & Readonly<{ tell?: Tell }>,
  engine: Engine,
  effects: IntakeEffects,
): Promise<Intake> {
  const tools = { engine, effects };
  const sources = given.sources ?? (await openInputs(given, effects));
  tell(sourceFacts(sources));
  refuseMixedHeaders(sources);
  const loaded: Staged[] = [];
  for (const [i, source] of sources.entries()) loaded.push(await stage(source, engine, stagedName(i)));
  tell({ records: loaded.reduce((sum, { records }) => sum + records, 0) });
  const { staged, request } = await withPrices(loaded, { request: given, tools });
  if (request.explain === true && staged[0]) tell({ explained: await profiledColumns(staged[0], engine) });
  const bound = await bind(staged, request, engine);
  tell(planFacts(bound, request));
  const { expect = {} } = request;
  for (const each of bound)
    refuseOtherColumns({ expect, found: settledColumns(each, request), place: headerPlace(each.staged) });
  const explained = request.explain === true && bound[0] ? await explainColumns(bound[0], engine) : [];
  tell({ explained });
  const typed = await typeRecords(bound, request, tools);
  const names = namesOf(typed);
  const isJoined = await joinedByAddress(typed[0] && !request.keepCase ? typed[0].plan.union : "never", names, engine);
  await placed(typed, names, { request, engine });
  tell(styleFacts(typed, request));
  const converted = await convertTyped(typed, names, { request, tools });
  const decided = await decide(typed, request, engine);
  const known = { typed, decided, request, isJoined };
  const account = request.explain === true ? await accountOf(known, tools) : { decisions: [], settled: {} };
  tell(account);
  refuseOtherDecisions(known);
  return finish({ typed, decided, request, tell, told: { explained, ...account }, converted }, tools);
}

/** Refunds and conversions that name another record, in files that have such. */
async function placed(
  [first]: readonly Typed[],
  names: ReadonlySet<string>,
  { request, engine }: Readonly<{ request: IntakeRequest; engine: Engine }>,
): Promise<void> {
  if (!first?.plan.rows || !names.has("ref") || !names.has("order_id")) return;
  const { rows, net } = first.plan;
  const digits = await digitsIn(first, request, engine);
  await placeRows({ names, takesCustomer: rows.takesCustomer, sharesNet: net.kind === "minus", digits }, engine);
}

const namesOf = (typed: readonly Typed[]): ReadonlySet<string> =>
  new Set(typed.flatMap(({ options }) => Object.keys(fieldsOf(options))));

type Work = Readonly<{
  typed: readonly Typed[];
  decided: Decided;
  request: IntakeRequest;
  tell: Tell;
  converted: Converted;
  told: Pick<Intake, "explained" | "decisions" | "settled">;
}>;

async function finish({ typed, decided, request, tell, told, converted }: Work, tools: IntakeTools): Promise<Intake> {
  const { engine } = tools;
  const asked = fates(decided.fates);
  await refuseConflicts(typed, decided, tools);
  const { names, currency } = decided.fates;
  const sums = await engine.rows(fateSums(asked, { names, digits: decided.digits, currency }), FateSum);
  const judged = sums.every(({ code }) => code === "") ? allAccepted : asked;
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
  const isWhole = sums.every(({ finer }) => finer === 0);
  const options = ordersOptions(judged, { typed, decided, request, isWhole }, engine);
  await makeOrders(options, decided, engine);
  if (request.owed === true) await makeOwed(options, engine);
  const refunds = await readRefunds({ typed, decided, request, names: decided.fates.names, per: converted.per }, tools);
  const [orderFacts] = await engine.rows(orderSums, OrderSums);
  if (!orderFacts) throw new Error("an aggregate gave no row");
  refuseOverflow(orderFacts, sums, typed);
  const done = doneBy(orderFacts, request);
  const starts = await readStarts({ typed, request, judged }, tools);
  await makeCustomers(options, { ...done, starts }, engine);
  const notes = acceptedNotes(judged, {
    names: decided.fates.names,
    digits: decided.digits,
    fullRefunds: options.fullRefunds,
    isWhole,
  });
  const facts = lessReplaced(await readAcceptedNotes(notes, engine), refunds);
  const noted = await notesOf({
    typed,
    request,
    decided,
    sums: orderFacts,
    facts,
    engine,
    effects: tools.effects,
    allOrders: orderFacts.orders === counts.records,
  });
  const steps = await ladderOf({ sums, orderFacts, judged, decided, request }, engine);
  const context = { ...early, revenue: orderFacts.total };
  const placed = await placeLargest(noted, typed, tools);
  const result = {
    ...sourceFacts(typed.map(({ staged }) => staged.source)),
    ...planFacts(typed, request),
    ...told,
    ...styleFacts(typed, request),
    ...counts,
    orders: orderFacts.orders,
    refunds: done.hasRefunds ? orderFacts.refunds : 0,
    customers: noted.customers,
    currency: decided.currency,
    hasAmounts: decided.fates.amounts,
    hasMargin: request.margin !== undefined,
    hasStarts: starts !== null,
    firstDate: orderFacts.first_day,
    lastDate: orderFacts.last_day,
    asOf: request.asOf ?? orderFacts.last_day,
    ladder: steps,
    total: moneyOf(orderFacts.amount, decided),
    refunded: moneyOf(negated(orderFacts.refund_amount), decided),
    problems: [...aside, ...converted.findings, ...refunds.findings, ...placed].map((finding) =>
      problem(finding, context, decided.fates.duplicates === "drop"),
    ),
  } satisfies Intake;
  tell(result);
  if (result.orders === 0 && request.owed !== true) throw nothingToEstimate(result);
  return result;
}

/** No order of a customer: because the export names none, or because each of its records was set aside for a reason. */
function nothingToEstimate({ records, layout, columns }: Pick<Intake, "records" | "layout" | "columns">): UserError {
  const isNamed = columns.customer !== undefined || layout === "generic";
  const said = isNamed
    ? words.nothingLeft({ records })
    : words.noCustomers({ name: exports.name(layout), instead: exports.withCustomers(layout) });
  return new UserError("nothing_to_estimate", said);
}

/** What is known of all events of customers together, which makes what follows simpler and quicker. */
const doneBy = ({ refunds, smallest, last_day: last }: OrderSums, request: IntakeRequest) => ({
  asOf: request.asOf ?? last ?? "1970-01-01",
  zeroAmount: request.zeroAmount,
  hasRefunds: request.refunds !== "ignore" && refunds > 0,
  hasMargin: request.margin !== undefined,
  onlyPurchases: refunds === 0 && units(smallest) > 0n,
});

const negated = (amount: string | null): string => decimalText(-units(amount), 4);
const moneyOf = (amount: string | null, { fates: { amounts }, digits }: Decided): string | null =>
  amounts ? decimalText(units(amount), digits) : null;

async function placeLargest(
  noted: Awaited<ReturnType<typeof notesOf>>,
  typed: readonly Typed[],
  { effects }: IntakeTools,
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
