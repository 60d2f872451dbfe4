/** What a shop system's export looks like: a table to fill in. Header names are written as `norm` makes them. */

/** What one record is: see LAYOUTS "Notation". `order` and `payment` differ in words only. */
export type Grain = "order" | "head" | "repeat" | "line" | "payment";

/** What a status says about its order. `refunded` counts, and is a full refund where no refund column says how much. */
export type StatusClass =
  "count" | "unpaid" | "failed" | "cancelled" | "fraud" | "not_won" | "refunded" | "authorized" | "part_paid";

/** Headers that a file must have: `all`, one of `any`, one complete list of `any_of`, none of `not`; `a|b` is either. */
export type Detect = Readonly<{
  all?: readonly string[];
  any?: readonly string[];
  anyOf?: readonly (readonly string[])[];
  not?: readonly string[];
}>;

/** How `net` follows from `total`. `same`: the file has neither tax nor shipping. */
export type NetRule =
  | Readonly<{ kind: "tax_mode"; subtotal: string; shipping: string; tax: string; duties?: string }>
  | Readonly<{ kind: "minus"; columns: readonly string[] }>
  | Readonly<{ kind: "column"; column: string }>
  | Readonly<{ kind: "same" }>;

/** Every text is a normalised header; a header the file lacks counts as blank, but for those of `detect.all`. */
export type OrdersLayout = Readonly<{
  id: string;
  kind: "orders";
  detect: Detect;
  grain: Grain;
  order: readonly string[]; // first filled one
  key: readonly string[]; // first filled one
  union: "always" | "measured" | "never"; // customers joined by the e-mail column among `key`
  email: readonly string[];
  date: readonly string[]; // first that exists
  zone: "written" | "utc";
  currency: readonly string[];
  total: string;
  net: NetRule;
  converted?: Readonly<{ total: string; refund: string; currency: string }>;
  outstanding?: string;
  lines?: Readonly<{ quantity: string; price: string }>; // prices lost continuations
  status?: Readonly<{
    column: string;
    cancelledWhenFilled?: string;
    falseIsUnpaid?: string; // a column whose `false` says the money was not taken
    unpaidUnless?: Readonly<{ column: string; value: string }>; // cash on delivery: unpaid, but shipped, counts
    words: Readonly<Record<string, StatusClass>>;
  }>;
  refund?: string; // R0: no date of its own
  dispute?: Readonly<{ amount: string; status: string; date: string }>;
  test?: Readonly<{ column: string; contains: string }>;
}>;

/** An export that is recognised so that it can be refused in words: attributes, contracts, ledgers. */
export type OtherLayout = Readonly<{ id: string; kind: "other"; detect: Detect; what: string; instead: string }>;

export type Layout = OrdersLayout | OtherLayout;
