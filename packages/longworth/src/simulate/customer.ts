/** One simulated customer: when it comes, how often it buys, when it leaves, what it pays. */
import { random as draws } from "@longworth/models";
import { dayAt, type Calendar } from "./calendar.js";
import { CANCELLED, ORDER, REFUND, UNNAMED, type ShopEvent } from "./events.js";
import type { ShopSettings } from "./settings.js";

export interface Shop {
  readonly settings: ShopSettings;
  readonly calendar: Calendar;
  readonly acquisition: Float64Array; // running sum of the newcomers' intensity by day of the export
  readonly products: readonly Product[];
  readonly random: () => number;
}

export type Product = Readonly<{ name: string; costShare: number }>;

interface Customer {
  readonly index: number;
  readonly rate: number; // orders per operational day
  readonly lastDay: number; // buys up to here
  readonly level: number; // of the log of the amount
}

const DAYS_PER_YEAR = 365.25;
const MOST_LOG_RATE = 2; // a customer's level follows its rate only so far
const SMALLEST_ORDER = 100; // cents
const HOURS = { open: 8, hours: 14 };

/** Running sum of newcomers' intensity: the calendar's pace times exponential growth. */
export function acquisitionOf({ acquisitionGrowth, days }: ShopSettings, { elapsed }: Calendar): Float64Array {
  const sum = new Float64Array(days + 1);
  for (let i = 0; i < days; i++) {
    const pace = (elapsed[i + 1] ?? 0) - (elapsed[i] ?? 0);
    sum[i + 1] = (sum[i] ?? 0) + pace * Math.exp((acquisitionGrowth * i) / DAYS_PER_YEAR);
  }
  return sum;
}

/** Adds everything that customer `index` ever does, up to the end of the calendar. */
export function liveCustomer(shop: Shop, index: number, add: (event: ShopEvent) => void): void {
  const { settings, calendar, acquisition, random } = shop;
  const last = calendar.elapsed.length - 1;
  const isWhale = settings.whale !== null && index === 0;
  const firstDay = isWhale ? 0 : dayAt(acquisition, random() * (acquisition.at(-1) ?? 0));
  const customer = drawCustomer(shop, index, firstDay);
  let time = within(calendar, firstDay, random());
  let day = firstDay;
  while (day < last && day <= customer.lastDay) {
    addOrder(shop, customer, { day, add });
    time += draws.gamma(random, settings.buying.erlang, settings.buying.erlang * customer.rate);
    day = dayAt(calendar.elapsed, time);
  }
}

const within = ({ elapsed }: Calendar, day: number, share: number): number =>
  (elapsed[day] ?? 0) + share * ((elapsed[day + 1] ?? 0) - (elapsed[day] ?? 0));

function drawCustomer({ settings, random }: Shop, index: number, firstDay: number): Customer {
  const { buying, dropout, spend, whale } = settings;
  const level = Math.log(spend.median);
  if (whale !== null && index === 0) {
    return { index, rate: 1 / whale.gap, lastDay: Infinity, level: level + Math.log(whale.spendFactor) };
  }
  const rate = draws.gamma(random, buying.shape, buying.shape * buying.meanGap);
  const logRate = Math.max(-MOST_LOG_RATE, Math.min(MOST_LOG_RATE, Math.log(rate * buying.meanGap)));
  const own = Math.sqrt(1 - spend.withFrequency ** 2) * draws.normal(random);
  const life =
    dropout === null
      ? Infinity
      : draws.exponential(random, draws.gamma(random, dropout.shape, dropout.shape * dropout.meanLife));
  const isOneTimer = random() < buying.oneTimeShare;
  return {
    index,
    rate,
    lastDay: isOneTimer ? firstDay : firstDay + life,
    level: level + spend.between * (spend.withFrequency * logRate + own),
  };
}

interface Occasion {
  readonly day: number;
  readonly add: (event: ShopEvent) => void;
}

function addOrder(shop: Shop, customer: Customer, { day, add }: Occasion): void {
  const { settings, random } = shop;
  const order = drawOrder(shop, customer, day);
  add(order);
  if (random() < settings.refunds.share) addRefund(shop, order, add);
  if (random() < settings.cancelledShare) add({ ...drawOrder(shop, customer, day), kind: CANCELLED });
  const { unnamedShare } = settings;
  if (random() < unnamedShare / (1 - unnamedShare)) {
    add({ ...drawOrder(shop, { ...customer, level: Math.log(settings.spend.median) }, day), kind: UNNAMED });
  }
}

function drawOrder({ settings, calendar, products, random }: Shop, customer: Customer, day: number): ShopEvent {
  const listed = Math.max(
    SMALLEST_ORDER,
    Math.round(Math.exp(customer.level + settings.spend.within * draws.normal(random))),
  );
  const off = calendar.onPromotion[day] === 1 && settings.promotion !== null ? settings.promotion.discount : 0;
  const discount = Math.round(listed * off);
  const net = listed - discount;
  const product = Math.floor(random() * products.length);
  return {
    customer: customer.index,
    day,
    minute: 60 * HOURS.open + Math.floor(random() * 60 * HOURS.hours),
    kind: ORDER,
    net,
    tax: Math.round(net * settings.taxRate),
    shipping: net >= settings.shipping.freeFrom ? 0 : settings.shipping.price,
    discount,
    cost: Math.round(listed * (products[product]?.costShare ?? settings.costShare)),
    product,
  };
}

/** A refund is an event of its own day; shipping stays paid. */
function addRefund({ settings, random }: Shop, order: ShopEvent, add: (event: ShopEvent) => void): void {
  const part = random() < settings.refunds.whole ? 1 : 0.2 + 0.6 * random();
  const day = order.day + 1 + Math.floor(random() * settings.refunds.delay);
  const back = (money: number): number => -Math.round(money * part);
  const { net, tax, cost } = order;
  add({ ...order, kind: REFUND, day, net: back(net), tax: back(tax), shipping: 0, discount: 0, cost: back(cost) });
}
