import { describe, expect, test } from "vitest";
import { exportCsv, EXPORT_HEADER } from "../../src/simulate/export-csv.js";
import { PRESETS, SHOP_NAMES } from "../../src/simulate/presets.js";
import { TRUTH_DAYS, type ShopSettings } from "../../src/simulate/settings.js";
import { simulateShop, type SimulatedShop } from "../../src/simulate/shop.js";

type Row = Readonly<Record<(typeof EXPORT_HEADER)[number], string>>;

function rowsOf(shop: SimulatedShop): readonly Row[] {
  const [header, ...lines] = [...exportCsv(shop)].join("").trimEnd().split("\n");
  expect(header!.split(",")).toEqual(EXPORT_HEADER);
  const fields = lines.map((line) => line.split(","));
  expect(fields.filter((cells) => cells.length !== EXPORT_HEADER.length)).toEqual([]);
  return fields.map((cells) => {
    return Object.fromEntries(EXPORT_HEADER.map((name, i) => [name, cells[i]!])) as Row; // cast: every name has a cell
  });
}

const cents = (text: string): number => Math.round(100 * Number(text));
const dayOf = (iso: string): number => Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) / 86_400_000;
const small = (change: Partial<ShopSettings> = {}): ShopSettings => ({ ...PRESETS.healthy, customers: 400, ...change });

describe.each(SHOP_NAMES)("the shop %s", (name) => {
  const shop = simulateShop(PRESETS[name], 7);

  test("has the customers it says, ends on the day of its last order, in order of time, with ids of its own", () => {
    const rows = rowsOf(shop);
    const orders = rows.filter((r) => r.status === "completed" && r.customer_id !== "" && cents(r.order_total) > 0);
    expect(orders).toHaveLength(shop.orders);
    expect(new Set(orders.map((r) => r.customer_id)).size).toBe(shop.truth.customerId.length);
    expect(shop.truth.customerId.length).toBe(PRESETS[name].customers);
    expect(orders.at(-1)!.order_date.slice(0, 10)).toBe(
      name === "monthly-dates" ? `${shop.asOf.slice(0, 7)}-01` : shop.asOf,
    );
    expect(rows.every((r, i) => i === 0 || rows[i - 1]!.order_date <= r.order_date)).toBe(true);
    expect(new Set(rows.map((r) => r.order_id)).size).toBe(rows.length);
  });

  test("knows what every customer does in the following year", () => {
    const { customerId, orders, revenue, totalOrders, totalRevenue } = shop.truth;
    expect([...customerId].sort()).toEqual(customerId);
    expect(orders.reduce((sum, n) => sum + n, 0)).toBe(totalOrders);
    expect(revenue.reduce((sum, v) => sum + v, 0)).toBeCloseTo(totalRevenue, 4);
  });
});

test("the truth is what a longer export of the same customers shows", () => {
  const settings = small({ cancelledShare: 0, refunds: { share: 0.2, whole: 0.5, delay: 20 } });
  const shop = simulateShop(settings, 3);
  const end = dayOf(shop.asOf);
  const longer: SimulatedShop = { ...shop, lastDay: shop.lastDay + TRUTH_DAYS };
  const net = new Map<string, number>();
  const byDay = new Map<string, number>();
  for (const row of rowsOf(longer).filter((r) => dayOf(r.order_date) > end)) {
    const value = cents(row.order_total) - cents(row.tax) - cents(row.shipping);
    const key = `${row.customer_id} ${row.order_date.slice(0, 10)}`;
    net.set(row.customer_id, (net.get(row.customer_id) ?? 0) + value);
    byDay.set(key, (byDay.get(key) ?? 0) + value);
  }
  const { customerId, orders, revenue } = shop.truth;
  const days = [...byDay].flatMap(([key, value]) => (value > 0 ? [key.split(" ")[0]] : []));
  const seen = customerId.map((id) => days.filter((one) => one === id).length);
  expect([...orders]).toEqual(seen);
  expect(Array.from(revenue, (v) => Math.round(100 * v))).toEqual(customerId.map((id) => net.get(id) ?? 0));
});

test("the same seed gives the same bytes, another seed another shop", () => {
  const text = (seed: number): string => [...exportCsv(simulateShop(small(), seed))].join("");
  expect(text(1)).toBe(text(1));
  expect(text(1)).not.toBe(text(2));
});

