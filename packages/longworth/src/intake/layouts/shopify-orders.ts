/** Shopify admin, Orders, Export: one record per line item, the order's money on its first record. */
import { plus, type OrdersLayout } from "../layout.js";

/** What Shopify and those who took its form call the state of a payment. */
export const SHOPIFY_STATUS = {
  columns: ["financial status"],
  flags: [{ column: "cancelled at", is: "filled", means: "cancelled" }],
  unpaidUnless: { column: "fulfillment status", value: "fulfilled" },
  words: {
    paid: "count",
    "partially paid": "part_paid",
    "partially refunded": "count",
    refunded: "count",
    authorized: "authorized",
    pending: "unpaid",
    voided: "failed",
    expired: "failed",
  },
} as const satisfies OrdersLayout["status"];

export const shopifyOrders: OrdersLayout = {
  id: "shopify_orders",
  kind: "orders",
  detect: { all: ["name", "financial status", "total", "created at", "lineitem quantity", "lineitem name"] },
  grain: "head",
  order: ["id", "name"],
  key: ["email", "phone", "billing phone", "shipping phone"],
  union: "never",
  email: ["email"],
  date: ["created at"],
  zone: "written",
  currency: ["currency"],
  total: [plus("total")],
  net: { kind: "tax_mode", subtotal: "subtotal", shipping: "shipping", tax: "taxes", duties: "duties" },
  outstanding: "outstanding balance",
  lines: { quantity: "lineitem quantity", price: "lineitem price" },
  product: "lineitem name",
  status: SHOPIFY_STATUS,
  refund: "refunded amount",
  test: { column: "payment method", contains: "bogus" },
};

/** Matrixify: records of many types in one sheet, the order's money on its first. */
export const matrixifyOrders: OrdersLayout = {
  id: "matrixify_orders",
  kind: "orders",
  detect: { all: ["line: type", "name"], any: ["price: total", "transaction: kind"] },
  grain: "repeat or head",
  order: ["id", "name"],
  key: ["customer: id", "customer: email|email", "customer: phone|phone"],
  union: "measured",
  email: ["customer: email|email"],
  date: ["created at"],
  zone: "written",
  currency: ["currency"],
  total: [plus("price: total")],
  net: {
    kind: "minus",
    tax: [plus("tax: total|price: total tax")],
    shipping: [plus("price: total shipping|shipping line: price|price: shipping")],
  },
  status: { ...SHOPIFY_STATUS, columns: ["payment: status|financial status"] },
  refund: "price: total refund|price: total refunded",
};
