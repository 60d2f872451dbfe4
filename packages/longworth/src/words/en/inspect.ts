/** What `inspect` tells people: what was taken for what and why, the ladder, the problems, and what `run` would do. */
import { formatter } from "../format.js";
import { dateForms } from "./date-forms.js";
import { decisions } from "./decisions.js";
import { exports } from "./exports.js";

const { cents, day, decimal, integer, percent, plural } = formatter("en");

type Column = Readonly<{
  column: string;
  role: string | null;
  reason: string | null;
  score: number | null;
  filled: number | null;
  fits: number | null;
  runnerUp: Readonly<{ column: string; score: number }> | null;
  nearest: Readonly<{ role: string; score: number }> | null;
}>;
type Decision = Readonly<{ decision: string; value: string; evidence: string | null; option: string | null }>;
type Problem = Readonly<{
  code: string;
  fate: string;
  records: number;
  amount: string | null;
  examples: readonly Readonly<{ place: string; value: string }>[];
  message: string;
  hint: string;
}>;

/** The facts, as `app/inspect` gives them. */
export type Inspected = Readonly<{
  layout: string | null;
  format: string | null;
  encoding: string | null;
  delimiter: string | null;
  explained: readonly Column[];
  decisions: readonly Decision[];
  dateFormat: string | null;
  decimal: string | null;
  files: readonly Readonly<{ name: string; records: number }>[];
  records: number | null;
  accepted: number | null;
  setAside: number | null;
  rejected: number | null;
  orders: number | null;
  refunds: number | null;
  customers: number | null;
  currency: string | null;
  firstDate: string | null;
  lastDate: string | null;
  asOf: string | null;
  ladder: readonly Readonly<{ step: string; amount: string }>[];
  total: string | null;
  refunded: string | null;
  problems: readonly Problem[];
  contracts?: number;
  running?: number;
  mrr?: string | null;
  refusal: Readonly<{ code: string; message: string; hint: string; place: string | null; exitCode: number }> | null;
}>;

const DELIMITERS: Readonly<Record<string, string>> = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars" };
const REASONS: Readonly<Record<string, string>> = {
  layout: "",
  map: "as --map says",
  name: "by its name and cells",
  tie: "by its name, the better of two",
  email: "the e-mail, for want of an id",
};
const STEPS: Readonly<Record<string, string>> = {
  file_total: "Total in the file",
  rounding: "rounding, order by order",
  tax: "tax",
  shipping: "shipping",
  duties_and_tips: "duties, tips and the rest",
  refunds: "refunds",
  refunds_ignored: "refunds, ignored",
  used: "Used",
  continuation: "further lines of orders already counted",
  non_sale_row: "no sales (fees, payouts, transfers)",
  no_customer: "without customer",
  cancelled: "cancelled",
  unpaid: "not paid",
  failed: "failed payments",
  fraud: "fraud",
  not_won: "deals not won",
  test_order: "test orders",
  duplicate_record: "repeated records",
  overlap: "in two files",
  unknown_status: "unknown status",
  after_as_of: "after the as-of day",
  date_unreadable: "unreadable dates",
  date_placeholder: "placeholder dates",
  date_in_future: "dates too far ahead",
  number_unreadable: "unreadable amounts",
  id_damaged: "damaged ids",
  orphan_continuation: "lines without their order",
};

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${integer(count)} ${plural(count, { one, other: many })}`;
const plain = (name: string): string => name.replaceAll("_", " ");

/** Labels in one column, values in the next. */
function aligned(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`.trimEnd());
}

/** Labels, and amounts with their decimal points under each other. */
function ladderLines({ ladder, currency }: Inspected): readonly string[] {
  const rows = ladder.map(({ step, amount }) => [STEPS[step] ?? plain(step), cents(Number(amount), currency)] as const);
  const width = Math.max(0, ...rows.map(([label]) => label.length)) + 2;
  const right = Math.max(0, ...rows.map(([, amount]) => amount.length));
  const line = ([label, amount]: readonly [string, string]): string =>
    `  ${label.padEnd(width)}${amount.padStart(right)}`;
  const last = rows.at(-1);
  return last ? [...rows.slice(0, -1).map(line), `  ${" ".repeat(width)}${"-".repeat(right)}`, line(last)] : [];
}

function fileRows(i: Inspected): readonly (readonly [string, string])[] {
  if (i.format === null) return []; // refused before anything was known
  const text =
    i.encoding === null ? "" : `, ${i.encoding}, fields between ${DELIMITERS[i.delimiter ?? ""] ?? i.delimiter ?? ""}`;
  const dates = i.dateFormat
    ?.split(", ")
    .map((form) => dateForms[form] ?? form)
    .join(", ");
  return [
    ["Layout", i.layout === null ? "not known" : exports.name(i.layout)],
    ["Format", `${(i.format ?? "unknown").toUpperCase()}${text}`],
    ...(dates === undefined ? [] : [["Dates", dates] as const]),
    ...(i.decimal === null ? [] : [["Numbers", i.decimal === "," ? "decimal comma" : "decimal point"] as const]),
    ["Currency", i.currency ?? "none named"],
  ];
}

