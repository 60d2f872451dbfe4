/** The fixture shops: each shows one thing that a forecast must get right, or be honest about. */
import type { ShopSettings } from "./settings.js";

const HEALTHY: ShopSettings = {
  customers: 1200,
  start: "2023-01-02",
  days: 1095,
  acquisitionGrowth: 0,
  buying: { meanGap: 110, shape: 1.1, erlang: 1, oneTimeShare: 0 },
  dropout: { shape: 0.7, meanLife: 400 },
  season: { amplitude: 0.2, peak: 340, weekend: 0.8 },
  promotion: null,
  spend: { median: 5500, between: 0.5, within: 0.45, withFrequency: 0.2 },
  refunds: { share: 0.04, whole: 0.6, delay: 21 },
  taxRate: 0.19,
  shipping: { price: 490, freeFrom: 8000 },
  costShare: 0.55,
  unnamedShare: 0,
  cancelledShare: 0.02,
  whale: null,
  currency: "EUR",
};

const STEADY = { amplitude: 0, peak: 0, weekend: 1 };

/** Each fixture shop by name. `demo` is what `longworth demo` runs. */
export const PRESETS = {
  /** Ten thousand customers, three years, returns, tax and shipping, margins, seasons, promotions, till sales. */
  demo: {
    ...HEALTHY,
    customers: 10_000,
    acquisitionGrowth: 0.1,
    season: { amplitude: 0.12, peak: 340, weekend: 0.75 },
    promotion: { every: 122, length: 4, lift: 1.5, discount: 0.15 },
    refunds: { share: 0.07, whole: 0.6, delay: 28 },
    unnamedShare: 0.04,
  },
  healthy: HEALTHY,
  dying: { ...HEALTHY, acquisitionGrowth: -1.6, dropout: { shape: 1.5, meanLife: 250 } },
  growing: { ...HEALTHY, acquisitionGrowth: 1.1 },
  promo: { ...HEALTHY, promotion: { every: 60, length: 3, lift: 15, discount: 0.25 } },
  /** Ends in November, six weeks before its peak. */
  seasonal: { ...HEALTHY, days: 1040, season: { amplitude: 0.85, peak: 345, weekend: 0.8 } },
  /** A replacement cycle of about ten months: who was silent longest is the next to buy. */
  backwards: {
    ...HEALTHY,
    customers: 900,
    buying: { meanGap: 300, shape: 40, erlang: 14, oneTimeShare: 0 },
    dropout: null,
    season: STEADY,
  },
  "no-dropout": {
    ...HEALTHY,
    customers: 800,
    buying: { meanGap: 75, shape: 1.2, erlang: 1, oneTimeShare: 0 },
    dropout: null,
    season: STEADY,
  },
  /** A system that keeps the month of an order only. */
  "monthly-dates": { ...HEALTHY, dates: "months" },
  "tiny-40": { ...HEALTHY, customers: 40, days: 500, cancelledShare: 0 },
  "one-whale": { ...HEALTHY, customers: 400, whale: { gap: 9, spendFactor: 25 } },
  "one-timers": { ...HEALTHY, customers: 1000, buying: { ...HEALTHY.buying, oneTimeShare: 0.96 } },
  "one-customer": { ...HEALTHY, customers: 1, days: 500, cancelledShare: 0, whale: { gap: 30, spendFactor: 1 } },
} as const satisfies Record<string, ShopSettings>;

export type ShopName = keyof typeof PRESETS;
export const SHOP_NAMES = Object.keys(PRESETS) as readonly ShopName[]; // cast: keys of a literal
