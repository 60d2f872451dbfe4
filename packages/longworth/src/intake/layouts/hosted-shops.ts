/** Shops that live with the maker of their website: Squarespace, Wix. */
import { plus, type OrdersLayout } from "../layout.js";
import { SHOPIFY_STATUS } from "./shopify-orders.js";

/** Squarespace, Orders, Export: the same form, without names of orders. */
export const squarespaceOrders: OrdersLayout = {
  id: "squarespace_orders",
  kind: "orders",
  detect: {
    all: [
      "order id",
      "email",
      "financial status",
      "total",
      "created at",
      "amount refunded",
      "lineitem quantity",
      "lineitem name",
    ],
  },
  grain: "head",
  order: ["order id"],
  key: ["email", "billing phone"],
  union: "never",
  email: ["email"],
  date: ["created at"],
  zone: "written",
  currency: ["currency"],
  total: [plus("total")],
  net: { kind: "tax_mode", subtotal: "subtotal", shipping: "shipping", tax: "taxes" },
  lines: { quantity: "lineitem quantity", price: "lineitem price" },
  product: "lineitem name",
  status: SHOPIFY_STATUS,
  refund: "amount refunded",
};

/** Wix Stores, Orders, Export: the money of an order on each of its items. */
export const wixOrders: OrdersLayout = {
  id: "wix_orders",
  kind: "orders",
  detect: { all: ["order number", "date created", "total order quantity", "contact email", "payment status", "total"] },
  grain: "repeat or head",
  order: ["order number"],
  key: ["contact email", "billing phone"],
  union: "never",
  email: ["contact email"],
  date: ["date created"],
  zone: "written",
  currency: ["currency"],
  total: [plus("total")],
  net: { kind: "minus", tax: [plus("total tax")], shipping: [plus("shipping rate")] },
  status: {
    columns: ["payment status"],
    words: {
      paid: "count",
      unpaid: "unpaid",
      pending: "unpaid",
      authorized: "authorized",
      "partially paid": "part_paid",
      "partially refunded": "count",
      "fully refunded": "refunded",
      refunded: "refunded",
      declined: "failed",
      canceled: "cancelled",
      cancelled: "cancelled",
    },
  },
  refund: "refunded amount",
};
