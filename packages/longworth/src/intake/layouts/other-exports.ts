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
    id: "woo_customers",
    kind: "other",
    detect: { all: ["username", "last active", "sign up", "email", "orders", "total spend"] },
    what: "a list of WooCommerce customers",
    instead: "the orders",
  },
  {
    id: "square_customers",
    kind: "other",
    detect: { all: ["email address", "first visit", "last visit", "transaction count"] },
    what: "a list of Square customers",
    instead: "Transactions, Export, from the Square dashboard",
  },
  {
    id: "amazon_settlement_v1",
    kind: "other",
    detect: { all: ["settlement-id", "transaction-type", "order-id", "price-type", "price-amount"] },
    what: "an Amazon settlement in its first form, which names no customers",
    instead: "Order Reports, which have the buyers' addresses,",
  },
  {
    id: "amazon_unshipped",
    kind: "other",
    detect: {
      all: ["order-id", "order-item-id", "purchase-date", "buyer-email", "quantity-purchased"],
      not: ["item-price"],
    },
    what: "Amazon's list of orders to be shipped, which has no prices",
    instead: "Order Reports",
  },
  {
    id: "amazon_fba_returns",
    kind: "other",
    detect: { all: ["return-date", "order-id", "fnsku", "detailed-disposition", "reason"] },
    what: "Amazon's list of returns, which has no money",
    instead: "Order Reports",
  },
  {
    id: "etsy_statement",
    kind: "other",
    detect: {
      anyOf: [
        ["date", "type", "title|description", "info", "currency", "amount", "fees & taxes", "net"],
        ["datum", "art|typ", "titel", "info", "währung", "betrag", "gebühren & steuern", "netto"],
        ["fecha", "tipo", "título", "info|información", "moneda|divisa", "importe", "tarifas e impuestos", "neto"],
      ],
    },
    what: "an Etsy statement, which names no customers",
    instead: "Sold Orders, from Etsy's Options, Download Data,",
  },
  {
    id: "sumup_transactions",
    kind: "other",
    detect: {
      all: [
        "email",
        "transaction id",
        "payment type|payment method",
        "total",
        "fee",
        "payout",
        "entry mode|process as",
      ],
    },
    what: "a list of SumUp payments, whose e-mail is the shop's own",
    instead: "the customers' orders from the shop",
  },
  {
    id: "quickbooks_transactions",
    kind: "other",
    detect: {
      all: ["date", "transaction type", "num", "name", "memo/description", "amount|debit"],
      not: ["product/service", "product/service full name", "sales price", "quantity"],
    },
    what: "a QuickBooks ledger",
    instead: "Sales by Customer Detail",
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
