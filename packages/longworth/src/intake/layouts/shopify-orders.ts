/** Shopify admin, Orders, Export: one record per line item, the order's money on its first record. */
import { plus, type OrdersLayout } from "../layout.js";

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
  status: {
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
  },
  refund: "refunded amount",
  test: { column: "payment method", contains: "bogus" },
};
