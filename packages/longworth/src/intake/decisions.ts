/** What was decided about the first file, what each decision rests on, and the option that reverses it: for inspect. */
import { z } from "zod";
import { sql } from "../sql/sql.js";
import { decisions as say } from "../words/en/decisions.js";
import { styleFacts } from "./as-read.js";
import { headerCurrency } from "./currencies.js";
import { decisiveDate } from "./dates.js";
import type { Decided } from "./decide.js";
import type { Decision, Intake } from "./intake.js";
import type { Decisive } from "./numbers.js";
import { placesOf } from "./places.js";
import type { NetPlan, Plan } from "./plan.js";
import type { IntakeRequest, IntakeTools } from "./request.js";
import { settledColumns, settledStatuses, settledStyles, settledWhole, type Known } from "./settled.js";
import { otherDates, type Typed } from "./typing.js";

type First = Readonly<{ first: Typed; decided: Decided; request: IntakeRequest; isJoined: boolean }>;
type Account = Pick<Intake, "decisions" | "settled">;

/** Every decision for people, in the order in which a file is read, and for a configuration file. */
export async function accountOf({ typed, ...known }: Known, tools: IntakeTools): Promise<Account> {
  const [first] = typed;
  if (!first) throw new Error("no file was typed");
  const { decided, request, isJoined } = known;
  const statuses = first.plan.status ? await tools.engine.rows(statusCounts, Status) : [];
  const written = [...new Set(statuses.map(({ text }) => text))];
  return {
    decisions: await decisionsOf({ first, ...known }, statuses, tools),
    settled: {
      ...settledColumns(first, request),
      ...settledStyles(first, request),
      ...settledWhole(decided, isJoined),
      ...settledStatuses(first.plan, written, request),
    },
  };
}

async function decisionsOf(work: First, statuses: readonly Status[], tools: IntakeTools): Promise<readonly Decision[]> {
  const { decided } = work;
  return [
    ...textDecisions(work),
    customerDecision(work),
    recordsDecision(work),
    await dateDecision(work, tools),
    zoneDecision(work),
    ...(decided.fates.amounts
      ? [...(await markDecision(work, tools)), currencyDecision(work), amountDecision(work)]
      : []),
    ...statusDecisions(statuses),
    ...countDecisions(work),
  ];
}

const decision = (
  name: Decision["decision"],
  value: string,
  { evidence = null, option = null }: Partial<Pick<Decision, "evidence" | "option">> = {},
): Decision => ({ decision: name, value, evidence, option });

function textDecisions({ first: { staged, plan } }: First): readonly Decision[] {
  const layout = decision("layout", plan.layout);
  const { source } = staged;
  if (source.kind !== "text" || (source.origin && source.origin.from !== "blanks")) return [layout];
  const { delimiter } = source.dialect;
  return [
    layout,
    decision("delimiter", NAMES[delimiter] ?? delimiter, {
      option: `--delimiter ${delimiter === ";" ? "comma" : "semicolon"}`,
    }),
    decision("encoding", source.encoding, {
      option: `--encoding ${source.encoding === "utf-8" ? "windows-1252" : "utf-8"}`,
    }),
  ];
}

const NAMES: Readonly<Record<string, string>> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe" };

function customerDecision({ first: { plan }, request, isJoined }: First): Decision {
  const headers = plan.key.map(({ name }) => name);
  const [email] = plan.email;
  const next = plan.choices.customer?.runnerUp?.header ?? headers[1];
  const other = next === undefined ? null : `--map customer="${next}"`;
  return decision("customer", headers.join(" > "), {
    evidence: email && isJoined ? say.joined({ header: email.name }) : addressEvidence(plan),
    option: email && !request.keepCase ? "--keep-case" : other,
  });
}

/** A key that holds addresses: by its header, or by its cells. */
function addressEvidence({ key: [key], email, layout, choices }: Plan): string | null {
  if (!key || !email.includes(key)) return null;
  const isByCells = layout === "generic" && choices.email?.column.id !== key.id;
  return isByCells ? say.addresses() : say.joined({ header: key.name });
}

function recordsDecision({ first: { plan }, decided }: First): Decision {
  const [order] = plan.order;
  return decision("records", decided.fates.grain, {
    evidence: order ? say.columns([order.name]) : null,
    option: order && plan.layout === "generic" ? "--map order=none" : null,
  });
}

const REVERSED = { dmy: "mm/dd/yyyy", mdy: "dd/mm/yyyy", ymd: "dd/mm/yyyy" } as const;

async function dateDecision({ first, request }: First, tools: IntakeTools): Promise<Decision> {
  const { forms } = first.styles.dates;
  const value = styleFacts([first], request).dateFormat ?? first.plan.date.type;
  const order = forms.used.includes("numeric") ? forms.numeric : forms.used.includes("short") ? forms.short : undefined;
  const next = first.plan.choices.date?.runnerUp?.header;
  const other = next === undefined ? null : `--map date="${next}"`;
  if (order === undefined) return decision("dates", value, { evidence: first.plan.date.name, option: other });
  const option = `--date-format ${REVERSED[order]}`;
  if (request.dateFormat !== undefined)
    return decision("dates", value, { evidence: say.said({ option: "--date-format" }), option });
  const columns = [first.plan.date, ...otherDates(first.staged, first.plan)];
  const found = await decisiveDate(tools.engine, first.staged, { columns, order });
  return decision("dates", value, { evidence: found ? await cellAt(first, found, tools) : null, option });
}

