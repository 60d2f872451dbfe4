/** Stripe, Payments, Export: one record per charge, in both the old and the new set of columns. */
import { plus, type OrdersLayout } from "../layout.js";

export const stripePayments: OrdersLayout = {
  id: "stripe_payments",
  kind: "orders",
  detect: {
    all: ["created date (utc)|created (utc)"],
    anyOf: [
      ["id", "amount", "amount refunded", "currency", "status"],
      ["amount", "currency", "status", "converted amount", "converted currency", "customer id|customer email"], // columns chosen
    ],
    not: ["type"],
  },
  grain: "payment",
  order: ["id"],
  key: ["customer id", "customer email", "email (metadata)"],
  union: "always",
  email: ["customer email", "email (metadata)"],
  date: ["created date (utc)", "created (utc)"],
  zone: "utc",
  currency: ["currency"],
  total: [plus("amount")],
  net: { kind: "same" }, // `tax` and `taxes on fee` are taxes on the fee, never sales tax
  converted: { total: "converted amount", refund: "converted amount refunded", currency: "converted currency" },
  status: {
    columns: ["status"],
    flags: [{ column: "captured", is: ["false"], means: "unpaid", ifCounts: true }],
    words: {
      paid: "count",
      succeeded: "count",
      refunded: "refunded",
      failed: "failed",
      canceled: "failed",
      blocked: "failed",
      expired: "failed",
      "requires payment method": "failed",
      pending: "unpaid",
      uncaptured: "unpaid",
      incomplete: "unpaid",
      "requires confirmation": "unpaid",
    },
  },
  refund: "amount refunded",
  dispute: { amount: "disputed amount", status: "dispute status", date: "dispute date (utc)" },
  test: { column: "mode", contains: "test" },
};
