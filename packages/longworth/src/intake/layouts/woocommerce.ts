/** WooCommerce: the exports of its plugins, of its own analytics and of its interface for programs. */
import { plus, type OrdersLayout, type StatusClass } from "../layout.js";
import { STATUS_WORDS } from "../status-words.js";

const OWN: Readonly<Record<string, StatusClass>> = {
  completed: "count",
  processing: "count",
  refunded: "refunded",
  pending: "unpaid",
  "pending payment": "unpaid",
  "on hold": "unpaid",
  "checkout draft": "unpaid",
  draft: "unpaid",
  failed: "failed",
  cancelled: "cancelled",
  trash: "cancelled",
  // labels of the translations
  "in bearbeitung": "count",
  fertiggestellt: "count",
  abgeschlossen: "count",
  "in wartestellung": "unpaid",
  "zahlung ausstehend": "unpaid",
  rückerstattet: "refunded",
  "en cours": "count",
  terminée: "count",
  "en attente de paiement": "unpaid",
  procesando: "count",
  "pendiente de pago": "unpaid",
  "en espera": "unpaid",
  fallido: "failed",
  "in lavorazione": "count",
  "in attesa di pagamento": "unpaid",
  "in behandeling": "count",
  afgerond: "count",
  "in de wacht": "unpaid",
  "w trakcie realizacji": "count",
  zrealizowane: "count",
  "oczekujące na płatność": "unpaid",
  "wstrzymane (oczekujące na płatność)": "unpaid",
};

/** Every status with and without the prefix that the database has. */
const WORDS: Readonly<Record<string, StatusClass>> = Object.fromEntries(
  Object.entries({ ...STATUS_WORDS, ...OWN }).flatMap(([word, says]) => [
    [word, says] as const,
    [`wc ${word}`, says] as const,
  ]),
);

const NUMBER = "order number|order id|order #|bestellnummer";
const TOTAL = "order total amount|bestellsumme|gesamtbetrag der bestellung|gesamtsumme der bestellung";
const EMAIL = "email (billing)|billing email|customer email|email|e-mail (rechnung)";

/** Plugin Advanced Order Export: one record per product, the order's cells on each or on its first only. */
export const wooOrdersAdvanced: OrdersLayout = {
  id: "woo_orders_advanced",
  kind: "orders",
  detect: {
    all: [NUMBER, "order status|bestellstatus", "order date|bestelldatum", TOTAL],
    any: [
      "email (billing)",
      "item #",
      "quantity (- refund)",
      "customer user id",
      "phone (billing)",
      "first name (billing)",
      "order subtotal amount",
      "payment method title",
      "item cost",
      "order total tax amount",
      "state code (shipping)",
      "country code (shipping)",
      "country code (billing)",
      "e-mail (rechnung)",
      "vorname (rechnung)",
    ],
  },
  grain: "repeat or head",
  order: [NUMBER],
  key: ["customer user id|customer id|user id", EMAIL, "phone (billing)"],
  keyless: true,
  union: "measured",
  email: [EMAIL],
  date: ["order date|bestelldatum"],
  zone: "written",
  currency: ["currency", "order currency"],
  total: [plus(TOTAL)],
  net: {
    kind: "minus",
    tax: [plus("order total tax amount|order tax amount|bestellsteuer|mwst. gesamt")],
    shipping: [plus("order shipping amount|versandkosten")],
  },
  lines: { quantity: "quantity (- refund)|quantity", price: "item cost" },
  product: "item name|name",
  status: { columns: ["order status|bestellstatus"], words: WORDS },
  refund: "order refund amount",
};

/** Plugin Order Import Export: one record per order, headers as the database has them. */
export const wooOrdersWebtoffee: OrdersLayout = {
  id: "woo_orders_webtoffee",
  kind: "orders",
  detect: {
    anyOf: [
      ["order_id", "order_number", "order_date", "status", "order_total", "order_currency"],
      ["order_id", "order_date", "order_status|status", "billing_email", "order_total"],
    ],
  },
  grain: "repeat or head",
  order: ["order_id", "order_number"],
  key: ["customer_id", "customer_user", "customer_email", "billing_email", "billing_phone"],
  keyless: true,
  union: "measured",
  email: ["customer_email", "billing_email"],
  date: ["order_date", "date_created"],
  zone: "written",
  currency: ["order_currency|currency"],
  total: [plus("order_total")],
  net: {
    kind: "minus",
    tax: [plus("tax_total|total_tax")],
    shipping: [plus("shipping_total|order_shipping"), plus("shipping_tax_total")],
  },
  status: { columns: ["status|order_status"], words: WORDS },
  refund: "refund_total|refunded_total|total_refunded|order_refund",
};

/** Core, Analytics, Orders, Download: who bought is a name only; refunds are records with the parent's number. */
export const wooAnalyticsOrders: OrdersLayout = {
  id: "woo_analytics_orders",
  kind: "orders",
  detect: {
    all: ["order #", "customer", "product(s)", "items sold"],
    any: ["n. revenue (formatted)", "n. revenue", "net sales"],
  },
  grain: "line",
  order: ["order #"],
  key: [],
  name: "customer",
  union: "never",
  email: [],
  date: ["date"],
  zone: "written",
  currency: [],
  total: [plus("net sales|n. revenue")],
  net: { kind: "same" },
  status: { columns: ["status"], words: WORDS },
};

/** wc/v3/orders, flattened with dots. */
export const wooRestOrders: OrdersLayout = {
  id: "woo_rest_orders",
  kind: "orders",
  detect: { all: ["id", "status", "currency", "total", "total_tax", "shipping_total", "customer_id", "date_created"] },
  grain: "order",
  order: ["id"],
  key: ["customer_id", "billing.email|billing_email", "billing.phone|billing_phone"],
  union: "measured",
  email: ["billing.email|billing_email"],
  date: ["date_created"],
  zone: "written",
  currency: ["currency"],
  total: [plus("total")],
  net: { kind: "minus", tax: [plus("total_tax")], shipping: [plus("shipping_total")] },
  status: { columns: ["status"], words: WORDS },
};
