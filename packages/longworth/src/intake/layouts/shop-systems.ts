/** Shop systems with one record per order: BigCommerce, Magento, PrestaShop, Shopware, OXID. */
import { minus, plus, type OrdersLayout } from "../layout.js";
import { STATUS_WORDS } from "../status-words.js";

export const bigcommerceOrders: OrdersLayout = {
  id: "bigcommerce_orders",
  kind: "orders",
  detect: {
    all: [
      "order id",
      "order status",
      "order total|order total (inc tax)",
      "cart base amount|subtotal (inc tax)|subtotal inc tax",
    ],
  },
  grain: "order",
  order: ["order id"],
  key: ["customer id", "email address|customer email", "phone|customer phone"],
  keyless: true,
  union: "measured",
  email: ["email address|customer email"],
  date: ["order date|date created"],
  zone: "written",
  currency: ["order currency code|currency code|currency"],
  total: [plus("order total|order total (inc tax)")],
  net: {
    kind: "sum",
    net: [plus("order total (ex tax)"), minus("shipping cost (ex tax)"), minus("handling cost (ex tax)")],
    tax: [plus("tax total")],
    shipping: [plus("shipping total|shipping cost (ex tax)")],
  },
  refund: "refund amount|refunded amount",
  status: {
    columns: ["order status"],
    words: {
      ...STATUS_WORDS,
      completed: "count",
      shipped: "count",
      "partially shipped": "count",
      "awaiting fulfillment": "count",
      "awaiting shipment": "count",
      "awaiting pickup": "count",
      refunded: "refunded",
      "partially refunded": "count",
      disputed: "count",
      pending: "unpaid",
      "awaiting payment": "unpaid",
      "manual verification required": "unpaid",
      incomplete: "unpaid",
      declined: "failed",
      cancelled: "cancelled",
    },
  },
};

export const magentoOrders: OrdersLayout = {
  id: "magento_orders",
  kind: "orders",
  detect: { all: ["id", "purchase point", "purchase date", "grand total (base)", "grand total (purchased)", "status"] },
  grain: "order",
  order: ["id"],
  key: ["customer email"],
  name: "customer name|bill-to name",
  union: "never",
  email: ["customer email"],
  date: ["purchase date"],
  zone: "written",
  currency: ["base currency"],
  total: [plus("grand total (base)")],
  net: { kind: "minus", tax: [plus("tax|tax amount")], shipping: [plus("shipping and handling")] },
  refund: "total refunded",
  status: {
    columns: ["status"],
    words: {
      ...STATUS_WORDS,
      complete: "count",
      processing: "count",
      closed: "refunded",
      pending: "unpaid",
      "pending payment": "unpaid",
      "payment review": "unpaid",
      "on hold": "unpaid",
      holded: "unpaid",
      canceled: "cancelled",
      "suspected fraud": "fraud",
      fraud: "fraud",
    },
  },
};

/** The list of the back office, downloaded: who bought is a name. */
export const prestashopGrid: OrdersLayout = {
  id: "prestashop_grid",
  kind: "orders",
  detect: {
    anyOf: [
      ["id", "reference", "new client|new customer", "customer", "total", "payment", "status", "date"],
      ["id", "reference", "delivery", "customer", "total", "payment", "status", "date"],
      ["id", "référence", "client", "total", "paiement", "état", "date"],
    ],
  },
  grain: "order",
  order: ["id"],
  key: [],
  name: "customer|client",
  union: "never",
  email: [],
  date: ["date"],
  zone: "written",
  currency: ["currency"],
  total: [plus("total")],
  net: { kind: "same" },
  status: {
    columns: ["status|état"],
    words: STATUS_WORDS,
    parts: [
      ["payment error", "failed"],
      ["erreur de paiement", "failed"],
      ["awaiting", "unpaid"],
      ["en attente", "unpaid"],
      ["cancel", "cancelled"],
      ["annul", "cancelled"],
      ["refund", "refunded"],
      ["rembours", "refunded"],
      ["payment accepted", "count"],
      ["paiement accepté", "count"],
      ["accepted", "count"],
      ["shipped", "count"],
      ["expédié", "count"],
      ["delivered", "count"],
      ["livré", "count"],
      ["processing", "count"],
      ["préparation", "count"],
      ["backorder (paid)", "count"],
    ],
  },
};

/** The table of orders: amounts are in the order's currency, `conversion_rate` leads to the shop's. */
export const prestashopOrders: OrdersLayout = {
  id: "prestashop_orders",
  kind: "orders",
  detect: { all: ["id_order", "id_customer", "total_paid_tax_incl", "date_add"] },
  grain: "order",
  order: ["id_order"],
  key: ["id_customer"],
  union: "never",
  email: [],
  date: ["date_add"],
  zone: "written",
  currency: ["iso_code"],
  rate: "conversion_rate",
  total: [plus("total_paid_tax_incl")],
  net: {
    kind: "sum",
    net: [plus("total_paid_tax_excl"), minus("total_shipping_tax_excl")],
    shipping: [plus("total_shipping_tax_excl")],
  },
  status: {
    columns: ["current_state"],
    words: {
      ...Object.fromEntries(["2", "3", "4", "5", "9", "11", "12"].map((state) => [state, "count" as const])),
      ...Object.fromEntries(["1", "10", "13"].map((state) => [state, "unpaid" as const])),
      6: "cancelled",
      7: "refunded",
      8: "failed",
    },
  },
};

