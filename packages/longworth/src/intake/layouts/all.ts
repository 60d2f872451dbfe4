/** Every layout we know by name, in the order in which ties are told. */
import type { Layout } from "../layout.js";
import { amazonAllOrders, amazonOrderReport } from "./amazon.js";
import { ebayOrders } from "./ebay.js";
import { etsyOrderItems, etsyOrders, etsyPayments } from "./etsy.js";
import { OTHER_EXPORTS } from "./other-exports.js";
import { paypalActivity } from "./paypal.js";
import { shopifyOrders } from "./shopify-orders.js";
import { squareItems, squareTransactions } from "./square.js";
import { stripePayments } from "./stripe-payments.js";
import { wooAnalyticsOrders, wooOrdersAdvanced, wooOrdersWebtoffee, wooRestOrders } from "./woocommerce.js";
import { xeroInvoices } from "./xero.js";

export const LAYOUTS: readonly Layout[] = [
  shopifyOrders,
  wooOrdersAdvanced,
  wooOrdersWebtoffee,
  wooAnalyticsOrders,
  wooRestOrders,
  stripePayments,
  squareTransactions,
  squareItems,
  paypalActivity,
  amazonAllOrders,
  amazonOrderReport,
  etsyOrders,
  etsyOrderItems,
  etsyPayments,
  ebayOrders,
  xeroInvoices,
  ...OTHER_EXPORTS,
];
