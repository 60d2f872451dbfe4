/** The exports we know by name, what they cannot say whatever is done with them, and which export says who bought. */

type Export = Readonly<{ name: string; cannot: readonly string[]; withCustomers?: string }>;

const REFUND_DAYS =
  "It has no dates of refunds: they count on the day of their order, unless a file of refunds is given.";
const NO_REFUNDS = "It has no refunds: what was sent back is still counted, unless a file of refunds is given.";
const EMAIL = "Who bought is told by the e-mail: a person with two addresses is two customers.";
const ALIAS =
  "The buyer is an alias of the marketplace. Where it is renewed, one person becomes two, and loyalty looks lower than it is.";
const GUESTS = "Guests and buyers at fairs have no stable name: the share who come back is a lower bound.";
const TILL = "Most sales at a till name nobody. Every figure about customers is about those who are named.";
const NET_IS_PAID = "It has neither tax nor shipping: net is what was paid.";
const ELSEWHERE = "What was paid by other means is not in it.";
const INVOICES = "The day of the invoice counts as the day of the purchase, and a yearly invoice as one order.";
const BOOKED = "Deals are booked, not billed: discounts, refunds and renewals that nobody entered are missing.";
const LIST_PRICES =
  "It says what contracts cost, not what was paid: unpaid bills, refunds and discounts are in the invoices.";
const NO_CURRENCY = "It names no currency and no time zone.";
const WOO_NAMES =
  "an order export with the customer's id or e-mail (WooCommerce: Advanced Order Export or Order Import Export)";

