/** Etsy: sold orders, their items, and payments. */
import { minus, plus, type OrdersLayout } from "../layout.js";

const MONTH_FIRST = [{ has: "sale date|order date", order: "mdy" as const }];

/** Sold Orders: one record per order. */
export const etsyOrders: OrdersLayout = {
  id: "etsy_orders",
  kind: "orders",
  detect: { all: ["sale date", "order id", "order value", "order total"] },
  grain: "order",
  order: ["order id"],
  key: ["buyer user id", "buyer"],
  keyless: true,
  union: "never",
  email: [],
  date: ["sale date"],
  dateOrder: MONTH_FIRST,
  zone: "written",
  currency: ["currency"],
  total: [plus("order total")],
  net: {
    kind: "sum",
    net: [plus("order value"), minus("discount amount")],
    tax: [plus("sales tax")],
    shipping: [plus("shipping"), minus("shipping discount")],
  },
  parts: [
    plus("order value"),
    minus("discount amount"),
    minus("shipping discount"),
    plus("shipping"),
    plus("sales tax"),
  ],
  status: {
    columns: ["status"],
    words: {
      completed: "count",
      complete: "count",
      paid: "count",
      "": "count",
      canceled: "cancelled",
      cancelled: "cancelled",
      refunded: "refunded",
    },
  },
  totalLeft: "adjusted order total",
};

/** Sold Order Items: shipping and tax of the order stand on every item of it. */
export const etsyOrderItems: OrdersLayout = {
  id: "etsy_order_items",
  kind: "orders",
  detect: { all: ["sale date", "item name", "buyer", "quantity", "price", "item total", "transaction id"] },
  grain: "line",
  order: ["order id", "transaction id"],
  key: ["buyer"],
  keyless: true,
  union: "never",
  email: [],
  date: ["sale date"],
  dateOrder: MONTH_FIRST,
  zone: "written",
  currency: ["currency"],
  total: [
    plus("item total"),
    minus("discount amount"),
    plus("order shipping", { once: true }),
    minus("shipping discount", { once: true }),
    plus("order sales tax", { once: true }),
  ],
  net: {
    kind: "sum",
    net: [plus("item total"), minus("discount amount")],
    tax: [plus("order sales tax", { once: true })],
    shipping: [plus("order shipping", { once: true }), minus("shipping discount", { once: true })],
  },
};

/** Payments: in the currency of the account. */
export const etsyPayments: OrdersLayout = {
  id: "etsy_payments",
  kind: "orders",
  detect: { all: ["payment id", "buyer username", "order id", "gross amount", "net amount", "listing amount"] },
  grain: "payment",
  order: ["payment id"],
  key: ["buyer username"],
  keyless: true,
  union: "never",
  email: [],
  date: ["order date"],
  dateOrder: MONTH_FIRST,
  zone: "written",
  currency: ["currency"],
  total: [plus("gross amount")],
  net: { kind: "minus", tax: [plus("vat amount")], shipping: [] },
  totalLeft: "adjusted gross",
};
