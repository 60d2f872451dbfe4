/** Tills of shops and restaurants: Lightspeed, Toast. Most of their sales name nobody. */
import { minus, plus, type OrdersLayout } from "../layout.js";

/** Sales, their lines and payments in one file, told by the type of the record. */
export const lightspeedXSales: OrdersLayout = {
  id: "lightspeed_x_sales",
  kind: "orders",
  detect: { all: ["date", "receipt number", "line type", "customer code", "total"] },
  grain: "head",
  order: ["receipt number"],
  key: ["customer code", "customer email"],
  keyless: true,
  union: "never",
  email: ["customer email"],
  date: ["date"],
  zone: "written",
  currency: ["currency"],
  total: [plus("total")],
  net: { kind: "sum", net: [plus("subtotal")], tax: [plus("sales tax|tax|total tax")] },
  rows: [{ column: "line type", words: { sale: "sale", "sale line": "line", payment: "line" }, rest: "unknown" }],
  status: {
    columns: ["status"],
    words: {
      closed: "count",
      completed: "count",
      "on account closed": "count",
      "layby closed": "count",
      open: "unpaid",
      saved: "unpaid",
      parked: "unpaid",
      layby: "unpaid",
      "on account": "unpaid",
      voided: "cancelled",
    },
  },
};

export const lightspeedRSales: OrdersLayout = {
  id: "lightspeed_r_sales",
  kind: "orders",
  detect: { all: ["sale id", "customer", "subtotal", "total"], any: ["date", "completed", "complete time", "created"] },
  grain: "order",
  order: ["sale id"],
  key: ["customer id"],
  name: "customer",
  union: "never",
  email: [],
  date: ["date", "complete time|completed", "created"],
  zone: "written",
  currency: ["currency"],
  total: [plus("total")],
  net: { kind: "sum", net: [plus("subtotal"), minus("discounts|discount")], tax: [plus("tax|sales tax")] },
};

/** Toast, All checks. */
export const toastChecks: OrdersLayout = {
  id: "toast_checks",
  kind: "orders",
  detect: { all: ["check id", "check #", "opened date", "total", "customer id"] },
  grain: "order",
  order: ["check id"],
  key: ["customer id", "customer email", "customer phone"],
  keyless: true,
  union: "never",
  email: ["customer email"],
  date: ["opened date"],
  clock: { time: "opened time" },
  dateOrder: [{ has: "opened date", order: "mdy" }],
  zone: "written",
  currency: ["currency"],
  total: [plus("total")],
  net: { kind: "minus", tax: [plus("tax")], shipping: [] },
};

/** Toast, Payments: a check paid in parts is the sum of its payments. Only receipts by e-mail or phone say who paid. */
export const toastPayments: OrdersLayout = {
  id: "toast_payments",
  kind: "orders",
  detect: {
    all: ["payment id", "order id", "paid date", "check id", "amount", "tip", "total", "refunded", "void date"],
  },
  grain: "line",
  order: ["check id"],
  key: ["email", "phone"],
  keyless: true,
  union: "never",
  email: ["email"],
  date: ["order date", "paid date"],
  dateOrder: [{ has: "paid date", order: "mdy" }],
  zone: "written",
  currency: ["currency"],
  total: [plus("total")],
  net: { kind: "sum", net: [plus("amount"), plus("gratuity")] },
  status: {
    columns: ["status"],
    flags: [{ column: "void date", is: "filled", means: "cancelled" }],
    words: {
      "": "count", // cash
      captured: "count",
      authorized: "count",
      "capture in progress": "count",
      "capture pending": "count",
      open: "unpaid",
      voided: "cancelled",
      cancelled: "cancelled",
      canceled: "cancelled",
      denied: "failed",
      error: "failed",
    },
  },
  refund: "refund amount",
};

/** Toast, All items. */
export const toastItems: OrdersLayout = {
  id: "toast_items",
  kind: "orders",
  detect: { all: ["order id", "order #", "sent date", "check id", "menu item", "net price", "qty", "void?"] },
  grain: "line",
  order: ["order id"],
  key: [],
  keyless: true,
  union: "never",
  email: [],
  date: ["order date", "sent date"],
  dateOrder: [{ has: "sent date", order: "mdy" }],
  zone: "written",
  currency: ["currency"],
  total: [plus("net price"), plus("tax")],
  net: { kind: "sum", net: [plus("net price")], tax: [plus("tax")] },
  rows: [{ column: "deferred", words: { true: "other", yes: "other" } }],
  status: {
    columns: [],
    flags: [{ column: "void?", is: ["true", "yes", "1"], means: "cancelled" }],
    words: {},
  },
};
