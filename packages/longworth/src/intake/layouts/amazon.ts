/** Amazon: reports of orders, of the marketplaces whose prices hold the tax and of those where it is on top. */
import { minusSize, plus, type OrdersLayout, type Term } from "../layout.js";

const ON_TOP = [".com", ".ca", ".com.mx", ".com.br"].map((end) => `amazon${end}`);

const PRICES = [plus("item-price"), plus("shipping-price"), plus("gift-wrap-price")];
const DISCOUNTS = [minusSize("item-promotion-discount"), minusSize("ship-promotion-discount")];
const TAXES = ["item-tax", "shipping-tax", "gift-wrap-tax"];
const SHIPPING: readonly Term[] = [
  plus("shipping-price"),
  plus("gift-wrap-price"),
  minusSize("ship-promotion-discount"),
];

/** What both reports share: money of lines, for all their pieces together. */
const LINES = {
  kind: "orders",
  grain: "line",
  keyless: true,
  union: "never",
  date: ["purchase-date"],
  zone: "utc",
  currency: ["currency"],
  total: [...PRICES, ...DISCOUNTS, ...TAXES.map((tax) => plus(tax, { when: "tax_on_top" }))],
  net: {
    kind: "sum",
    net: [
      plus("item-price"),
      minusSize("item-promotion-discount"),
      { ...plus("item-tax", { when: "tax_inside" }), sign: -1 as const },
    ],
    tax: [
      plus("item-tax"),
      plus("shipping-tax", { when: "tax_on_top" }),
      plus("gift-wrap-tax", { when: "tax_on_top" }),
    ],
    shipping: SHIPPING,
  },
  taxOnTop: { columns: ["sales-channel", "buyer-email"], endsWith: ON_TOP },
  rows: [{ column: "sales-channel", parts: [["non amazon", "other"]] }],
} as const satisfies Partial<OrdersLayout>;

/** All Orders: nothing in it says who bought. */
export const amazonAllOrders: OrdersLayout = {
  ...LINES,
  id: "amazon_all_orders",
  detect: { all: ["amazon-order-id", "purchase-date", "order-status", "item-price", "quantity", "currency"] },
  order: ["amazon-order-id"],
  key: ["buyer-email"],
  email: ["buyer-email"],
  status: {
    columns: ["item-status", "order-status"],
    words: {
      shipped: "count",
      unshipped: "count",
      partiallyshipped: "count",
      complete: "count",
      shipping: "count",
      invoiced: "count",
      invoiceunconfirmed: "count",
      pending: "unpaid",
      pendingavailability: "unpaid",
      "pending - waiting for pick up": "unpaid",
      unfulfillable: "cancelled",
      cancelled: "cancelled",
      canceled: "cancelled",
      "shipped - rejected by buyer": "cancelled",
      "shipped - returned to seller": "cancelled",
      "shipped - returning to seller": "cancelled",
      "shipped - lost in transit": "cancelled",
      "shipped - damaged": "cancelled",
      "shipped - undeliverable": "cancelled",
      "shipped - delivered to buyer": "count",
      "shipped - picked up": "count",
      "shipped - out for delivery": "count",
    },
  },
};

/** Order Reports: orders that the seller ships, with an alias of the buyer's address. */
export const amazonOrderReport: OrdersLayout = {
  ...LINES,
  id: "amazon_order_report",
  detect: {
    all: ["order-id", "order-item-id", "purchase-date", "buyer-email", "sku", "quantity-purchased", "item-price"],
  },
  order: ["order-id"],
  key: ["buyer-email"],
  email: ["buyer-email"],
};

/** Order Reports of the first form: the money of a line with its shipping, and prices for each piece. */
export const amazonOrderReportOld: OrdersLayout = {
  id: "amazon_order_report_old",
  kind: "orders",
  detect: {
    all: [
      "order-id",
      "order-item-id",
      "purchase-date",
      "buyer-email",
      "quantity-purchased",
      "total-price",
      "shipping-fee",
    ],
  },
  grain: "line",
  order: ["order-id"],
  key: ["buyer-email"],
  keyless: true,
  union: "never",
  email: ["buyer-email"],
  date: ["purchase-date"],
  zone: "written",
  currency: ["currency"],
  total: [plus("total-price")],
  net: { kind: "minus", tax: [], shipping: [plus("shipping-fee")] },
};

/** Payments, Date range: product and shipping money of orders and refunds among fees and transfers. */
export const amazonDateRange: OrdersLayout = {
  id: "amazon_date_range",
  kind: "orders",
  detect: { all: ["date/time", "type", "order id", "product sales", "total"] },
  grain: "line",
  order: ["order id"],
  key: [],
  keyless: true,
  union: "never",
  email: [],
  date: ["date/time"],
  zone: "written",
  currency: ["currency"],
  total: [
    plus("product sales"),
    ...[
      "product sales tax",
      "shipping credits",
      "shipping credits tax",
      "gift wrap credits",
      "giftwrap credits tax",
    ].map((header) => plus(header)),
    plus("promotional rebates"),
    plus("promotional rebates tax"),
  ],
  net: {
    kind: "sum",
    net: [plus("product sales"), plus("promotional rebates")],
    tax: [plus("product sales tax"), plus("shipping credits tax"), plus("giftwrap credits tax")],
    shipping: [plus("shipping credits"), plus("gift wrap credits")],
  },
  rows: [
    {
      column: "type",
      words: { order: "sale", refund: "refund", bestellung: "sale", erstattung: "refund" },
      rest: "other",
    },
  ],
};

const GOODS = { column: "amount-description", is: ["principal", "giftwrap", "gift wrap"] };

/** Settlement: one component of an amount per record. */
export const amazonSettlement: OrdersLayout = {
  id: "amazon_settlement",
  kind: "orders",
  detect: { all: ["settlement-id", "transaction-type", "order-id", "amount-type", "amount-description", "amount"] },
  grain: "line",
  order: ["order-id"],
  key: [],
  keyless: true,
  union: "never",
  email: [],
  date: ["posted-date", "posted-date-time"],
  zone: "written",
  currency: ["currency"],
  total: [plus("amount")],
  net: { kind: "sum", net: [plus("amount", { only: GOODS })] },
  rows: [{ column: "amount-type", words: { itemprice: "sale", promotion: "sale" }, rest: "other" }],
};