test("tax, shipping, discounts and refunds are as the settings say", () => {
  const rows = rowsOf(simulateShop(PRESETS.demo, 1));
  const orders = rows.filter((r) => cents(r.order_total) > 0);
  const wrong = orders.filter((row) => {
    const net = cents(row.order_total) - cents(row.tax) - cents(row.shipping);
    return cents(row.tax) !== Math.round(0.19 * net) || cents(row.shipping) !== (net >= 8000 ? 0 : 490);
  });
  expect(wrong).toEqual([]);
  const named = orders.filter((r) => r.status === "completed" && r.customer_id !== "");
  const share = (some: readonly Row[], all: readonly Row[]): number => some.length / all.length;
  expect(
    share(
      rows.filter((r) => cents(r.order_total) < 0),
      named,
    ),
  ).toBeCloseTo(0.07, 1);
  expect(
    share(
      rows.filter((r) => r.channel === "till"),
      orders,
    ),
  ).toBeCloseTo(0.04, 2);
  expect(
    share(
      rows.filter((r) => r.status === "cancelled"),
      named,
    ),
  ).toBeCloseTo(0.02, 2);
  expect(named.some((r) => cents(r.discount) > 0)).toBe(true);
});

const ordersByMonth = (settings: ShopSettings): number[] => {
  const months = Array.from({ length: 12 }, () => 0);
  for (const row of rowsOf(simulateShop(settings, 1))) months[Number(row.order_date.slice(5, 7)) - 1]!++;
  return months;
};

test("a season has its peak, growth grows, decline declines, a promotion is a burst", () => {
  const seasonal = ordersByMonth(PRESETS.seasonal);
  expect(seasonal[11]! / seasonal[5]!).toBeGreaterThan(4);
  const newcomers = (growth: number): number => {
    const first = new Map<string, string>();
    for (const r of rowsOf(simulateShop(small({ acquisitionGrowth: growth }), 1))) {
      if (!first.has(r.customer_id)) first.set(r.customer_id, r.order_date);
    }
    const inYear = (year: string): number => [...first.values()].filter((date) => date.startsWith(year)).length;
    return inYear("2025") / inYear("2023");
  };
  expect(newcomers(1.1)).toBeGreaterThan(5);
  expect(newcomers(-1.6)).toBeLessThan(0.1);
  const promotion = rowsOf(simulateShop(PRESETS.promo, 1)).filter((r) => cents(r.discount) > 0);
  expect(new Set(promotion.map((r) => r.order_date.slice(0, 10))).size).toBeLessThanOrEqual(3 * 18);
  expect(promotion.length).toBeGreaterThan(0.3 * simulateShop(PRESETS.promo, 1).orders);
});

test("in the backwards shop who was silent for long is the next to buy, in the healthy shop the last", () => {
  const nearness = (settings: ShopSettings): number => {
    const shop = simulateShop(settings, 1);
    const last = new Map(rowsOf(shop).map((r) => [r.customer_id, dayOf(r.order_date)]));
    const soon = rowsOf({ ...shop, lastDay: shop.lastDay + 90 }).filter((r) => dayOf(r.order_date) > dayOf(shop.asOf));
    const buys = new Set(soon.map((r) => r.customer_id));
    const silence = (wanted: boolean): number => {
      const days = shop.truth.customerId
        .filter((id) => buys.has(id) === wanted)
        .map((id) => dayOf(shop.asOf) - last.get(id)!);
      return days.reduce((sum, n) => sum + n, 0) / days.length;
    };
    return silence(true) / silence(false);
  };
  expect(nearness(PRESETS.backwards)).toBeGreaterThan(1.3);
  expect(nearness(PRESETS.healthy)).toBeLessThan(0.5);
});

test("one whale holds half of a shop, one-timers do not come back, nobody leaves where there is no dropout", () => {
  const whale = simulateShop(PRESETS["one-whale"], 1).truth;
  expect(Math.max(...whale.revenue) / whale.totalRevenue).toBeGreaterThan(0.4);
  const oneTimers = simulateShop(PRESETS["one-timers"], 1);
  expect(oneTimers.orders / oneTimers.truth.customerId.length).toBeLessThan(1.2);
  const loyal = simulateShop(PRESETS["no-dropout"], 1).truth;
  expect([...loyal.orders].filter((n) => n > 0).length / loyal.orders.length).toBeGreaterThan(0.8);
});
