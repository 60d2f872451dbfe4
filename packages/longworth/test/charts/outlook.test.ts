import { expect, test } from "vitest";
import { outlookChart } from "../../src/charts/outlook-chart.js";
import { outlook, type ProjectedWeek, type Week } from "../../src/charts/outlook.js";
import { FULL } from "../../src/charts/theme.js";
import { charts } from "../../src/words/en/report-charts.js";

const day = (first: string, weeks: number): string =>
  new Date(Date.parse(first) + weeks * 7 * 86_400_000).toISOString().slice(0, 10);
const past = (count: number): readonly Week[] =>
  Array.from({ length: count }, (_, i) => ({ week: day("2024-01-01", i), value: 10 + i, identified: 9 + i }));
const week = (i: number, width: number): ProjectedWeek => {
  const at = (z: number): number => 10 * Math.exp(z * width);
  return { week: day("2026-01-05", i), expected: 10, p05: at(-1), p25: at(-0.41), p75: at(0.41), p95: at(1) };
};
const coming = (width: number): readonly ProjectedWeek[] => Array.from({ length: 53 }, (_, i) => week(i, width));
const total = (width: number) => ({ asOf: "2026-01-04", days: 365, expected: 530, p95: 530 * Math.exp(width) });
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

test("a short history is shown by week, a long one by four weeks", () => {
  expect(outlook(past(40), coming(0.2), { ...total(0.2), asOf: "2024-10-06" }).weeksPerPeriod).toBe(1);
  expect(outlook(past(105), coming(0.2), total(0.2)).weeksPerPeriod).toBe(4);
});

const every = (weeks: number, count: number): readonly Week[] =>
  Array.from({ length: count }, (_, i) => ({
    week: day("2026-01-05", -weeks * (count - i)),
    value: 100,
    identified: 90,
  }));

test.each([
  ["months", 13, 4.35],
  ["quarters", 52, 13],
  ["years", 52, 52],
])("dates that name %s are shown by %d weeks, none of which is empty", (_what, size, gap) => {
  const ticks = every(gap, 9).map((one) => ({
    ...one,
    week: day("2026-01-05", -Math.ceil((Date.parse("2026-01-05") - Date.parse(one.week)) / 604_800_000)),
  }));
  const shown = outlook(ticks, coming(0.2), total(0.2));
  expect(shown.weeksPerPeriod).toBe(size);
  const drawn = shown.past.filter(({ complete }) => complete).map(({ value }) => value);
  expect(drawn.every((value) => value > 0)).toBe(true);
  expect(sum(shown.past.map(({ value }) => value))).toBe(900);
});

test.each([
  ["a year", 365, 52],
  ["a quarter", 90, 52],
  ["a month", 30, 52],
])("dates that name years are shown by the year, though the horizon is %s", (_what, days, size) => {
  const years = Array.from({ length: 9 }, (_, i) => ({
    week: day("2026-01-05", -52 * (9 - i)),
    value: 100,
    identified: 90,
  }));
  const shown = outlook(years, coming(0.2).slice(0, Math.ceil(days / 7)), { ...total(0.2), days });
  expect(shown.weeksPerPeriod).toBe(size);
  expect(shown.past.filter(({ value, complete }) => complete && value === 0)).toEqual([]);
  expect(sum(shown.past.map(({ value }) => value))).toBe(900);
  expect(shown.coming.some(({ complete }) => complete)).toBe(days === 365);
});

test("a lone period to come is drawn over all of its weeks, where a point would not be seen", () => {
  const shown = outlook(every(52, 5), coming(0.2), total(0.2));
  expect(shown.coming.filter(({ complete }) => complete)).toHaveLength(1);
  const unit = { hasAmounts: false, currency: null };
  const { series } = outlookChart(shown, { asOf: "2026-01-04", unit }, { size: FULL, words: charts });
  const drawn = [series].flat().map((one) => one?.data);
  const [from, until] = [Date.parse("2026-01-05"), Date.parse("2027-01-04")];
  expect(drawn.at(-1)).toEqual([[from, 520], [until, 520]]); // prettier-ignore
  for (const band of drawn.slice(0, 4))
    expect(band).toEqual([
      [from, expect.any(Number)],
      [until, expect.any(Number)],
    ]);
});

test("the month of the last day is in the file as a whole", () => {
  const months = Array.from({ length: 18 }, (_, i) => new Date(Date.UTC(2024, 9 + i, 1)));
  const mondayOf = (at: Date): string => day(at.toISOString(), 0 - ((at.getUTCDay() + 6) % 7) / 7);
  const weeks = months.map((at) => ({ week: mondayOf(at), value: 100, identified: 90 }));
  const shown = outlook(weeks, coming(0.2), { ...total(0.2), asOf: "2026-03-01" });
  const drawn = shown.past.filter(({ complete }) => complete).map(({ value }) => value);
  expect(drawn).toEqual([300, 300, 200, 300, 400]); // 13 weeks are two to four firsts of months
});

test("weeks without anything are part of their period", () => {
  const [first, ...rest] = past(60);
  const shown = outlook([first!, ...rest.filter((_, i) => i % 10 !== 3)], coming(0.2), {
    ...total(0.2),
    asOf: "2025-02-23",
  });
  const whole = shown.past.filter(({ complete }) => complete);
  expect(whole.map(({ from }) => from)).toEqual(Array.from({ length: 15 }, (_, i) => day("2024-01-01", 4 * i)));
});

test("every week is in some period, so sums stay", () => {
  const weeks = past(107); // the last two lie after the last day, or are cut by it
  const shown = outlook(weeks, coming(0.2), total(0.2));
  expect(sum(shown.past.map(({ value }) => value))).toBe(sum(weeks.map(({ value }) => value)));
  expect(sum(shown.coming.map(({ expected }) => expected))).toBe(530);
});

test("whole periods end with the last day, and begin after it", () => {
  const shown = outlook(past(105), coming(0.2), total(0.2));
  expect(shown.past.filter(({ complete }) => complete).at(-1)?.from).toBe("2025-12-08");
  expect(shown.coming[0]).toMatchObject({ from: "2026-01-05", complete: true });
  expect(shown.past[0]).toMatchObject({ from: "2024-01-01", complete: false });
});

test("bands as wide as that of the total stay that wide: all of it is common", () => {
  const [period] = outlook(past(105), coming(0.2), total(0.2)).coming;
  expect(period?.p95).toBeCloseTo(40 * Math.exp(0.2), 9);
  expect(period?.p05).toBeCloseTo(40 * Math.exp(-0.2), 9);
});

test("bands of independent weeks shrink with the root of their number", () => {
  const shown = outlook(past(105), coming(0.2), total(0.2 / Math.sqrt(53)));
  expect(Math.log((shown.coming[0]?.p95 ?? 0) / 40)).toBeCloseTo(0.1, 9);
});
