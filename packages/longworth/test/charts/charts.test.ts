import { expect, test } from "vitest";
import { activityChart, activityTable } from "../../src/charts/activity-chart.js";
import { activityMap } from "../../src/charts/activity.js";
import { calibrationChart } from "../../src/charts/calibration-chart.js";
import { concentrationChart } from "../../src/charts/concentration-chart.js";
import { distributionChart } from "../../src/charts/distribution-chart.js";
import { clockChart, countsChart, countsTable, pitChart } from "../../src/charts/model-room.js";
import { outlook } from "../../src/charts/outlook.js";
import { outlookChart } from "../../src/charts/outlook-chart.js";
import { drawSvg } from "../../src/charts/svg.js";
import { FULL, HALF, NARROW, type ChartOption, type ChartSize } from "../../src/charts/theme.js";
import { trackingChart } from "../../src/charts/tracking-chart.js";
import { charts as words } from "../../src/words/en/report-charts.js";
import { room } from "../../src/words/en/report-room.js";
import { reportData } from "../support/report-data.js";

const data = reportData();
const unit = { currency: "EUR", hasAmounts: true };
const { asOf } = data.facts;
const total = {
  asOf,
  days: 365,
  expected: data.horizons.at(-1)?.revenue ?? 0,
  p95: data.horizons.at(-1)?.revenueP95 ?? 0,
};
const shown = outlook(data.history, data.projection, total);
const map = activityMap(data.activity, 12);

const COUNTS = [
  { orders: 0, expected: 60.4, actual: 62 },
  { orders: 1, expected: 30.1, actual: 25 },
  { orders: 2, expected: 9.5, actual: 13 },
];
const PACES = [
  { day: "2025-01-01", pace: 0.9, level: 1, isAhead: false },
  { day: "2025-01-29", pace: 1.2, level: 1.1, isAhead: false },
  { day: "2025-02-26", pace: 1, level: 1.1, isAhead: true },
];

const CHARTS: readonly (readonly [name: string, size: ChartSize, option: (size: ChartSize) => ChartOption])[] = [
  ["outlook", FULL, (size) => outlookChart(shown, { asOf, unit }, { size, words })],
  ["outlook-narrow", NARROW, (size) => outlookChart(shown, { asOf, unit }, { size, words })],
  ["tracking", FULL, (size) => trackingChart(data.tracking, { size, words })],
  ["concentration", HALF, (size) => concentrationChart(data.bins, unit, { size, words })],
  [
    "calibration",
    HALF,
    (size) => calibrationChart(data.facts.backtest["365d"]?.calibration ?? [], unit, { size, words }),
  ],
  ["activity", FULL, (size) => activityChart(map, "active", { size, words })],
  ["activity-value", FULL, (size) => activityChart(map, "value", { size, words })],
  ["distribution", FULL, (size) => distributionChart(data.bins, unit, { size, words })],
  ["pit", HALF, (size) => pitChart([0.2, 0.3, 0.1, 0.4], { size, words, room })],
  ["counts", HALF, (size) => countsChart(COUNTS, { size, words, room })],
  ["clock", FULL, (size) => clockChart(PACES, "2025-02-01", { size, words, room })],
];

test("the table of counts holds everybody, those who bought nothing, too", () => {
  const { rows, total } = countsTable(COUNTS, words, room);
  expect(rows.map(([name]) => name)).toEqual(["0", "1", "2+"]);
  expect(total).toEqual(["Sum", "100.0", "100"]);
});

test.each(CHARTS)("the drawing of %s is the golden one", async (name, size, option) => {
  await expect(`${drawSvg(option(size), { id: name, label: "A chart", size })}\n`).toMatchFileSnapshot(
    `../golden/chart-${name}.svg`,
  );
});

test.each(CHARTS)(
  "%s is drawn alike twice, names its label and takes colours from the page only",
  (name, size, option) => {
    const draw = (): string => drawSvg(option(size), { id: name, label: `"A" & <b>`, size });
    const svg = draw();
    expect(draw()).toBe(svg);
    expect(svg).toContain('aria-label="&quot;A&quot; &amp; &lt;b&gt;"');
    expect(svg).not.toMatch(/zr\d|ecmeta|<style|CDATA/);
    const colours = [...svg.matchAll(/(?:fill|stroke)="(?!none|var\(--)([^"]+)"/g)].map(([, colour]) => colour);
    expect(colours.filter((colour) => colour !== "#000")).toEqual([]); // the clip paths' own, never seen
  },
);

test("the map holds every customer, in no more columns than asked for", () => {
  const all = data.activity.reduce((sum, cell) => sum + cell.customers, 0);
  for (const columns of [12, 6]) {
    const { months, cells } = activityMap(data.activity, columns);
    expect(months.length).toBeLessThanOrEqual(columns);
    expect(cells.flat().reduce((sum, cell) => sum + cell.customers, 0)).toBe(all);
  }
});

test("a map whose customers buy often has wider rows", () => {
  const often = activityMap(
    [
      { frequency: 30, months: 0, customers: 5, active: 4, value: 9 },
      { frequency: 1, months: 0, customers: 5, active: 4, value: 9 },
    ],
    12,
  );
  expect(often.frequencies.at(-1)).toEqual({ from: 30, to: Infinity });
  expect(often.frequencies).toHaveLength(8);
});

test("the map's table ends with the sums of all", () => {
  const table = activityTable(map, unit, words);
  expect(table.total?.[2]).toBe("2,400");
  expect(table.total?.at(-1)).toBe(words.amount(total.expected, unit));
});
