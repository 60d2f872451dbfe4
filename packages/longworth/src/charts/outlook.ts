/** History and projection by week, gathered into the periods that the chart shows. */

/** A week that was; `value` of all, `identified` of customers with a name. */
export type Week = Readonly<{ week: string; value: number; identified: number }>;

/** A week to come, with its 50 and 90 % bands. */
export type ProjectedWeek = Readonly<{
  week: string;
  expected: number;
  p05: number;
  p25: number;
  p75: number;
  p95: number;
}>;

/** `complete` is false for a period cut off by the end of the data. Dates are first days. */
export type PastPeriod = Readonly<{ from: string; value: number; identified: number; complete: boolean }>;
/** A period to come, with its bands. */
export type ComingPeriod = Readonly<{ from: string; complete: boolean } & Omit<ProjectedWeek, "week">>;

/** All weeks are in some period, so the sums of both lists are those of the weeks. */
export type Outlook = Readonly<{
  weeksPerPeriod: number; // 1, 4, 13 or 52; or the weeks of a horizon that is a little shorter, of one by days much shorter, too
  past: readonly PastPeriod[];
  coming: readonly ComingPeriod[];
}>;

/** The total of the horizon with its 90 % band: wide periods take their bands from it. */
export type Total = Readonly<{ asOf: string; days: number; expected: number; p95: number }>;

const WEEKS_SHOWN_SINGLY = 40;
const MOST_BY_DAYS = 4; // weeks of a period where dates are days
const NEARLY = 0.9; // of a long period: a horizon of so many weeks is shown as one; a shorter one is in the table alone
const WEEK_MS = 7 * 86_400_000;
const DAY_MS = 86_400_000;
const HALF_TO_NINETY = 0.6745 / 1.6449; // width of the 50 % band over that of the 90 % band, normal

const time = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const lastDay = (week: string): number => time(week) + 6 * DAY_MS;
const isLong = (weeks: number): boolean => weeks > MOST_BY_DAYS;
const sum = <T>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((all, item) => all + value(item), 0);

/** Periods of some weeks, counted from the last day in both directions. @param weeks those in which anything came in */
export function outlook(weeks: readonly Week[], projected: readonly ProjectedWeek[], total: Total): Outlook {
  const all = everyWeek(weeks, total);
  const period = periodOf(weeks, all.length);
  const ahead = parts(projected, total).whole.length;
  const size = isLong(period) && ahead < NEARLY * period ? period : Math.max(1, Math.min(period, ahead || Infinity));
  return { weeksPerPeriod: size, past: gather(all, size, total), coming: gatherProjected(projected, size, total) };
}

/** The weeks without anything, too: from the first to the last whole one. */
function everyWeek(weeks: readonly Week[], { asOf }: Total): readonly Week[] {
  const known = new Map(weeks.map((week) => [time(week.week), week]));
  const [first] = known.keys();
  if (first === undefined) return [];
  const last = Math.max(...known.keys(), time(asOf) - 6 * DAY_MS);
  return Array.from({ length: Math.floor((last - first) / WEEK_MS) + 1 }, (_, i) => {
    const at = first + i * WEEK_MS;
    return known.get(at) ?? { week: new Date(at).toISOString().slice(0, 10), value: 0, identified: 0 };
  });
}

/** Weeks of a period: four where there are many; where dates name months, some months; quarters or years, a year. */
function periodOf(weeks: readonly Week[], count: number): number {
  const gaps = weeks.slice(1).map(({ week }, i) => (time(week) - time(weeks[i]?.week ?? week)) / WEEK_MS);
  const gap = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 1;
  if (gap > 6) return 52;
  if (gap > 3) return 13;
  return count > WEEKS_SHOWN_SINGLY ? MOST_BY_DAYS : 1;
}

type Group<T> = Readonly<{ items: readonly T[]; complete: boolean }>;

/** Whole groups of `size` from the start of `items`, then the rest. */
function groups<T>(items: readonly T[], size: number): readonly Group<T>[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => {
    const inside = items.slice(i * size, (i + 1) * size);
    return { items: inside, complete: inside.length === size };
  });
}

const part = <T>(items: readonly T[]): readonly Group<T>[] => (items.length > 0 ? [{ items, complete: false }] : []);

function gather(weeks: readonly Week[], size: number, { asOf }: Total): readonly PastPeriod[] {
  // the last day of a long one names a period that is in the file as a whole
  const whole = weeks.filter(({ week }) => (isLong(size) ? time(week) : lastDay(week)) <= time(asOf));
  const lead = whole.length % size;
  const all = [...part(whole.slice(0, lead)), ...groups(whole.slice(lead), size), ...part(weeks.slice(whole.length))];
  return all.map(({ items, complete }) => ({
    from: items[0]?.week ?? "",
    value: sum(items, (week) => week.value),
    identified: sum(items, (week) => week.identified),
    complete,
  }));
}

/** Weeks to come: the one that has begun, whole ones, and what the horizon cuts. */
function parts(weeks: readonly ProjectedWeek[], { asOf, days }: Total) {
  const end = time(asOf) + days * DAY_MS;
  const before = weeks.filter(({ week }) => time(week) <= time(asOf));
  const whole = weeks.filter(({ week }) => time(week) > time(asOf) && lastDay(week) <= end);
  return { before, whole, after: weeks.slice(before.length + whole.length) };
}

function gatherProjected(weeks: readonly ProjectedWeek[], size: number, total: Total): readonly ComingPeriod[] {
  const { before, whole, after } = parts(weeks, total);
  const band = bandOf(weeks, total);
  return [...part(before), ...groups(whole, size), ...part(after)].map(({ items, complete }) => {
    const [first] = items;
    const bands = items.length === 1 && first !== undefined ? first : band(sum(items, (week) => week.expected));
    const { expected, p05, p25, p75, p95 } = bands;
    return { from: first?.week ?? "", complete, expected, p05, p25, p75, p95 };
  });
}

/**
 * The band of several weeks is narrower than that of one, but not as narrow as if weeks were independent. Its squared
 * log width is taken as a common part + sampling / expected; the weeks and the whole horizon give the two.
 */
function bandOf(weeks: readonly ProjectedWeek[], total: Total): (expected: number) => Omit<ProjectedWeek, "week"> {
  const used = weeks.filter((week) => week.expected > 0 && week.p95 > week.expected && week.expected < total.expected);
  const square = (band: Readonly<{ expected: number; p95: number }>): number => Math.log(band.p95 / band.expected) ** 2;
  const whole = total.expected > 0 && total.p95 > total.expected ? square(total) : 0;
  const slopes = used.map((week) => (square(week) - whole) / (1 / week.expected - 1 / total.expected));
  const sampling = Math.max(0, sum(slopes, (slope) => slope) / Math.max(1, slopes.length));
  const common = Math.max(0, whole - (total.expected > 0 ? sampling / total.expected : 0));
  return (expected) => {
    const wide = expected > 0 ? Math.sqrt(common + sampling / expected) : 0;
    const at = (z: number): number => expected * Math.exp(z * wide);
    return { expected, p05: at(-1), p25: at(-HALF_TO_NINETY), p75: at(HALF_TO_NINETY), p95: at(1) };
  };
}
