/** What was decided about a file, for inspect: what each decision is called, how a value reads, what it rests on. */
import { formatter } from "../format.js";
import { dateForms } from "./date-forms.js";

const { integer, plural } = formatter("en");

const LABELS: Readonly<Record<string, string>> = {
  layout: "Layout",
  delimiter: "Fields",
  encoding: "Encoding",
  customer: "Customer",
  records: "Records",
  dates: "Dates",
  time_zone: "Time zone",
  decimal_mark: "Decimal mark",
  currency: "Currency",
  amount: "Amount",
  period: "Renewal",
  end: "End",
  status: "Status",
  refunds: "Refunds",
  zero_amount: "Zero amounts",
  duplicates: "Repeated records",
  as_of: "As of",
  bad_rows: "Unreadable records",
};

const VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dates: dateForms,
  records: {
    order: "each is an order",
    payment: "each is a payment or refund",
    line: "lines; an order is their sum",
    head: "lines; the first of an order has its amount",
    repeat: "lines; each repeats the amount of its order",
  },
  time_zone: { written: "the day as written", utc: "the written UTC day" },
  amount: { net: "without tax and shipping", total: "as paid" },
  refunds: { net: "taken off the money of their day", ignore: "ignored" },
  zero_amount: { ignore: "no purchases", count: "purchases" },
  duplicates: { keep: "kept", drop: "dropped" },
  as_of: { last_order: "the last day with an order", last_event: "the last day on which a contract began or ended" },
  end: { still_running: "a blank end is a contract that runs", of_tenure: "so many months before as of" },
  bad_rows: { stop: "stop the run above the allowed share", reject: "left out" },
  currency: { none: "none named" },
  layout: {
    generic: "no known export; columns by name and content",
    contracts: "contracts of no known export; columns by name and content",
  },
};

const STATES: Readonly<Record<string, string>> = {
  count: "counts",
  authorized: "counts, authorised only",
  part_paid: "counts, paid in part",
  refunded: "counts, and is refunded",
  unpaid: "is not paid",
  failed: "has failed",
  cancelled: "is cancelled",
  fraud: "is fraud",
  not_won: "is not won",
  unknown: "is not known",
};

/** Saved decisions, as the subject of a sentence. */
const SETTLED: Readonly<Record<string, string>> = {
  layout: "The layout",
  column: "The column for",
  dates: "The form of dates",
  decimal: "The decimal mark",
  currency: "The currency",
  records: "The kind of records",
  duplicates: "The rule for repeated records",
  joined: "Joining customers by e-mail",
  status: "The meaning of status",
};

type Decision = Readonly<{ decision: string; value: string; evidence: string | null; option: string | null }>;

export const decisions = {
  cell: ({ value, at }: { value: string; at: string }) => `${value} at ${at}`,
  noCell: () => "no cell decides; nothing else was seen",
  columns: (headers: readonly string[]) => headers.join(", "),
  minus: ({ total, parts }: { total: string; parts: readonly string[] }) => `${total} minus ${parts.join(" and ")}`,
  same: ({ total }: { total: string }) => `${total}; the file has no tax or shipping`,
  joined: ({ header }: { header: string }) => `records of one ${header} are one customer`,
  addresses: () => "addresses are one customer in any case",
  said: ({ option }: { option: string }) => `${option} says so`,
  header: ({ header }: { header: string }) => `in the header ${header}`,
  records: ({ count }: { count: number }) => `${integer(count)} ${plural(count, { one: "record", other: "records" })}`,

  changed: ({ name, expected, found }: { name: string; expected: string; found: string }) => {
    const [kind = "", ...rest] = name.split(".");
    const about = rest.length === 0 ? (SETTLED[kind] ?? kind) : `${SETTLED[kind] ?? kind} ${rest.join(".")}`;
    const read = (value: string): string =>
      VALUES[kind]?.[value] ?? (kind === "status" ? (STATES[value] ?? value) : value);
    return {
      message: `${about} is now: ${read(found)}; expected: ${read(expected)}`,
      hint: "longworth inspect FILE shows why; with --write-config it takes over what is new",
    };
  },

  /** `paid = count` */
  status: (value: string): string => {
    const at = value.lastIndexOf(" = ");
    const state = value.slice(at + 3);
    return `${value.slice(0, at)} ${STATES[state] ?? state}`;
  },

  /** Label and sentence of one decision. */
  row: ({ decision, value, evidence, option }: Decision): readonly [string, string] => {
    const said =
      decision === "status"
        ? decisions.status(value)
        : value
            .split(", ")
            .map((part) => VALUES[decision]?.[part] ?? part)
            .join(", ");
    const why = evidence === null ? "" : `  (${evidence})`;
    return [LABELS[decision] ?? decision, `${said}${why}${option === null ? "" : `  else: ${option}`}`];
  },
};
