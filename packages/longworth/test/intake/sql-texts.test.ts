/** The text of every query of the intake, for both engines. What they mean is tested where orders are read. */
import { expect, test } from "vitest";
import { duckdb, render, trino, type Dialect } from "../../src/sql/dialect.js";
import { ident, sql, type Sql } from "../../src/sql/sql.js";
import { acceptedNotes } from "../../src/intake/accepted-notes.js";
import { customerPeaks, largestOrders } from "../../src/intake/extremes.js";
import { eventWords } from "../../src/intake/event-kinds.js";
import * as facts from "../../src/intake/facts.js";
import { allAccepted, copies, fates, orderFirsts, type FateOptions } from "../../src/intake/fates.js";
import { joined, keyMeasure, keyPairs, keysMerged, ownLabels, sharedLabels } from "../../src/intake/join-keys.js";
import { firstOrderOf, lookAlikes, oddForms } from "../../src/intake/id-notes.js";
import { orderSums, partSums } from "../../src/intake/ladder.js";
import { shopifyOrders } from "../../src/intake/layouts/shopify-orders.js";
import { owedOrders } from "../../src/intake/make-orders.js";
import { customerTotals, firstMonths, giftCardLines, unmatchedRefunds } from "../../src/intake/notes.js";
import { orders, type OrdersOptions } from "../../src/intake/orders.js";
import { planOf } from "../../src/intake/plan-of-layout.js";
import { placed } from "../../src/intake/place-rows.js";
import type { Plan } from "../../src/intake/plan.js";
import { fateSums, firstRecords } from "../../src/intake/problems.js";
import { profile } from "../../src/intake/profile.js";
import { converted, dayRates } from "../../src/intake/rates.js";
import { keptOrders, placedRefunds, refundEvents } from "../../src/intake/refunds-file.js";
import { rejected } from "../../src/intake/rejects.js";
import { groups } from "../../src/intake/plan-by-cells.js";
import type { StagedColumn } from "../../src/intake/staged.js";
import { earlyOrders } from "../../src/intake/starts.js";
import { fieldsOf, typed } from "../../src/intake/typed.js";
import type { TypedOptions } from "../../src/intake/typed-options.js";
import { DEFAULTS } from "../support/intake-of.js";

const column = (name: string, i: number): StagedColumn => ({ name, id: `c${i + 1}`, type: "text" });
const HEADERS =
  "Name,Email,Financial Status,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Cancelled at,Payment Method,Refunded Amount,Outstanding Balance,Id,Duties";
const COLUMNS = HEADERS.split(",").map(column);
const PLAN: Plan = planOf(shopifyOrders, COLUMNS, { ...DEFAULTS, inputs: [] });

const typedOptions = (dialect: Dialect): TypedOptions => ({
  records: "staged_0",
  columns: COLUMNS,
  plan: PLAN,
  readers: {
    dialect,
    number: ({ id }) => sql`TRY_CAST(${ident(id)} AS DECIMAL(18, 4))`,
    day: ({ id }) => sql`TRY_CAST(${ident(id)} AS DATE)`,
    isPlaceholder: ({ id }) => sql`${ident(id)} = '1900-01-01'`,
  },
  amounts: true,
  overrides: { authorized: "unpaid" },
  keepCase: false,
  normalizeIds: false,
  repairs: { c18: { kind: "dot zero", ids: 3, of: 3 } },
  damaged: [COLUMNS[1], COLUMNS[17]],
  mended: [{ column: COLUMNS[0], records: 2, record: 1, value: "ZoÃ©", meant: "Zoé", table: "staged_0_meant_c1" }],
  symbols: false,
  hashed: true,
});

const NAMES = new Set(Object.keys(fieldsOf(typedOptions(duckdb))));
const HEAD: FateOptions = {
  grain: "head", sheetHead: false, names: NAMES, amounts: true, asOf: "2024-12-31", futureFrom: "2026-01-01", placeholders: ["till 1"],
  currency: "EUR", duplicates: "drop", files: 2,
}; // prettier-ignore
const LINE: FateOptions = {
  ...HEAD,
  grain: "line",
  asOf: undefined,
  futureFrom: undefined,
  placeholders: [],
  currency: undefined,
  duplicates: "keep",
  files: 1,
};

const optionsOf = (dialect: Dialect, parts: Partial<OrdersOptions>): OrdersOptions => ({
    fates: sql`SELECT * FROM judged`, dialect, grain: "order", names: new Set(["total"]), amounts: true, amount: "net", digits: 2, round: false, isWhole: false, net: "same", taxModes: ["excluded"],
    refunds: "net", fullRefunds: false, margin: undefined, customer: sql`customer`, ...parts,
  }); // prettier-ignore
const ordersOf = (dialect: Dialect, parts: Partial<OrdersOptions>): Sql => orders(optionsOf(dialect, parts));

