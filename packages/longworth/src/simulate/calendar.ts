/** Operational time of a simulated shop: it runs faster in season, on promotion and on working days. */
import type { ShopSettings } from "./settings.js";

const MS_PER_DAY = 86_400_000;
const DAYS_OF_YEAR = 365.25;

/** Days since 1970-01-01 of an ISO day, and back. */
export const dayNumber = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / MS_PER_DAY;
export const isoDay = (day: number): string => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);

export interface Calendar {
  readonly first: number; // day number of day 0
  readonly elapsed: Float64Array; // operational days before calendar day i; one entry more than days
  readonly onPromotion: Uint8Array; // 1 on a day of promotion
}

/** @param days calendar days from the shop's first one on, the known future included */
export function calendarOf(settings: ShopSettings, days: number): Calendar {
  const first = dayNumber(settings.start);
  const elapsed = new Float64Array(days + 1);
  const onPromotion = new Uint8Array(days);
  for (let i = 0; i < days; i++) {
    onPromotion[i] = isPromotion(settings, i) ? 1 : 0;
    elapsed[i + 1] = (elapsed[i] ?? 0) + intensity(settings, first, i);
  }
  return { first, elapsed, onPromotion };
}

/** The calendar day that holds an operational time; the number of days when it lies behind the end. */
export function dayAt(elapsed: Float64Array, time: number): number {
  let low = 0;
  let high = elapsed.length - 1;
  if (time >= (elapsed[high] ?? 0)) return high;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((elapsed[middle] ?? 0) <= time) low = middle;
    else high = middle;
  }
  return low;
}

const isPromotion = ({ promotion }: ShopSettings, i: number): boolean =>
  promotion !== null && i % promotion.every >= promotion.every - promotion.length;

function intensity(settings: ShopSettings, first: number, i: number): number {
  const { season, promotion } = settings;
  const yearly = 1 + season.amplitude * Math.cos((2 * Math.PI * (dayOfYear(first + i) - season.peak)) / DAYS_OF_YEAR);
  const lift = promotion !== null && isPromotion(settings, i) ? promotion.lift : 1;
  return (isWeekend(first + i) ? season.weekend : 1) * yearly * lift;
}

const isWeekend = (day: number): boolean => (day + 3) % 7 >= 5; // 1970-01-01 was a Thursday; Monday is 0

const dayOfYear = (day: number): number => day - dayNumber(`${isoDay(day).slice(0, 4)}-01-01`) + 1;
