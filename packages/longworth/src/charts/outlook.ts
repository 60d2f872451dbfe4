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
  weeksPerPeriod: number; // 1 or 4
  past: readonly PastPeriod[];
  coming: readonly ComingPeriod[];
}>;

/** The total of the horizon with its 90 % band: wide periods take their bands from it. */
export type Total = Readonly<{ asOf: string; days: number; expected: number; p95: number }>;

const WEEKS_SHOWN_SINGLY = 40;
const DAY_MS = 86_400_000;
const HALF_TO_NINETY = 0.6745 / 1.6449; // width of the 50 % band over that of the 90 % band, normal

const time = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const lastDay = (week: string): number => time(week) + 6 * DAY_MS;
const sum = <T>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((all, item) => all + value(item), 0);

/** Periods of four weeks, counted from the last day in both directions, where there are many weeks; else weeks. */
export function outlook(weeks: readonly Week[], projected: readonly ProjectedWeek[], total: Total): Outlook {
  const size = weeks.length > WEEKS_SHOWN_SINGLY ? 4 : 1;
  return { weeksPerPeriod: size, past: gather(weeks, size, total), coming: gatherProjected(projected, size, total) };
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
  const whole = weeks.filter(({ week }) => lastDay(week) <= time(asOf));
  const lead = whole.length % size;
  const all = [...part(whole.slice(0, lead)), ...groups(whole.slice(lead), size), ...part(weeks.slice(whole.length))];
  return all.map(({ items, complete }) => ({
    from: items[0]?.week ?? "",
    value: sum(items, (week) => week.value),
    identified: sum(items, (week) => week.identified),
    complete,
  }));
}

function gatherProjected(weeks: readonly ProjectedWeek[], size: number, total: Total): readonly ComingPeriod[] {
  const end = time(total.asOf) + total.days * DAY_MS;
  const before = weeks.filter(({ week }) => time(week) <= time(total.asOf));
  const whole = weeks.filter(({ week }) => time(week) > time(total.asOf) && lastDay(week) <= end);
  const after = weeks.slice(before.length + whole.length);
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