const judged = sql`SELECT * FROM judged`;
const texts = (dialect: Dialect): Readonly<Record<string, Sql>> => ({
  profile: profile(
    {
      table: "staged_0",
      columns: [column("order_date", 0), { name: "amount", id: "c2", type: "number" }],
      sampled: sql`record % 3 = 0`,
    },
    dialect,
  ),
  "id-forms": facts.idForms("staged_0", COLUMNS.slice(0, 1), dialect),
  "id-faults": facts.idFaults("staged_0", COLUMNS.slice(0, 1), dialect),
  typed: typed(typedOptions(dialect)),
  days: facts.daysOf,
  currencies: facts.currencies(true),
  "event-words": eventWords("staged_0", column("event_type", 3), 200),
  nobodies: facts.nobodies,
  numbered: facts.numbered,
  crowds: facts.crowds(1000),
  "perhaps-crowded": facts.perhapsCrowded(4_000_000),
  "sheet-shape": facts.sheetShape(true),
  "tax-fits": facts.taxFits(2, NAMES),
  repeats: facts.repeats({ allOrders: false, overlap: false }),
  "repeats-of-orders": facts.repeats({ allOrders: true, overlap: false }),
  "repeats-of-overlapping": facts.repeats({ allOrders: false, overlap: true }),
  repeated: facts.repeated(true),
  conflicts: facts.conflicts("record"),
  "conflicts-repeat": facts.conflicts("repeat"),
  "order-firsts": orderFirsts(true),
  copies,
  "fates-head": fates(HEAD),
  "fates-line": fates(LINE),
  "fates-all-accepted": allAccepted,
  "fate-sums": fateSums(judged, { names: NAMES, digits: 2 }),
  "fate-sums-currency": fateSums(judged, { names: new Set([...NAMES, "currency"]), digits: 2, currency: "USD" }),
  "first-records": firstRecords(judged),
  rejected: rejected(judged),
  "orders-record": ordersOf(dialect, {}),
  "orders-record-whole": ordersOf(dialect, { isWhole: true }),
  "orders-line": ordersOf(dialect, {
    grain: "line",
    names: new Set(["total", "quantity", "order_id", "tax"]),
    net: "minus",
    margin: { kind: "share", share: 0.35 },
  }),
  "orders-tax-modes": ordersOf(dialect, {
    grain: "head",
    names: NAMES,
    net: "tax_mode",
    taxModes: ["excluded", "included", "each"],
    margin: { kind: "cost", column: "c" },
  }),
  "owed-orders": owedOrders(optionsOf(dialect, { names: new Set(["total", "state", "outstanding"]) })),
  "order-sums": orderSums,
  "part-sums": partSums(judged, NAMES),
  "accepted-notes": acceptedNotes(judged, { names: NAMES, digits: 2, fullRefunds: false, isWhole: false }) ?? sql``,
  "customer-totals": customerTotals,
  "first-months": firstMonths,
  "odd-forms": oddForms({ dialect }),
  "look-alikes": lookAlikes({ dialect }),
  "first-order-of": firstOrderOf("c1"),
  "customer-peaks": customerPeaks,
  "largest-orders": largestOrders,
  "key-pairs": keyPairs,
  "key-labels-own": ownLabels,
  "key-labels-shared": sharedLabels,
  "key-measure": keyMeasure,
  "keys-merged": keysMerged(true),
  "typed-joined": joined(new Set(["customer", "key_raw", "email", "day", "total"])),
  "early-orders": earlyOrders,
  groups: groups("staged_0"),
  "typed-placed": placed({
    names: new Set([
      "customer",
      "key_raw",
      "order_id",
      "total",
      "tax",
      "shipping",
      "currency",
      "row_kind",
      "ref",
      "is_foreign",
      "is_matched",
    ]),
    takesCustomer: true,
    sharesNet: true,
    digits: 2,
    dialect,
  }),
  "unmatched-refunds": unmatchedRefunds,
  "gift-card-lines": giftCardLines(judged),
  "fates-ledger": fates({ ...LINE, names: new Set(["customer", "order_id", "total", "is_summary"]) }),
  "orders-ledger": ordersOf(dialect, {
    grain: "line",
    names: new Set(["total", "order_id", "net_value", "tax", "row_kind", "refund", "state"]),
    net: "sum",
    fullRefunds: true,
  }),
  "day-rates": dayRates(sql`SELECT currency, day FROM typed`, "EUR"),
  "typed-converted": converted(new Set(["customer", "day", "total", "currency"]), "JPY", {
    digits: 0,
    per: "foreign",
    dialect,
  }),
  "typed-converted-own": converted(new Set(["total", "currency"]), "USD", { digits: 2, per: "own", dialect }),
  "placed-refunds": placedRefunds(new Set(["order_id", "order_name"]), "2024-12-31"),
  "kept-orders": keptOrders,
  "refund-events": refundEvents({ file: 2, digits: 2, dialect, margin: { kind: "share", share: 0.35 } }),
});

test.each([duckdb, trino])("the texts for $name", async (dialect) => {
  for (const [name, query] of Object.entries(texts(dialect)))
    await expect(render(query, dialect)).toMatchFileSnapshot(`../golden/intake-${name}.${dialect.name}.sql`);
});