async function cellAt({ staged }: Typed, { value, record, column }: Decisive, tools: IntakeTools): Promise<string> {
  const [at = ""] = await placesOf(staged.source, [{ record, column }], tools.effects);
  return say.cell({ value, at });
}

function zoneDecision({ first: { plan }, request }: First): Decision {
  const evidence = request.timezone === undefined ? null : say.said({ option: "--timezone" });
  return decision("time_zone", request.timezone ?? plan.zone, { evidence, option: "--timezone Area/City" });
}

async function markDecision({ first, request }: First, tools: IntakeTools): Promise<readonly Decision[]> {
  const { decimal, decisive, notes } = first.styles.numbers;
  const [inferred] = notes;
  if (first.plan.total?.type !== "text" && first.plan.price?.type !== "text") return [];
  const said = request.decimal ?? request.thousands;
  const evidence =
    said !== undefined
      ? say.said({ option: request.decimal === undefined ? "--thousands" : "--decimal" })
      : decisive
        ? await cellAt(first, decisive, tools)
        : inferred
          ? `${inferred.value} = ${inferred.as}`
          : say.noCell();
  return [decision("decimal_mark", decimal, { evidence, option: `--decimal ${decimal === "." ? "," : "."}` })];
}

function currencyDecision({ first: { plan }, decided, request }: First): Decision {
  const asked = request.onlyCurrency === undefined ? request.currency : request.onlyCurrency;
  const code = decided.currency;
  const other = code === "EUR" ? "USD" : "EUR";
  if (plan.currency)
    return decision("currency", code ?? "none", {
      evidence: say.columns([plan.currency.name]),
      option: `--map currency=none --currency ${other}`,
    });
  const header = headerCurrency(plan) !== null ? plan.total?.name : undefined;
  const evidence = header !== undefined ? say.header({ header }) : asked ? say.said({ option: "--currency" }) : null;
  return decision("currency", code ?? "none", { evidence, option: `--currency ${other}` });
}

function amountDecision({ first: { plan }, request }: First): Decision {
  const total = plan.total?.name ?? `${plan.quantity?.name ?? ""} × ${plan.price?.name ?? ""}`;
  const parts = partsOf(plan.net);
  const evidence =
    request.amount === "total" ? total : parts.length > 0 ? say.minus({ total, parts }) : say.same({ total });
  return decision("amount", request.amount, {
    evidence,
    option: `--amount ${request.amount === "net" ? "total" : "net"}`,
  });
}

/** Headers of what lies between what was paid and net. */
function partsOf(net: NetPlan): readonly string[] {
  if (net.kind === "same") return [];
  return [...net.tax, ...net.shipping].map(({ column }) => column.name);
}

const Status = z.object({ text: z.string(), state: z.string(), records: z.number() });
type Status = z.infer<typeof Status>;

/** status_counts: one row per status as written and what it was taken for, most records first. */
const statusCounts = sql`SELECT status_text AS text, state, CAST(count(*) AS double) AS records FROM typed
WHERE base NOT IN ('total_row', 'continuation') AND status_text <> '' GROUP BY status_text, state ORDER BY count(*) DESC, status_text, state LIMIT 200`;

const statusDecisions = (statuses: readonly Status[]): readonly Decision[] =>
  statuses.map(({ text, state, records }) =>
    decision("status", `${text} = ${state}`, {
      evidence: say.records({ count: records }),
      option: `--status "${text}"=${COUNTED.has(state) ? "cancelled" : "count"}`,
    }),
  );

/** States of orders that count. */
const COUNTED: ReadonlySet<string> = new Set(["count", "refunded", "authorized", "part_paid"]);

function countDecisions({ decided: { fates }, request, first: { plan } }: First): readonly Decision[] {
  const { refunds, zeroAmount, asOf, onBadRow } = request;
  const hasRefunds = plan.refund !== undefined || fates.names.has("total");
  return [
    ...(fates.amounts && hasRefunds
      ? [decision("refunds", refunds, { option: `--refunds ${refunds === "net" ? "ignore" : "net"}` })]
      : []),
    ...(fates.amounts
      ? [
          decision("zero_amount", zeroAmount, {
            option: `--zero-amount ${zeroAmount === "ignore" ? "count" : "ignore"}`,
          }),
        ]
      : []),
    decision("duplicates", fates.duplicates, {
      option: `--duplicates ${fates.duplicates === "keep" ? "drop" : "keep"}`,
    }),
    decision("as_of", asOf ?? "last_order", { option: asOf === undefined ? "--as-of YYYY-MM-DD" : null }),
    decision("bad_rows", onBadRow, { option: `--on-bad-row ${onBadRow === "stop" ? "reject" : "stop"}` }),
  ];
}
