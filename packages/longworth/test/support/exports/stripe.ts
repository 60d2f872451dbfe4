/** Stripe, Payments, Export. */
import { dot, english, exportOf, half, iso, later, orders, truthOf, type Order, type Simulated } from "./orders.js";

const STRIPE = (
  "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Converted Amount Refunded,Converted Currency,Fee," +
  "Mode,Payment Source Type,Status,Taxes On Fee,Description,Customer ID,Customer Email,Disputed Amount,Dispute Status,Dispute Date (UTC)"
).split(",");

function stripeRow(o: Order): Readonly<Record<string, string>> {
  const { i, r, customer } = o;
  const status: Readonly<Record<number, string>> = { 3: "Failed", 7: "Pending", 13: "Refunded" };
  const refunded = r === 13 || r === 29 ? o.total : r === 17 ? o.part : 0;
  return {
    id: `ch_${i}`,
    "Created date (UTC)": iso(o.time),
    Amount: english(o.total),
    "Amount Refunded": english(refunded),
    Currency: "eur",
    Captured: r === 11 ? "false" : "true",
    Fee: dot(half(o.total, 50)),
    Mode: r === 31 ? "Test" : "Live",
    Status: status[r] ?? "Paid",
    "Customer ID": r === 23 ? "" : i % 9 === 0 ? `cus_b${customer}` : `cus_a${customer}`,
    "Customer Email": r === 23 ? "" : `c${customer}@example.com`,
    "Disputed Amount": r === 41 ? english(o.total) : "",
    "Dispute Status": r === 41 ? "lost" : "",
    "Dispute Date (UTC)": r === 41 ? iso(later(o.time, 30)) : "",
  };
}

/** 1,000 charges. */
export const stripe = (): Simulated => ({
  layout: "stripe_payments",
  files: [exportOf({ name: "stripe_payments.csv", columns: STRIPE, rows: orders.map(stripeRow) })],
  canShuffle: true,
  currency: undefined,
  truth: truthOf({
    row: "900 / 80 / 201 / 152589.59 / 152589.59 / 10946.92 / 10946.92 / 860",
    records: 1000,
    isOrder: ({ r }) => ![3, 7, 11, 23, 31].includes(r),
    problems: {
      failed: [20, "3507.09"],
      unpaid: [40, "7010.54"],
      no_customer: [20, "3525.80"],
      test_order: [20, "3484.90"],
      refund_without_date: [60, "7446.95"],
      dispute_lost: [20, "3499.97"],
    },
  }),
});
