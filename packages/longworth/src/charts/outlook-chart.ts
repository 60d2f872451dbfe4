/** What came in, and what is expected with its 50 and 90 % bands. */
import type { LineSeriesOption } from "echarts";
import type { ChartWords, Unit } from "../words/en/report-charts.js";
import type { ComingPeriod, Outlook } from "./outlook.js";
import type { Table } from "./table.js";
import { COLOR, frame, timeAxis, valueAxis, type ChartOption, type ChartSize } from "./theme.js";

/** Days behind each point, so that a point stands in the middle of its period. */
const DAY_MS = 86_400_000;
const time = (from: string): number => Date.parse(`${from}T00:00:00Z`);
const middle = (from: string, weeks: number): number => time(from) + weeks * 3.5 * DAY_MS;

type Facts = Readonly<{ asOf: string; unit: Unit }>;

/** Incomplete periods are left out of the drawing (they would look like a fall) and stay in the table. */
export function outlookChart(
  data: Outlook,
  { asOf, unit }: Facts,
  view: Readonly<{ size: ChartSize; words: ChartWords }>,
): ChartOption {
  const { size, words } = view;
  const weeks = data.weeksPerPeriod;
  const past = data.past.filter((period) => period.complete);
  const coming = data.coming.filter((period) => period.complete);
  const points = (value: (period: ComingPeriod) => number): number[][] => {
    const [first, second] = coming;
    if (!first || second) return coming.map((period) => [middle(period.from, weeks), value(period)]);
    return [0, 2].map((times) => [middle(first.from, times * weeks), value(first)]); // a lone point would not be seen
  };
  return {
    ...frame(size, { x: "", y: words.outlook.y(unit, weeks) }, { right: size.narrow ? 14 : 76 }),
    xAxis: timeAxis("", words.month, size.narrow ? 4 : 10),
    yAxis: valueAxis(words.compact, size.narrow ? 4 : 5),
    series: [
      ...band("ninety", { low: points((p) => p.p05), width: points((p) => p.p95 - p.p05), opacity: 0.45 }),
      ...band("fifty", { low: points((p) => p.p25), width: points((p) => p.p75 - p.p25), opacity: 0.9 }),
      {
        ...line(words.outlook.cameIn, COLOR.real),
        data: past.map((period) => [middle(period.from, weeks), period.value]),
        markLine: asOfLine(asOf, words.outlook.asOf(asOf)),
      },
      {
        ...line(words.outlook.expected, COLOR.expected),
        lineStyle: { color: COLOR.expected, width: 2.5, type: "dashed" },
        endLabel: { show: !size.narrow, formatter: words.outlook.expected, color: COLOR.expected, fontSize: 13 },
        data: points((p) => p.expected),
      },
    ],
  };
}

const line = (name: string, color: string): LineSeriesOption => ({
  type: "line",
  name,
  showSymbol: false,
  silent: true,
  lineStyle: { color, width: 2.5 },
  itemStyle: { color },
});

/** A vertical line at the end of the history. */
const asOfLine = (asOf: string, text: string): NonNullable<LineSeriesOption["markLine"]> => ({
  symbol: "none",
  silent: true,
  lineStyle: { color: COLOR.muted, width: 1, type: "solid" },
  label: { formatter: text, color: COLOR.muted, fontSize: 12, position: "end" },
  data: [{ xAxis: time(asOf) + DAY_MS }],
});

type BandPoints = Readonly<{ low: number[][]; width: number[][]; opacity: number }>;

/** A band is a stack: an invisible line below, and an area of its width on top. */
export function band(stack: string, { low, width, opacity }: BandPoints): LineSeriesOption[] {
  const hidden = {
    type: "line",
    stack,
    stackStrategy: "all", // also where the line below is negative
    showSymbol: false,
    silent: true,
    lineStyle: { opacity: 0, width: 0 },
  } as const; // cast: literals
  return [
    { ...hidden, data: low },
    { ...hidden, areaStyle: { color: COLOR.band, opacity }, data: width },
  ];
}

/** The past, by period; its sum is what the history adds up to. */
export function pastTable(data: Outlook, unit: Unit, words: ChartWords): Table {
  const rows = data.past.map(({ from, value, identified, complete }) => [
    complete ? words.day(from) : words.outlook.part(words.day(from)),
    words.amount(value, unit),
    ...(unit.hasAmounts ? [words.amount(identified, unit)] : []),
  ]);
  const sum = (of: (period: Outlook["past"][number]) => number): string =>
    words.amount(
      data.past.reduce((all, period) => all + of(period), 0),
      unit,
    );
  return {
    caption: words.outlook.caption(unit),
    head: words.outlook.pastHead(unit, data.weeksPerPeriod).slice(0, unit.hasAmounts ? 3 : 2),
    rows,
    total: [words.sum, sum((p) => p.value), ...(unit.hasAmounts ? [sum((p) => p.identified)] : [])],
  };
}

/** The projection, by period; its sum is the total of the headline horizon. Bands do not add up and have no sum. */
export function comingTable(data: Outlook, unit: Unit, words: ChartWords): Table {
  return {
    caption: words.outlook.caption(unit),
    head: words.outlook.comingHead(unit, data.weeksPerPeriod),
    rows: data.coming.map(({ from, expected, p05, p25, p75, p95, complete }) => [
      complete ? words.day(from) : words.outlook.part(words.day(from)),
      ...[expected, p05, p25, p75, p95].map((value) => words.amount(value, unit)),
    ]),
    total: [
      words.sum,
      words.amount(
        data.coming.reduce((all, { expected }) => all + expected, 0),
        unit,
      ),
      "",
      "",
      "",
      "",
    ],
  };
}