/** Import/Export plugin: the order's cells on every position of it. */
export const shopware5Orders: OrdersLayout = {
  id: "shopware5_orders",
  kind: "orders",
  detect: {
    all: ["orderid", "customerid", "orderstatusid", "cleared", "invoiceamount", "invoiceamountnet", "ordertime"],
  },
  grain: "repeat or head",
  order: ["orderid", "number"],
  key: ["customerid", "email|customeremail"],
  union: "always",
  email: ["email|customeremail"],
  date: ["ordertime"],
  zone: "written",
  currency: ["currency"],
  rate: "currencyfactor",
  total: [plus("invoiceamount")],
  net: {
    kind: "sum",
    net: [plus("invoiceamountnet"), minus("invoiceshippingnet")],
    shipping: [plus("invoiceshippingnet")],
  },
  status: {
    columns: ["orderstatusid"],
    flags: [
      { column: "orderstatusid", is: ["-1", "4"], means: "cancelled" },
      { column: "cleared", is: ["17", "18", "13", "14", "15", "16"], means: "unpaid" },
      { column: "cleared", is: ["30", "31", "32", "33", "34", "35"], means: "failed" },
      { column: "cleared", is: ["20"], means: "refunded" },
    ],
    words: {
      ...Object.fromEntries(["0", "1", "2", "3", "5", "6", "7", "8"].map((state) => [state, "count" as const])),
      4: "cancelled",
      " 1": "cancelled",
    },
  },
};

export const shopware6Orders: OrdersLayout = {
  id: "shopware6_orders",
  kind: "orders",
  detect: {
    all: [
      "ordernumber|order_number",
      "amounttotal|price.totalprice|total_price|amount_total",
      "orderdatetime|order_date_time|orderdate",
    ],
  },
  grain: "repeat or head",
  order: ["id", "ordernumber|order_number"],
  key: [
    "ordercustomer.customerid|ordercustomer.customer.id|customerid",
    "ordercustomer.email|ordercustomer.customer.email|customeremail|email",
  ],
  union: "always",
  email: ["ordercustomer.email|ordercustomer.customer.email|customeremail|email"],
  date: ["orderdatetime|order_date_time|orderdate"],
  zone: "written",
  currency: ["currency.isocode|currency.iso_code|currency"],
  rate: "currencyfactor|currency_factor",
  total: [plus("amounttotal|price.totalprice|total_price|amount_total")],
  net: {
    kind: "sum",
    net: [plus("amountnet|price.netprice|amount_net"), minus("shippingtotal|shipping_total")],
    shipping: [plus("shippingtotal|shipping_total")],
  },
  status: {
    columns: [
      "transactions.statemachinestate.technicalname|paymentstate|payment_state|transactions",
      "statemachinestate.technicalname|state|orderstate|status",
    ],
    flags: [
      {
        column: "statemachinestate.technicalname|state|orderstate|status",
        is: ["cancelled", "canceled", "storniert", "abgebrochen"],
        means: "cancelled",
      },
    ],
    words: {
      ...STATUS_WORDS,
      open: "unpaid",
      reminded: "unpaid",
      paid: "count",
      "paid partially": "part_paid",
      authorized: "authorized",
      refunded: "refunded",
      "refunded partially": "count",
      failed: "failed",
      chargeback: "refunded",
      cancelled: "cancelled",
      "in progress": "count",
      completed: "count",
    },
  },
};

/** The table of orders. */
export const oxidOrders: OrdersLayout = {
  id: "oxid_orders",
  kind: "orders",
  detect: { all: ["oxid", "oxuserid", "oxorderdate", "oxordernr", "oxtotalordersum"] },
  grain: "order",
  order: ["oxid", "oxordernr"],
  key: ["oxuserid", "oxbillemail"],
  union: "always",
  email: ["oxbillemail"],
  date: ["oxorderdate"],
  zone: "written",
  currency: ["oxcurrency"],
  rate: "oxcurrate",
  total: [plus("oxtotalordersum")],
  net: {
    kind: "minus",
    tax: [plus("oxartvatprice1"), plus("oxartvatprice2")],
    shipping: [plus("oxdelcost"), plus("oxpaycost"), plus("oxwrapcost"), plus("oxgiftcardcost")],
  },
  status: {
    columns: ["oxtransstatus"],
    flags: [
      { column: "oxstorno", is: ["1"], means: "cancelled" },
      { column: "oxordernr", is: ["0"], means: "failed" },
      { column: "oxfolder", is: ["orderfolder_problems"], means: "failed" },
      { column: "oxpaid", is: ["0000-00-00", "0000-00-00 00:00:00"], means: "unpaid", ifCounts: true },
    ],
    words: { ok: "count" },
    rest: "failed",
  },
};
