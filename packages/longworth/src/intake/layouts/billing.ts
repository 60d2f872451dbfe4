/** Sellers of licences and subscriptions: Gumroad, Paddle, Chargebee, Recurly, invoices of Stripe. */
import { plus, type OrdersLayout } from "../layout.js";
import { STATUS_WORDS } from "../status-words.js";

export const gumroadSales: OrdersLayout = {
  id: "gumroad_sales",
  kind: "orders",
  detect: { all: ["purchase id", "item name", "purchase email", "purchase date", "sale price ($)"] },
  grain: "payment",
  order: ["purchase id"],
  key: ["purchase email", "buyer email"],
  union: "never",
  email: ["purchase email", "buyer email"],
  date: ["purchase date"],
  clock: { time: "purchase time (utc timezone)" },
  zone: "utc",
  currency: [],
  ownCurrency: "USD",
  total: [plus("sale price ($)")],
  net: {
    kind: "sum",
    net: [plus("subtotal ($)")],
    tax: [plus("taxes ($)|tax ($)|sales tax ($)")],
    shipping: [plus("shipping ($)")],
  },
  refund: "partial refund ($)",
  status: {
    columns: [],
    flags: [
      { column: "fully refunded?", is: ["true", "yes", "1"], means: "refunded" },
      { column: "disputed?", is: ["true", "yes", "1"], means: "refunded" },
    ],
    words: {},
  },
};

export const paddleClassic: OrdersLayout = {
  id: "paddle_classic",
  kind: "orders",
  detect: {
    all: ["order id", "order status", "order type", "customer email", "total", "balance earnings", "balance currency"],
  },
  grain: "payment",
  order: ["order id"],
  key: ["customer email"],
  union: "never",
  email: ["customer email"],
  date: ["date"],
  zone: "utc",
  currency: ["currency"],
  total: [plus("total")],
  net: { kind: "minus", tax: [plus("tax")], shipping: [] },
  converted: { total: "balance earnings", refund: "balance refunds", currency: "balance currency" },
  status: {
    columns: ["order status"],
    words: {
      ...STATUS_WORDS,
      completed: "count",
      complete: "count",
      refunded: "refunded",
      "partially refunded": "count",
      disputed: "count",
    },
  },
};

/** Paddle Billing, transactions: the report, whose money has decimals, and the API's, in minor units. */
export const paddleBilling: OrdersLayout = {
  id: "paddle_billing",
  kind: "orders",
  detect: {
    all: [
      "id|transaction_id|transaction id",
      "status|transaction_status|transaction status",
      "customer_id|customer id|customer_email|customer email",
      "currency_code|currency code",
      "billed_at|billed at",
      "total|details.totals.total|grand_total|grand total",
    ],
    any: ["collection_mode|collection mode", "origin", "subscription_id|subscription id"],
  },
  grain: "payment",
  order: ["id|transaction_id|transaction id"],
  key: ["customer_id|customer id", "customer_email|customer email"],
  union: "never",
  email: ["customer_email|customer email"],
  date: ["billed_at|billed at"],
  zone: "utc",
  currency: ["currency_code|currency code"],
  total: [plus("total|details.totals.total|grand_total|grand total")],
  net: { kind: "minus", tax: [plus("tax|details.totals.tax")], shipping: [] },
  minor: ["details.totals.total", "details.totals.tax"],
  asksForMinor: true,
  status: {
    columns: ["status|transaction_status|transaction status"],
    words: {
      completed: "count",
      paid: "count",
      billed: "unpaid",
      "past due": "unpaid",
      draft: "unpaid",
      ready: "unpaid",
      canceled: "cancelled",
    },
  },
};

/** Comgate: what was paid through the gateway, in Czech. The merchant is the same on every record. */
export const comgatePayments: OrdersLayout = {
  id: "comgate_payments",
  kind: "orders",
  detect: {
    all: [
      "id comgate|comgate id",
      "datum založení|datum zaplacení",
      "e-mail plátce",
      "měna",
      "potvrzená částka|cena|částka",
    ],
  },
  grain: "payment",
  order: ["id od klienta", "id comgate|comgate id"],
  key: ["e-mail plátce"],
  union: "never",
  email: ["e-mail plátce"],
  date: ["datum založení", "datum zaplacení"],
  zone: "written",
  currency: ["měna"],
  total: [plus("potvrzená částka|cena|částka")],
  net: { kind: "same" },
};