/** One line per column that is used, then the others with the role they came nearest to. */
function columnRows({ explained, layout }: Inspected): readonly (readonly [string, string])[] {
  const isKnown = layout !== null && layout !== "generic";
  const used = explained.flatMap(({ column, role, ...why }) =>
    role === null ? [] : [[plain(role), `${column}${evidence(why)}`] as const],
  );
  const others = explained
    .filter(({ role }) => role === null)
    .map(({ column, nearest }) =>
      isKnown || !nearest ? column : `${column} (${plain(nearest.role)} ${decimal(nearest.score, 2)})`,
    );
  return [...used, ...wrapped(others).map((line, i) => [i === 0 ? "not used" : "", line] as const)];
}

const WIDTH = 90; // of a list of headers

/** Items with commas between them, in lines. */
function wrapped(items: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const [i, item] of items.entries()) {
    const last = lines.at(-1);
    const text = i === items.length - 1 ? item : `${item},`;
    if (last !== undefined && last.length + text.length < WIDTH) lines[lines.length - 1] = `${last} ${text}`;
    else lines.push(text);
  }
  return lines;
}

function evidence({ reason, score, filled, fits, runnerUp }: Omit<Column, "column" | "role">): string {
  const isScored = score !== null && reason !== "layout" && reason !== "map";
  const parts = [
    REASONS[reason ?? ""] ?? reason ?? "",
    isScored ? decimal(score, 2) : "",
    filled === null || filled === 1 ? "" : `${percent(filled)} filled`,
    fits === null || fits === 1 ? "" : `${percent(fits)} of the kind`,
    runnerUp === null ? "" : `next: ${runnerUp.column} ${decimal(runnerUp.score, 2)}`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `  (${parts.join("; ")})`;
}

function countRows(i: Inspected): readonly (readonly [string, string])[] {
  if (i.records === null) return [];
  const fates =
    i.accepted === null
      ? ""
      : `: ${integer(i.accepted)} accepted, ${integer(i.setAside ?? 0)} set aside, ${integer(i.rejected ?? 0)} rejected`;
  const rows: (readonly [string, string])[] = [["Records", `${integer(i.records)}${fates}`]];
  if (i.orders !== null && i.customers !== null) {
    const refunds = i.refunds ? `, ${counted(i.refunds, "refund")}` : "";
    rows.push(["Found", `${counted(i.orders, "order")}${refunds} of ${counted(i.customers, "customer")}`]);
  }
  if (i.contracts !== undefined && i.customers !== null)
    rows.push([
      "Found",
      `${counted(i.contracts, "contract")} of ${counted(i.customers, "customer")}, ${integer(i.running ?? 0)} running`,
    ]);
  if (i.mrr !== undefined && i.mrr !== null) rows.push(["A month", `${cents(Number(i.mrr), i.currency)} recurring`]);
  if (i.firstDate !== null && i.lastDate !== null) rows.push(["Time", `${day(i.firstDate)} to ${day(i.lastDate)}`]);
  if (i.total !== null) {
    const refunded =
      i.refunded === null || Number(i.refunded) === 0 ? "" : `, ${cents(Number(i.refunded), i.currency)} refunded`;
    rows.push(["Amount", `${cents(Number(i.total), i.currency)}${refunded}`]);
  }
  return rows;
}

const FATES: Readonly<Record<string, string>> = {
  accepted: "noted",
  set_aside: "set aside",
  rejected: "rejected",
  refused: "refused",
};

function problemLines({ problems }: Inspected): readonly string[] {
  const order = ["refused", "rejected", "set_aside", "accepted"];
  const sorted = problems.toSorted((a, b) => order.indexOf(a.fate) - order.indexOf(b.fate));
  return sorted.flatMap(({ code, fate, message, hint, examples }) => {
    const at = examples.map(({ place, value }) => (value === "" ? place : `${place} "${value}"`)).join(", ");
    const lines = [`  ${FATES[fate] ?? fate}, ${code}: ${message}`];
    if (at !== "") lines.push(`      ${at}`);
    if (hint !== "Nothing to do") lines.push(`      ${hint}`);
    return lines;
  });
}

function verdict({ refusal, customers, orders, asOf, contracts }: Inspected): readonly string[] {
  if (refusal) {
    const at = refusal.place === null || refusal.message.includes(refusal.place) ? "" : ` (${refusal.place})`;
    const would =
      refusal.exitCode === 4 ? "longworth run would find nothing to estimate" : "longworth run would refuse this";
    return [`${would}: ${refusal.message}${at}`, `  ${refusal.hint}`];
  }
  const until = asOf === null ? "" : `, as of ${day(asOf)}`;
  return [
    `longworth run would forecast ${counted(customers ?? 0, "customer")} from ${contracts === undefined ? counted(orders ?? 0, "order") : counted(contracts, "contract")}${until}.`,
  ];
}

const block = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [title, ...lines, ""];

export const inspect = {
  /** The whole text. */
  told: (inspected: Inspected): string => {
    const names = inspected.files.map(({ name, records }) => `${name} (${counted(records, "record")})`).join(", ");
    return [
      ...(names === "" ? [] : [names, ""]),
      ...aligned(fileRows(inspected)),
      "",
      ...block("Columns", aligned(columnRows(inspected))),
      ...block("Decided, and the option that decides otherwise", aligned(inspected.decisions.map(decisions.row))),
      ...block("Content", aligned(countRows(inspected))),
      ...block("From the file's total to what is used", ladderLines(inspected)),
      ...block("Noticed", problemLines(inspected)),
      ...block(
        "What this file cannot say",
        exports.cannot(inspected.layout ?? "").map((each) => `  ${each}`),
      ),
      ...verdict(inspected),
    ].join("\n");
  },
};
