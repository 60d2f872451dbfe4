/** Every layout we know by name, in the order in which ties are told. */
import type { Layout } from "../layout.js";
import { OTHER_EXPORTS } from "./other-exports.js";
import { shopifyOrders } from "./shopify-orders.js";
import { stripePayments } from "./stripe-payments.js";

export const LAYOUTS: readonly Layout[] = [shopifyOrders, stripePayments, ...OTHER_EXPORTS];