export const chargebeeInvoices: OrdersLayout = {
  id: "chargebee_invoices",
  kind: "orders",
  detect: {
    all: ["invoice number|invoice id", "customer id", "status", "amount|total", "issued date|invoice date"],
  },
  grain: "order",
  order: ["invoice number|invoice id"],
  key: ["customer id", "customer email"],
  union: "never",
  email: ["customer email"],
  date: ["issued date|invoice date"],
  zone: "written",
  currency: ["currency|currency code"],
  total: [plus("total|amount")],
  net: { kind: "minus", tax: [plus("tax total|tax")], shipping: [] },
  outstanding: "amount due|due amount",
  status: {
    columns: ["status"],
    words: {
      ...STATUS_WORDS,
      paid: "count",
      posted: "part_paid",
      "payment due": "part_paid",
      "not paid": "part_paid",
      voided: "cancelled",
      pending: "unpaid",
    },
  },
};

export const recurlyInvoices: OrdersLayout = {
  id: "recurly_invoices",
  kind: "orders",
  detect: { all: ["id", "invoice_number", "billed_date", "status", "account_code"] },
  grain: "order",
  order: ["invoice_number"],
  key: ["account_code"],
  union: "never",
  email: [],
  date: ["billed_date"],
  zone: "written",
  currency: ["currency"],
  total: [plus("total|invoice_total|total_amount")],
  net: { kind: "sum", net: [plus("subtotal|invoice_subtotal")], tax: [plus("tax|invoice_tax")] },
  rows: [{ column: "type|invoice_type", words: { charge: "sale", credit: "refund" } }],
  refundRows: { positive: true },
  status: {
    columns: ["status"],
    words: {
      paid: "count",
      closed: "count",
      collected: "count",
      pending: "unpaid",
      processing: "unpaid",
      "past due": "unpaid",
      open: "unpaid",
      failed: "failed",
      voided: "cancelled",
    },
  },
};

/** Stripe, Billing, Invoices, Export. */
export const stripeInvoices: OrdersLayout = {
  id: "stripe_invoices",
  kind: "orders",
  detect: { all: ["id", "customer", "amount due", "amount paid", "date (utc)", "number"] },
  grain: "order",
  order: ["id"],
  key: ["customer", "customer email"],
  union: "always",
  email: ["customer email"],
  date: ["finalized at (utc)", "date (utc)"],
  zone: "utc",
  currency: ["currency"],
  total: [plus("total")],
  net: { kind: "minus", tax: [plus("tax")], shipping: [] },
  status: {
    columns: ["status"],
    words: {
      paid: "count",
      open: "unpaid",
      draft: "unpaid",
      void: "cancelled",
      voided: "cancelled",
      uncollectible: "failed",
    },
  },
};

/** Stripe, itemised balance: a ledger that names customers. */
export const stripeBalanceItems: OrdersLayout = {
  id: "stripe_balance",
  kind: "orders",
  detect: {
    all: ["balance_transaction_id", "reporting_category", "gross", "fee", "net"],
    any: ["customer_id", "customer_email"],
  },
  grain: "payment",
  order: ["balance_transaction_id"],
  key: ["customer_id", "customer_email"],
  union: "always",
  email: ["customer_email"],
  date: ["created_utc|created"],
  zone: "utc",
  currency: ["currency"],
  total: [plus("gross")],
  net: { kind: "same" },
  rows: [
    {
      column: "reporting_category",
      words: {
        charge: "sale",
        refund: "refund",
        "partial capture reversal": "refund",
        "charge failure": "refund",
        dispute: "refund",
        "dispute reversal": "refund",
      },
      rest: "other",
    },
  ],
};
