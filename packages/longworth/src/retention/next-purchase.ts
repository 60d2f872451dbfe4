/** How long until customers come back: survival to the second, third, n-th purchase, with those still waiting censored. */
import { durationQuantile, kaplanMeier, survivalAt, type Durations, type SurvivalCurve } from "@longworth/models";
import type { History } from "../forecast/history.js";

/** A share of customers with its 95 % interval. */
export type ShareBand = Readonly<{ share: number; low: number; high: number }>;

/** After the n-th purchase. */
export type NextPurchase = Readonly<{
  purchase: number; // n: 1 is the first, so this is the wait for the second
  customers: number; // with an n-th purchase, in the history
  back: number; // of them, with a further one so far
  median: Readonly<{ days: number | null; low: number | null; high: number | null }>; // by then half are back; null: not yet known, or never
  within: Readonly<Record<number, ShareBand | null>>; // by days; null: nobody was watched so long
  curve: Readonly<{ days: Float64Array; back: Float64Array }>; // steps of the share that is back
}>;

export const WITHIN = [30, 90, 180, 365] as const;
const MOST = 10; // purchases
const LEAST = 50; // customers with an n-th purchase
const LEVEL = 0.95;
const STEPS = 100; // of a curve that is drawn

/** Purchase days of every customer, ascending; nobody without one. */
export function purchaseDaysOf({ customers, offsets, day, purchase }: History): readonly Int32Array[] {
  const all: Int32Array[] = [];
  for (let c = 0; c < customers; c++) {
    const days = day.subarray(offsets[c], offsets[c + 1]).filter((_, i) => purchase[(offsets[c] ?? 0) + i] === 1);
    if (days.length > 0) all.push(days);
  }
  return all;
}

/** Customers by whole days of waiting: counts of those who still wait, and of those who are back. */
type Waits = Readonly<{ waiting: number[]; back: number[] }>;

const emptyWaits = (): Waits => ({ waiting: [], back: [] });

/** The wait after the n-th purchase, unless that is on the last day. */
function addWait({ waiting, back }: Waits, days: Int32Array, { n, cut }: Readonly<{ n: number; cut: number }>): void {
  const from = days[n - 1] ?? cut;
  if (from >= cut) return;
  const counts = days.length > n ? back : waiting;
  const wait = (days[n] ?? cut) - from;
  counts[wait] = (counts[wait] ?? 0) + 1;
}

/** One row per day and outcome: a million waits are a thousand counts. */
function durationsOf({ waiting, back }: Waits): Durations {
  const rows = [waiting, back].flatMap((counts, observed) =>
    Object.entries(counts).map(([days, weight]) => ({ duration: Number(days), observed, weight })),
  );
  const column = (pick: (row: (typeof rows)[number]) => number): Float64Array => Float64Array.from(rows, pick);
  return {
    duration: column(({ duration }) => duration),
    observed: column(({ observed }) => observed),
    weight: column(({ weight }) => weight),
  };
}

/** @param cut the last day that is known */
export function nextPurchases(lives: readonly Int32Array[], cut: number): readonly NextPurchase[] {
  const found: NextPurchase[] = [];
  for (let n = 1; n <= MOST; n++) {
    const waiting = lives.filter((days) => days.length >= n && (days[n - 1] ?? cut) < cut);
    if (waiting.length < (n === 1 ? 1 : LEAST)) break;
    const waits = emptyWaits();
    for (const days of waiting) addWait(waits, days, { n, cut });
    const curve = kaplanMeier(durationsOf(waits), { level: LEVEL });
    const { time, low, high } = durationQuantile(curve, 0.5);
    found.push({
      purchase: n,
      customers: waiting.length,
      back: waiting.reduce((count, days) => count + Number(days.length > n), 0),
      median: { days: time, low, high },
      within: Object.fromEntries(WITHIN.map((days) => [days, backWithin(curve, days)])),
      curve: stepsOf(curve),
    });
  }
  return found;
}

const LEAST_WAITING = 10; // customers still watched: fewer say nothing of the day

function backWithin(curve: SurvivalCurve, days: number): ShareBand | null {
  const still = survivalAt(curve, days);
  const place = curve.time.findLastIndex((time) => time <= days);
  const waiting = curve.atRisk[place + 1] ?? 0;
  if (!(still > 0 && still < 1) || waiting < LEAST_WAITING) return null;
  return { share: 1 - still, low: 1 - (curve.high[place] ?? 0), high: 1 - (curve.low[place] ?? 1) };
}

function stepsOf({ time, survival, events }: SurvivalCurve): NextPurchase["curve"] {
  const places = Array.from(time.keys()).filter((i) => (events[i] ?? 0) > 0);
  const every = Math.max(1, Math.ceil(places.length / STEPS));
  const kept = places.filter((_, k) => k % every === 0 || k === places.length - 1);
  return {
    days: Float64Array.from(kept, (i) => time[i] ?? 0),
    back: Float64Array.from(kept, (i) => 1 - (survival[i] ?? 1)),
  };
}

/** The usual time between purchases: by then half of those who were waiting are back. */
export type UsualGap = Readonly<{ median: number | null; low: number | null; high: number | null; gaps: number }>;

const BATCHES = 10;
const T_BATCHES = 2.262; // Student's t, 9 degrees of freedom, 95 %

/**
 * Median wait after any purchase but a customer's first, those who still wait censored. The interval is from ten parts of
 * the customers, since the waits of one customer are not independent.
 */
export function usualGap(lives: readonly Int32Array[], cut: number): UsualGap {
  const medianOf = (keep: (place: number) => boolean): Readonly<{ median: number | null; gaps: number }> => {
    const waits = emptyWaits();
    for (const [place, days] of lives.entries())
      if (keep(place)) for (let n = 2; n <= days.length; n++) addWait(waits, days, { n, cut });
    const data = durationsOf(waits);
    const gaps = data.weight?.reduce((sum, v) => sum + v, 0) ?? 0;
    return { median: durationQuantile(kaplanMeier(data), 0.5).time, gaps };
  };
  const all = medianOf(() => true);
  const parts = Array.from({ length: BATCHES }, (_, k) => medianOf((place) => place % BATCHES === k).median);
  const known = parts.filter((median) => median !== null);
  if (all.median === null || known.length < BATCHES) return { ...all, low: null, high: null };
  const mean = known.reduce((sum, v) => sum + v, 0) / BATCHES;
  const spread = Math.sqrt(known.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (BATCHES - 1) / BATCHES);
  return { ...all, low: Math.max(0, all.median - T_BATCHES * spread), high: all.median + T_BATCHES * spread };
}
