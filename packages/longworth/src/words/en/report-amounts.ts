/** Amounts and durations as the report says them: rounded, with a unit where one is needed. */
import { formatter } from "../format.js";
import type { Unit } from "./report-charts.js";

const { integer, money, plural, decimal } = formatter("en");

/** Three digits that count: a forecast is not known better. */
const rounded = (value: number): number => (Math.abs(value) >= 1000 ? Number(value.toPrecision(3)) : value);
/** Rounded, without a unit but the currency's sign. */
export const plain = (value: number, { currency, hasAmounts }: Unit): string =>
  hasAmounts
    ? money(rounded(Math.abs(value) >= 10 ? Math.round(value) : value), currency)
    : Math.abs(value) >= 10
      ? integer(rounded(value))
      : decimal(value, 1);
const ordersOf = (value: number): string =>
  plural(Number(plain(value, { currency: null, hasAmounts: false })), { one: "order", other: "orders" });
/** Rounded: money, or a number of orders. */
export const about = (value: number, unit: Unit): string =>
  plain(value, unit) + (unit.hasAmounts ? "" : ` ${ordersOf(value)}`);

const WEEK = 7;
const YEAR = 365;
/** "12 months", "52 weeks", "90 days". */
export const duration = (days: number): string => {
  if (days === YEAR) return "12 months";
  if (days % YEAR === 0) return `${integer(days / YEAR)} years`;
  if (days === 1) return "day";
  return days % WEEK === 0 ? `${integer(days / WEEK)} weeks` : `${integer(days)} days`;
};

/** A 90 % band. */
export type Band = Readonly<{ p05: number; p95: number }>;

/** Both ends with the digits that the larger one needs. */
export const span = ({ p05, p95 }: Band, unit: Unit): string =>
  `${plain(p95 >= 10 ? Math.round(p05) : p05, unit)} to ${plain(p95, unit)}`;
/** The same, with the unit at the end. */
export const fromTo = (band: Band, unit: Unit): string =>
  span(band, unit) + (unit.hasAmounts ? "" : ` ${ordersOf(band.p95)}`);
