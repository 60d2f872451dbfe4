/**
 * Shops with growth, season and promotions, simulated with a known year to come: each draws its own settings from its
 * number, so shop 17 is the same shop everywhere.
 */
import { random } from "@longworth/models";
import { exportCsv } from "../../packages/longworth/dist/simulate/export-csv.js";
import { simulateShop } from "../../packages/longworth/dist/simulate/shop.js";

const NEVER_LEAVES = 0.15; // share of shops
const WITHOUT_PROMOTION = 0.2;
const IN_STEPS = 0.25; // of shops whose customers buy in rhythm

/** @param number 1, 2, ... @returns settings of `simulate/settings.ts` */
export function settingsOf(number) {
  const next = random.seeded(1_000 + number);
  const between = (low, high) => low + next() * (high - low);
  const whole = (low, high) => Math.round(between(low, high));
  return {
    customers: Math.round(Math.exp(between(Math.log(300), Math.log(3_000)))),
    start: "2022-01-03",
    days: whole(450, 1_200),
    acquisitionGrowth: between(-0.6, 1.2),
    buying: {
      meanGap: between(40, 180),
      shape: between(0.6, 2),
      erlang: next() < IN_STEPS ? 2 : 1,
      oneTimeShare: between(0, 0.3),
    },
    dropout: next() < NEVER_LEAVES ? null : { shape: between(0.5, 1.5), meanLife: between(200, 900) },
    season: { amplitude: between(0, 0.5), peak: whole(1, 365), weekend: between(0.5, 1.3) },
    promotion:
      next() < WITHOUT_PROMOTION
        ? null
        : { every: whole(30, 180), length: whole(2, 7), lift: between(1.5, 5), discount: between(0.05, 0.3) },
    spend: {
      median: whole(2_000, 12_000),
      between: between(0.3, 0.7),
      within: between(0.3, 0.6),
      withFrequency: between(-0.2, 0.4),
    },
    refunds: { share: between(0, 0.1), whole: 0.6, delay: 28 },
    taxRate: 0.19,
    shipping: { price: 490, freeFrom: 8_000 },
    costShare: 0.55,
    unnamedShare: 0,
    cancelledShare: 0.02,
    whale: null,
    currency: "EUR",
  };
}

/** @returns the shop, and its export as text */
export function shopOf(number) {
  const shop = simulateShop(settingsOf(number), number);
  return { shop, csv: [...exportCsv(shop)].join("") };
}
