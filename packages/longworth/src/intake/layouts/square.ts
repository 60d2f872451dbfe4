/** Square: payments with tips and gift cards, or the items of them. */
import { minus, plus, type OrdersLayout } from "../layout.js";

/** Transactions: one record per payment or refund; a split payment is several of one transaction. */
export const squareTransactions: OrdersLayout = {
  id: "square_transactions",
  kind: "orders",
  detect: {
    all: ["date", "time", "time zone", "gross sales", "net sales", "total collected", "transaction id", "payment id"],
  },
  grain: "line",
  order: ["transaction id"],
  key: ["customer id", "customer reference id"],
  keyless: true,
  union: "never",
  email: [],
  date: ["date"],
  clock: { time: "time", zone: "time zone" },
  zone: "written",
  currency: ["currency"],
  total: [plus("total collected"), minus("gift card sales")],
  net: { kind: "sum", net: [plus("net sales"), plus("service charges")], tax: [plus("tax")] },
  giftCards: "gift card sales",
  rows: [{ column: "event type", words: { payment: "sale", refund: "refund", exchange: "sale" }, rest: "unknown" }],
  status: {
    columns: ["transaction status"],
    words: { complete: "count", completed: "count", "": "count" },
    rest: "failed",
  },
};

/** Items, called item sales, details: one record per item; no tips. */
export const squareItems: OrdersLayout = {
  id: "square_items",
  kind: "orders",
  detect: {
    all: ["date", "time", "time zone", "item", "qty", "price point name", "gross sales", "net sales", "transaction id"],
  },
  grain: "line",
  order: ["transaction id"],
  key: ["customer id", "customer reference id"],
  keyless: true,
  union: "never",
  email: [],
  date: ["date"],
  clock: { time: "time", zone: "time zone" },
  zone: "written",
  currency: ["currency"],
  total: [plus("net sales"), plus("tax")],
  net: { kind: "sum", net: [plus("net sales")], tax: [plus("tax")] },
  rows: [
    { column: "itemization type", words: { "gift card": "other" } },
    { column: "event type", words: { payment: "sale", refund: "refund" } },
  ],
};
