/**
 * What the export of a system looks like: a table to fill in. A header is written as `norm` makes it; `a|b` is either, the
 * first that the file has (languages, versions). A header the file lacks counts as blank, but for those of `detect`.
 */

type Header = string;

/** What one record is: see LAYOUTS "Notation". `order` and `payment` differ in words only. */
export type Grain = "order" | "head" | "repeat" | "line" | "payment";

/** What a status says about its order. `refunded` counts, and is a full refund where no refund column says how much. */
export type StatusClass =
  "count" | "unpaid" | "failed" | "cancelled" | "fraud" | "not_won" | "refunded" | "authorized" | "part_paid";

/** Headers that a file must have: `all`, one of `any`, one complete list of `any_of`, none of `not`. */
export type Detect = Readonly<{
  all?: readonly Header[];
  any?: readonly Header[];
  anyOf?: readonly (readonly Header[])[];
  not?: readonly Header[];
}>;

/** One column of a sum of money; a blank cell is 0. */
export type Term<Column = Header> = Readonly<{
  column: Column;
  sign: 1 | -1;
  size: boolean; // whatever the sign of the cell
  once: boolean; // repeated on every line of its order: counts on the first
  when: "tax_on_top" | "tax_inside" | undefined; // only where the market's prices exclude, include tax
  only: Readonly<{ column: Column; is: readonly string[]; not?: boolean }> | undefined; // where another cell says so; if there is one
}>;

const term = (column: Header, more: Partial<Term> = {}): Term => ({
  column,
  sign: 1,
  size: false,
  once: false,
  when: undefined,
  only: undefined,
  ...more,
});
/** Adds the column. */
export const plus = (column: Header, more: Partial<Term> = {}): Term => term(column, more);
/** Takes the column off. */
export const minus = (column: Header, more: Partial<Term> = {}): Term => term(column, { sign: -1, ...more });
/** Takes the column off, whether the export writes it with a minus or not. */
export const minusSize = (column: Header): Term => term(column, { sign: -1, size: true });

/** How `net` follows from `total`. `same`: the file has neither tax nor shipping. */
export type NetRule =
  | Readonly<{ kind: "tax_mode"; subtotal: Header; shipping: Header; tax: Header; duties?: Header }>
  | Readonly<{ kind: "minus"; tax: readonly Term[]; shipping: readonly Term[] }>
  | Readonly<{ kind: "sum"; net: readonly Term[]; tax?: readonly Term[]; shipping?: readonly Term[] }>
  | Readonly<{ kind: "same" }>;

/** What a record of a ledger is. `other` is no sale (a fee, a payout, a hold); `line` belongs to the order above it. */
export type RowKind = "sale" | "refund" | "conversion" | "other" | "line" | "unknown";

/** Which kind a record is by one of its cells: the whole cell, else the first part that is in it, else `rest`, else the next rule. */
export type RowRule<Column = Header> = Readonly<{
  column: Column;
  words?: Readonly<Record<string, RowKind>>;
  parts?: readonly (readonly [part: string, kind: RowKind])[];
  rest?: RowKind;
}>;

/** A cell that decides about its order before the status does. `ifCounts`: only where the status would count it. */
export type Flag<Column = Header> = Readonly<{
  column: Column;
  is: "filled" | "blank" | readonly string[];
  means: StatusClass;
  ifCounts?: boolean;
}>;

export type OrdersLayout = Readonly<{
  id: string;
  kind: "orders";
  detect: Detect;
  grain: Grain | "repeat or head"; // the last: an option of the export, told by blank totals
  order: readonly Header[]; // first filled one
  key: readonly Header[]; // first filled one
  keyList?: string; // what stands between several keys in one cell: the first counts
  name?: Header; // of the buyer, which is a key only when the user says so
  keyless?: boolean; // most files name no customers: their orders are the company's
  group?: boolean; // the customer stands alone in the first column, above its records
  union: "always" | "measured" | "never"; // customers joined by the e-mail column among `key`
  email: readonly Header[];
  date: readonly Header[]; // first that exists
  clock?: Readonly<{ time: Header; zone?: Header }>; // where date and time are two columns
  dateOrder?: readonly Readonly<{ has: Header; order: "dmy" | "mdy" }>[]; // where the cells do not say
  zone: "written" | "utc";
  currency: readonly Header[];
  ownCurrency?: string; // of every file, where no column says it
  rate?: Header; // the shop's own money = amount / rate
  total: readonly Term[]; // its first column is never blank; none: quantity x price
  minor?: readonly Header[]; // columns in minor units, of a system's own interface
  asksForMinor?: boolean; // whole numbers only can be minor units: the user must say
  units?: Readonly<{ quantity: Header; price: Header }>;
  net: NetRule;
  taxOnTop?: Readonly<{ columns: readonly Header[]; endsWith: readonly string[] }>; // marketplaces whose prices exclude tax
  parts?: readonly Term[]; // what should add up to the total
  converted?: Readonly<{ total: Header; refund: Header; currency: Header }>;
  outstanding?: Header;
  giftCards?: Header; // sold, not paid with
  lines?: Readonly<{ quantity: Header; price: Header }>; // prices lost continuations
  product?: Header; // of a line, where gift cards are told by their name
  summary?: Header; // a column that is blank on the one record that has the money of an order of several items
  rows?: readonly RowRule[];
  refundRows?: Readonly<{
    order?: Header; // names the order that is refunded
    customer?: "of the order"; // the record's own is the shop
    positive?: boolean; // written without a minus
  }>;
  negativeSales?: "other"; // a sale below zero is a purchase of the shop's own
  status?: Readonly<{
    columns: readonly Header[]; // first filled one
    flags?: readonly Flag[];
    unpaidUnless?: Readonly<{ column: Header; value: string }>; // cash on delivery: unpaid, but shipped, counts
    words: Readonly<Record<string, StatusClass>>;
    parts?: readonly (readonly [part: string, says: StatusClass])[];
    rest?: StatusClass; // of a word nobody knows
  }>;
  refund?: Header; // R0: no date of its own
  totalLeft?: Header; // after refunds; 0.00 on most orders when the export does not fill it
  dispute?: Readonly<{ amount: Header; status: Header; date: Header }>;
  test?: Readonly<{ column: Header; contains: string }>;
}>;

/** An export that is recognised so that it can be refused in words: attributes, contracts, ledgers. */
export type OtherLayout = Readonly<{ id: string; kind: "other"; detect: Detect; what: string; instead: string }>;

export type Layout = OrdersLayout | OtherLayout;