const KNOWN: Readonly<Record<string, Export>> = {
  generic: { name: "a sheet of orders", cannot: [] },
  shopify_orders: {
    name: "Shopify orders export",
    cannot: [
      REFUND_DAYS,
      EMAIL,
      "Tips, gift cards and store credit have no amounts of their own, and costs are not in it.",
    ],
  },
  tiendanube_orders: { name: "Tiendanube (Nuvemshop) orders", cannot: [REFUND_DAYS] },
  squarespace_orders: { name: "Squarespace orders", cannot: [REFUND_DAYS, EMAIL] },
  wix_orders: { name: "Wix orders", cannot: [REFUND_DAYS, EMAIL, "It has no time zone."] },
  matrixify_orders: { name: "Matrixify orders export", cannot: [REFUND_DAYS] },
  woo_orders_advanced: {
    name: "WooCommerce orders (Advanced Order Export)",
    cannot: [REFUND_DAYS, NO_CURRENCY],
    withCustomers: WOO_NAMES,
  },
  woo_orders_webtoffee: {
    name: "WooCommerce orders (Order Import Export)",
    cannot: [REFUND_DAYS],
    withCustomers: WOO_NAMES,
  },
  woo_analytics_orders: {
    name: "WooCommerce analytics, orders",
    cannot: [
      "Who bought is a name only, and two people can share one.",
      "Cancelled and unpaid orders are left out before the download.",
    ],
  },
  woo_rest_orders: { name: "WooCommerce orders (REST)", cannot: [REFUND_DAYS] },
  stripe_payments: {
    name: "Stripe payments export",
    cannot: [NET_IS_PAID, "Refunds have no dates of their own: they count on the day of their payment.", ELSEWHERE],
  },
  stripe_invoices: { name: "Stripe invoices export", cannot: [INVOICES, NO_REFUNDS] },
  stripe_balance: { name: "Stripe balance, itemised", cannot: [NET_IS_PAID, ELSEWHERE] },
  square_transactions: {
    name: "Square transactions",
    cannot: [TILL, "`$` is the sign of many currencies: the file does not say which."],
    withCustomers: "Transactions with the Customer ID column, and ask for the e-mail at the till",
  },
  square_items: {
    name: "Square items",
    cannot: [TILL, "Tips and gift cards are not in it: the transactions export has them."],
    withCustomers: "Transactions with the Customer ID column, and ask for the e-mail at the till",
  },
  paypal_activity: {
    name: "PayPal activity",
    cannot: [
      ELSEWHERE,
      "A private payment looks like a sale.",
      "Whether an amount holds tax is known only where the tax column was chosen.",
    ],
  },
  amazon_all_orders: {
    name: "Amazon, All Orders",
    cannot: ["It does not say who bought.", NO_REFUNDS],
    withCustomers: "Order Reports, which have the buyer's e-mail alias",
  },
  amazon_order_report: {
    name: "Amazon order report",
    cannot: [ALIAS, NO_REFUNDS, "It has no status: only orders to be shipped are listed."],
  },
  amazon_order_report_old: {
    name: "Amazon order report of the first form",
    cannot: [NO_REFUNDS, "It has no status, no tax and no currency."],
  },
  amazon_settlement: {
    name: "Amazon settlement",
    cannot: ["It does not say who bought.", "One file is one fortnight of one marketplace."],
    withCustomers: "Order Reports, which have the buyer's e-mail alias",
  },
  amazon_date_range: {
    name: "Amazon date range report",
    cannot: ["It does not say who bought."],
    withCustomers: "Order Reports, which have the buyer's e-mail alias",
  },
  etsy_orders: {
    name: "Etsy sold orders",
    cannot: [
      GUESTS,
      "Refunds have no dates, and in files without adjusted totals there are none.",
      "Tax that Etsy collects can hide in the total.",
    ],
    withCustomers: "Sold Orders with the Buyer columns",
  },
  etsy_order_items: { name: "Etsy sold order items", cannot: [GUESTS, NO_REFUNDS] },
  etsy_payments: { name: "Etsy payments", cannot: [GUESTS, REFUND_DAYS] },
  ebay_orders: {
    name: "eBay orders report",
    cannot: [GUESTS, NO_REFUNDS, "It has no status: only paid orders are listed."],
    withCustomers: "the Orders report with the Buyer Username column",
  },
  ebay_transactions: { name: "eBay transaction report", cannot: [GUESTS] },
  xero_invoices: {
    name: "Xero invoices",
    cannot: [INVOICES, "A company is one customer, however many people buy for it."],
  },
  quickbooks_sales_by_customer: {
    name: "QuickBooks, Sales by Customer Detail",
    cannot: [INVOICES, "It leaves out sales tax, and whether an invoice was paid."],
  },
  bigcommerce_orders: { name: "BigCommerce orders", cannot: [REFUND_DAYS] },
  magento_orders: { name: "Magento orders", cannot: [REFUND_DAYS, EMAIL, "Its subtotals may hold tax."] },
  prestashop_grid: {
    name: "PrestaShop list of orders",
    cannot: [NET_IS_PAID, "Who bought is a name only, and two people can share one."],
  },
  prestashop_orders: { name: "PrestaShop table of orders", cannot: [NO_REFUNDS] },
  shopware5_orders: { name: "Shopware 5 orders", cannot: [NO_REFUNDS] },
  shopware6_orders: { name: "Shopware 6 orders", cannot: [NO_REFUNDS] },
  oxid_orders: { name: "OXID table of orders", cannot: [NO_REFUNDS] },
  lightspeed_x_sales: { name: "Lightspeed (X-Series) sales", cannot: [TILL] },
  lightspeed_r_sales: { name: "Lightspeed (R-Series) sales", cannot: [TILL] },
  toast_checks: { name: "Toast checks", cannot: [TILL, "Voided checks cannot be told apart."] },
  toast_items: {
    name: "Toast items",
    cannot: ["It does not say who bought."],
    withCustomers: "All checks, which have customers",
  },
  toast_payments: {
    name: "Toast payments",
    cannot: [TILL, REFUND_DAYS, "Tax is part of the amount: the checks have it apart."],
    withCustomers: "All checks, which have customers",
  },
  gumroad_sales: { name: "Gumroad sales", cannot: [REFUND_DAYS, EMAIL] },
  paddle_classic: { name: "Paddle orders", cannot: [REFUND_DAYS, EMAIL] },
  paddle_billing: {
    name: "Paddle Billing transactions",
    cannot: ["Refunds are in the adjustments: what was paid back is still counted, unless a file of refunds is given."],
  },
  comgate_payments: { name: "Comgate payments", cannot: [NET_IS_PAID, EMAIL, NO_REFUNDS, ELSEWHERE] },
  chargebee_invoices: { name: "Chargebee invoices", cannot: [INVOICES, NO_REFUNDS] },
  recurly_invoices: { name: "Recurly invoices", cannot: [INVOICES] },
  hubspot_deals: { name: "HubSpot deals", cannot: [BOOKED] },
  salesforce_opportunities: { name: "Salesforce opportunities", cannot: [BOOKED] },
  taobao_tmall: {
    name: "Taobao or Tmall orders",
    cannot: [REFUND_DAYS, "New files mask the buyer: those orders name nobody."],
  },
  shopee_tw: { name: "Shopee orders", cannot: [NO_REFUNDS, "New files mask the buyer: those orders name nobody."] },
  shopee_orders: { name: "Shopee orders", cannot: [NO_REFUNDS] },
  contracts: { name: "a sheet of contracts", cannot: [LIST_PRICES] },
  cohort_counts: {
    name: "a table of cohorts",
    cannot: ["It has neither customers nor prices: who stays is forecast, for cohorts as a whole."],
  },
  stripe_subscriptions: {
    name: "Stripe subscriptions",
    cannot: [LIST_PRICES, "Discounts after the start are not in it."],
  },
  chargebee_subscriptions: { name: "Chargebee subscriptions", cannot: [LIST_PRICES] },
  recurly_subscriptions: { name: "Recurly subscriptions", cannot: [LIST_PRICES] },
  faire_orders: { name: "Faire orders", cannot: [NO_REFUNDS, "Who bought is the shop's name."] },
};

/** About a layout by its id; one we have no words for is called by its id. */
export const exports = {
  name: (layout: string): string => KNOWN[layout]?.name ?? layout,
  cannot: (layout: string): readonly string[] => KNOWN[layout]?.cannot ?? [],
  withCustomers: (layout: string): string | undefined => KNOWN[layout]?.withCustomers,
};
