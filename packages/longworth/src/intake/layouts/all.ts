/** Every layout we know by name, in the order in which ties are told. */
import type { Layout } from "../layout.js";
import {
  amazonAllOrders,
  amazonDateRange,
  amazonOrderReport,
  amazonOrderReportOld,
  amazonSettlement,
} from "./amazon.js";
import {
  chargebeeInvoices,
  comgatePayments,
  gumroadSales,
  paddleBilling,
  paddleClassic,
  recurlyInvoices,
  stripeBalanceItems,
  stripeInvoices,
} from "./billing.js";
import { faireOrders } from "./faire.js";
import { squarespaceOrders, tiendanubeOrders, wixOrders } from "./hosted-shops.js";
import { hubspotDeals, salesforceOpportunities } from "./deals.js";
import { ebayOrders, ebayTransactions } from "./ebay.js";
import { etsyOrderItems, etsyOrders, etsyPayments } from "./etsy.js";
import { shopeeOrders, shopeeTw, taobaoTmall } from "./marketplaces-asia.js";
import { OTHER_EXPORTS } from "./other-exports.js";
import { paypalActivity } from "./paypal.js";
import { quickbooksSalesByCustomer } from "./quickbooks.js";
import {
  bigcommerceOrders,
  magentoOrders,
  oxidOrders,
  prestashopGrid,
  prestashopOrders,
  shopware5Orders,
  shopware6Orders,
} from "./shop-systems.js";
import { matrixifyOrders, shopifyOrders } from "./shopify-orders.js";
import { squareItems, squareTransactions } from "./square.js";
import { stripePayments } from "./stripe-payments.js";
import { lightspeedRSales, lightspeedXSales, toastChecks, toastItems, toastPayments } from "./tills.js";
import { wooAnalyticsOrders, wooOrdersAdvanced, wooOrdersWebtoffee, wooRestOrders } from "./woocommerce.js";
import { xeroInvoices } from "./xero.js";

export const LAYOUTS: readonly Layout[] = [
  shopifyOrders,
  squarespaceOrders,
  tiendanubeOrders,
  matrixifyOrders,
  wooOrdersAdvanced,
  wooOrdersWebtoffee,
  wooAnalyticsOrders,
  wooRestOrders,
  stripePayments,
  stripeInvoices,
  stripeBalanceItems,
  squareTransactions,
  squareItems,
  paypalActivity,
  amazonAllOrders,
  amazonOrderReport,
  amazonOrderReportOld,
  amazonDateRange,
  amazonSettlement,
  etsyOrders,
  etsyOrderItems,
  etsyPayments,
  ebayOrders,
  ebayTransactions,
  xeroInvoices,
  quickbooksSalesByCustomer,
  bigcommerceOrders,
  magentoOrders,
  prestashopGrid,
  prestashopOrders,
  shopware5Orders,
  shopware6Orders,
  oxidOrders,
  wixOrders,
  lightspeedXSales,
  lightspeedRSales,
  toastChecks,
  toastItems,
  toastPayments,
  gumroadSales,
  paddleClassic,
  paddleBilling,
  comgatePayments,
  chargebeeInvoices,
  recurlyInvoices,
  hubspotDeals,
  salesforceOpportunities,
  faireOrders,
  taobaoTmall,
  shopeeTw,
  shopeeOrders,
  ...OTHER_EXPORTS,
];
