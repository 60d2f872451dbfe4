/** Exports of 1,000 orders in the form of ten systems, each with its truth (LAYOUTS section 7). */
import { amazon } from "./exports/amazon.js";
import { ebay } from "./exports/ebay.js";
import { etsy, etsySparse } from "./exports/etsy.js";
import { germanSheet } from "./exports/german-sheet.js";
import type { Simulated } from "./exports/orders.js";
import { paypal } from "./exports/paypal.js";
import { shopify } from "./exports/shopify.js";
import { square } from "./exports/square.js";
import { stripe } from "./exports/stripe.js";
import { woo } from "./exports/woo.js";
import { xero } from "./exports/xero.js";

export { bytesOf, type Export, type Simulated, type Truth } from "./exports/orders.js";
export { shopify };

/** All of them, by name. Made anew at each call: the orders are always the same. */
export const simulatedExports: Readonly<Record<string, () => Simulated>> = {
  shopify,
  woo,
  stripe,
  square,
  paypal,
  amazon,
  etsy,
  "etsy, older": etsySparse,
  ebay,
  xero,
  "german sheet": germanSheet,
};
