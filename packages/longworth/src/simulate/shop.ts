/** A simulated shop: what it would export today, and what its customers really did in the year after. */
import { random as draws } from "@longworth/models";
import { calendarOf, isoDay } from "./calendar.js";
import { acquisitionOf, liveCustomer, type Product, type Shop } from "./customer.js";
import { eventList, ORDER, REFUND, type EventColumns } from "./events.js";
import { TRUTH_DAYS, type ShopSettings } from "./settings.js";

/** What happened in (as_of, as_of + 365], of the customers who had bought by as_of. */
export interface Truth {
  readonly horizonDays: number;
  /** Parallel columns, one entry per customer with an order up to as_of, ascending by id. */
  readonly customerId: readonly string[];
  readonly orders: Int32Array; // days on which the customer's net amount was above 0
  readonly revenue: Float64Array; // net of tax, shipping, discounts and refunds, in units of the currency
  readonly totalOrders: number;
  readonly totalRevenue: number;
}

export interface SimulatedShop {
  readonly settings: ShopSettings;
  readonly asOf: string; // last day with an order that counts
  readonly events: EventColumns; // the future included; the export ends with as_of
  readonly lastDay: number; // as_of, from the shop's first day
  readonly products: readonly Product[];
  readonly orders: number; // of named customers up to as_of, cancelled ones left out
  readonly truth: Truth;
}

const PRODUCTS = ["Tea", "Coffee", "Teapot", "Cups", "Winter bundle", "Gift box", "Grinder", "Filters"];
const COST_SPREAD = 0.3; // the dearest product to make costs so much more of its price than the mean

/** The name of customer i: also the order of ids. */
export const customerId = (index: number): string => `C-${`${index + 1}`.padStart(7, "0")}`;

/** The same settings and seed give the same shop, to the byte. */
export function simulateShop(settings: ShopSettings, seed: number): SimulatedShop {
  const calendar = calendarOf(settings, settings.days + TRUTH_DAYS);
  const products = PRODUCTS.map((name, i) => ({
    name,
    costShare: settings.costShare + COST_SPREAD * (i / (PRODUCTS.length - 1) - 0.5),
  }));
  const acquisition = acquisitionOf(settings, calendar);
  const shop: Shop = { settings, calendar, acquisition, products, random: draws.seeded(seed) };
  const list = eventList();
  for (let index = 0; index < settings.customers; index++) liveCustomer(shop, index, list.add);
  const events = list.done();
  const { lastDay, orders } = exportedPart(events, settings.days);
  const asOf = isoDay(calendar.first + lastDay);
  return { settings, asOf, events, lastDay, products, orders, truth: truthOf(events, lastDay) };
}

/** The last day with an order of a named customer, and how many there are up to it. */
function exportedPart(
  { day, kind, length }: EventColumns,
  days: number,
): Readonly<{ lastDay: number; orders: number }> {
  let lastDay = 0;
  let orders = 0;
  for (let i = 0; i < length; i++) {
    if (kind[i] !== ORDER || (day[i] ?? 0) >= days) continue;
    lastDay = Math.max(lastDay, day[i] ?? 0);
    orders++;
  }
  return { lastDay, orders };
}

/** Per customer: net money by day of the future; a day counts as an order when it ends above 0. */
function truthOf(events: EventColumns, lastDay: number): Truth {
  const ids: string[] = [];
  const orders: number[] = [];
  const revenue: number[] = [];
  let totalOrders = 0;
  let totalCents = 0;
  for (let from = 0; from < events.length;) {
    let to = from;
    while (to < events.length && events.customer[to] === events.customer[from]) to++;
    if (isKnown(events, { from, to, lastDay })) {
      const future = futureOf(events, { from, to, lastDay });
      ids.push(customerId(events.customer[from] ?? 0));
      orders.push(future.orders);
      revenue.push(future.cents / 100);
      totalOrders += future.orders;
      totalCents += future.cents;
    }
    from = to;
  }
  return {
    horizonDays: TRUTH_DAYS,
    customerId: ids,
    orders: Int32Array.from(orders),
    revenue: Float64Array.from(revenue),
    totalOrders,
    totalRevenue: totalCents / 100,
  };
}

type Part = Readonly<{ from: number; to: number; lastDay: number }>;

function isKnown({ day, kind }: EventColumns, { from, to, lastDay }: Part): boolean {
  for (let i = from; i < to; i++) if (kind[i] === ORDER && (day[i] ?? 0) <= lastDay) return true;
  return false;
}

function futureOf(events: EventColumns, { from, to, lastDay }: Part): Readonly<{ orders: number; cents: number }> {
  const byDay = new Map<number, number>();
  for (let i = from; i < to; i++) {
    const day = events.day[i] ?? 0;
    const counts = events.kind[i] === ORDER || events.kind[i] === REFUND;
    if (!counts || day <= lastDay || day > lastDay + TRUTH_DAYS) continue;
    byDay.set(day, (byDay.get(day) ?? 0) + (events.net[i] ?? 0));
  }
  let orders = 0;
  let cents = 0;
  for (const net of byDay.values()) {
    if (net > 0) orders++;
    cents += net;
  }
  return { orders, cents };
}
