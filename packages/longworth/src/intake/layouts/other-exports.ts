/** Exports that hold no orders. They are recognised so that the refusal can say what to export instead. */
import type { OtherLayout } from "../layout.js";

const ADS = [
  "impressions",
  "impr.",
  "vertoningen",
  "link clicks",
  "clicks",
  "klicks",
  "impressionen",
  "展示量",
  "表示回数",
];

export const OTHER_EXPORTS: readonly OtherLayout[] = [
  {
    id: "shopify_customers",
    kind: "other",
    detect: { all: ["first name", "last name", "email", "accepts email marketing"] },
    what: "a list of Shopify customers",
    instead: "Orders, Export, from the Shopify admin",
  },
  {
    id: "shopify_payments",
    kind: "other",
    detect: {
      all: ["transaction date", "type", "order", "payout status", "amount", "fee", "net", "presentment amount"],
    },
    what: "a list of Shopify payouts",
    instead: "Orders, Export, from the Shopify admin",
  },
  {
    id: "stripe_balance",
    kind: "other",
    detect: {
      anyOf: [
        ["id", "type", "source", "amount", "fee", "net", "created (utc)", "available on (utc)"],
        ["balance_transaction_id", "reporting_category", "gross", "fee", "net"],
      ],
    },
    what: "a Stripe balance history",
    instead: "Payments, Export, from the Stripe dashboard",
  },
  {
    id: "stripe_subscriptions",
    kind: "other",
    detect: {
      all: ["id", "customer id", "status"],
      any: ["current period end (utc)", "canceled at (utc)", "ended at (utc)"],
    },
    what: "a list of Stripe subscriptions",
    instead: "Payments, Export, from the Stripe dashboard",
  },
  {
    id: "stripe_customers",
    kind: "other",
    detect: { all: ["id", "email", "created (utc)", "total spend", "payment count"] },
    what: "a list of Stripe customers",
    instead: "Payments, Export, from the Stripe dashboard",
  },
  {
    id: "ad_report",
    kind: "other",
    detect: {
      any: ADS,
      all: [
        "campaign|campaign name|naam campagne|ad group|ad set name|kampagne|kampania|campagne|campaña|campagna|campanha",
      ],
    },
    what: "an advertising report",
    instead: "the orders of your shop",
  },
  {
    id: "bank_account",
    kind: "other",
    detect: { all: ["debit|soll|débit|débito|debe|wn|winien", "credit|haben|crédit|crédito|haber|ma"] },
    what: "a bank or ledger account",
    instead: "the orders of your shop",
  },
];
