/** Customers simulated from a purchase model, as a history, with what they do afterwards. */
import { random } from "@longworth/models";
import type { Params, PurchaseModel } from "@longworth/models";
import { historyOf } from "./logs.js";
import type { Event } from "./logs.js";
import type { History } from "../../src/forecast/history.js";

export interface Shop {
  readonly model: Pick<PurchaseModel, "simulate">;
  readonly params: Params; // times in weeks
  readonly customers: number;
  readonly days: number; // of history; the first purchases are spread evenly over it
  readonly horizon: number; // days after it that are simulated, too
  readonly seed: number;
  readonly start?: number; // first day; 0 unless given
  readonly spend?: Readonly<{ mu: number; tau: number; sigma: number }>; // of log amounts
}

/** The cut is `start + days - 1`. Amounts are 1 without `spend`. */
export function simulatedShop({ model, params, customers, days, horizon, seed, spend, start = 0 }: Shop): History {
  const uniform = random.seeded(seed);
  const first = Int32Array.from({ length: customers }, () => Math.floor(uniform() * days));
  const weeks = Float64Array.from(first, (day) => (days - 1 - day + horizon) / 7);
  const log = model.simulate(params, weeks, uniform);
  const level = Float64Array.from(first, () =>
    spend === undefined ? 0 : spend.mu + spend.tau * random.normal(uniform),
  );
  const events: Event[] = [];
  const add = (customer: number, day: number) => {
    const value = spend === undefined ? 1 : Math.exp(level[customer] + spend.sigma * random.normal(uniform));
    events.push({ id: `${customer}`, day: start + day, value: Math.max(Math.round(value * 100) / 100, 0.01) });
  };
  first.forEach((day, customer) => add(customer, day));
  const taken = new Set(events.map(({ id, day }) => `${id}/${day}`));
  log.time.forEach((time, k) => {
    const customer = log.customer[k];
    const day = first[customer] + Math.ceil(time * 7);
    const key = `${customer}/${start + day}`;
    if (taken.has(key)) return; // a customer-day is one purchase
    taken.add(key);
    add(customer, day);
  });
  return historyOf(events, spend !== undefined);
}
