/** Made-up facts about coming back, that fit the cohorts of the made-up run. */
import type { Returns, StateName } from "../../src/report/returns.js";

const STATES: readonly StateName[] = ["new", "returning", "resurrected", "at_risk", "lapsed"];

/** Nothing is known. */
export const NO_RETURNS: Returns = {
  repeat: { value: 0, low: 0, high: 0.1, customers: 12 },
  gap: { value: null, low: null, high: null, customers: 0 },
  silence: 28,
  sample: 12,
  waits: [],
  periods: [],
  expected: [],
};

/** Six months; half are back after 40 days, and sooner after every purchase. */
export const RETURNS: Returns = {
  repeat: { value: 0.42, low: 0.4, high: 0.44, customers: 2400 },
  gap: { value: 34, low: 31, high: 37, customers: 5200 },
  silence: 112,
  sample: 2400,
  waits: [1, 2, 3, 4, 5].map((purchase) => ({
    purchase,
    customers: Math.round(2400 / purchase),
    back: Math.round(1000 / purchase),
    median: {
      value: purchase === 1 ? null : 60 - 5 * purchase,
      low: 40,
      high: purchase === 1 ? null : 70,
      customers: 2400,
    },
    within: [30, 90].map((days) => {
      const share = 1 - Math.exp((-days * purchase) / 160);
      return { days, share, low: share - 0.02, high: share + 0.02 };
    }),
    curve: Array.from({ length: 30 }, (_, i) => ({
      days: 6 * (i + 1),
      share: 0.8 * (1 - Math.exp((-6 * (i + 1) * purchase) / 160)),
    })),
  })),
  periods: Array.from({ length: 6 }, (_, k) => ({
    period: `2025-${String(7 + k).padStart(2, "0")}-01`,
    customers: { new: 300 + 10 * k, returning: 120 * k, resurrected: 12 * k, at_risk: 100 * k, lapsed: 60 * k },
    value: { new: 12_000, returning: 5000 * k, resurrected: 500 * k, at_risk: -20 * k, lapsed: 0 },
    from:
      k === 0
        ? []
        : STATES.flatMap((from, i) => STATES.slice(1).map((to, j) => ({ from, to, customers: 10 * (1 + i) + j }))),
  })),
  expected: Array.from({ length: 6 }, (_, k) =>
    Array.from({ length: k }, (__, i) => {
      const share = 0.4 / 1.5 ** (6 - k + i);
      return {
        cohort: `2025-${String(7 + k).padStart(2, "0")}-01`,
        age: 6 - k + i,
        size: k === 4 ? 8 : 300 + 10 * k,
        share,
        low: 0.6 * share,
        high: 1.5 * share,
      };
    }),
  ).flat(),
};
