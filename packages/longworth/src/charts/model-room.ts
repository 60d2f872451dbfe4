/** What a sceptic wants to see of the models: where outcomes fell, how many orders came, the pace of the business. */
import type { ChartWords } from "../words/en/report-charts.js";
import type { RoomWords } from "../words/en/report-room.js";
import type { Table } from "./table.js";
import { categoryAxis, COLOR, frame, timeAxis, valueAxis, type ChartOption, type ChartSize } from "./theme.js";

type View = Readonly<{ size: ChartSize; words: ChartWords; room: RoomWords }>;

/** Shares of the customers in equal bins of [0, 1] of their own forecast distributions. */
export function pitChart(shares: readonly number[], { size, words, room }: View): ChartOption {
  const step = size.narrow ? 4 : 1;
  const edge = (i: number): string => words.decimal(i / shares.length, 2).replace(/^0/, "");
  return {
    ...frame(size, { x: room.pit.x, y: room.pit.y }),
    xAxis: categoryAxis(
      room.pit.x,
      shares.map((_, i) => edge(i)),
      step,
    ),
    yAxis: valueAxis(words.percentFine, 4),
    series: [
      {
        type: "bar",
        silent: true,
        barWidth: "86%",
        itemStyle: { color: COLOR.real, borderRadius: [2, 2, 0, 0] },
        data: [...shares],
      },
      {
        type: "line",
        silent: true,
        showSymbol: false,
        lineStyle: { color: COLOR.expected, width: 2, type: "dashed" },
        data: shares.map(() => 1 / shares.length),
      },
    ],
  };
}

export const pitTable = (shares: readonly number[], words: ChartWords, room: RoomWords): Table => ({
  caption: room.pit.caption,
  head: room.pit.head,
  rows: shares.map((share, i) => [
    `${words.decimal(i / shares.length, 2)}–${words.decimal((i + 1) / shares.length, 2)}`,
    words.percentFine(share),
    words.percentFine(1 / shares.length),
  ]),
});

/** Customers with so many orders; the last holds those with more, too. */
export type CountedOrders = Readonly<{ orders: number; expected: number; actual: number }>;

const named = (counts: readonly CountedOrders[], words: ChartWords) => (one: CountedOrders) =>
  one === counts.at(-1) ? `${words.integer(one.orders)}+` : words.integer(one.orders);

/** Bars are customers who bought so often, marks how many were forecast to; those who bought nothing are in the table. */
export function countsChart(counts: readonly CountedOrders[], { size, words, room }: View): ChartOption {
  const bought = counts.filter(({ orders }) => orders > 0);
  return {
    ...frame(size, { x: room.counts.x, y: room.counts.y }),
    xAxis: categoryAxis(room.counts.x, bought.map(named(counts, words))),
    yAxis: valueAxis(words.compact, 4),
    series: [
      {
        type: "bar",
        silent: true,
        barWidth: "56%",
        itemStyle: { color: COLOR.real, borderRadius: [2, 2, 0, 0] },
        data: bought.map(({ actual }) => actual),
      },
      {
        type: "scatter",
        silent: true,
        symbol: "rect",
        symbolSize: [size.narrow ? 20 : 30, 4],
        z: 3,
        itemStyle: { opacity: 1, color: COLOR.expected, borderColor: COLOR.paper, borderWidth: 1 },
        data: bought.map(({ expected }) => expected),
      },
    ],
  };
}

export function countsTable(counts: readonly CountedOrders[], words: ChartWords, room: RoomWords): Table {
  const sum = (of: (one: CountedOrders) => number): number => counts.reduce((all, one) => all + of(one), 0);
  const name = named(counts, words);
  return {
    caption: room.counts.caption,
    head: room.counts.head,
    rows: counts.map((one) => [name(one), words.decimal(one.expected, 1), words.integer(one.actual)]),
    total: [words.sum, words.decimal(sum(({ expected }) => expected), 1), words.integer(sum(({ actual }) => actual))], // prettier-ignore
  };
}

/** The pace of a day: orders of a customer against those of an average day of the history; `level` is without season. */
export type Pace = Readonly<{ day: string; pace: number; level: number; isAhead: boolean }>;

export function clockChart(days: readonly Pace[], asOf: string, { size, words, room }: View): ChartOption {
  const time = (day: string): number => Date.parse(`${day}T00:00:00Z`);
  const line = { type: "line", showSymbol: false, silent: true } as const;
  const points = (some: readonly Pace[], of: (day: Pace) => number) => some.map((one) => [time(one.day), of(one)]);
  const past = days.filter(({ isAhead }) => !isAhead);
  const ahead = days.filter(({ isAhead, day }) => isAhead || day === past.at(-1)?.day);
  return {
    ...frame(size, { x: "", y: room.clock.y }),
    xAxis: timeAxis("", words.month, size.narrow ? 4 : 10),
    yAxis: valueAxis((value) => words.decimal(value, 1), 4),
    series: [
      { ...line, lineStyle: { color: COLOR.muted, width: 1.25 }, data: points(days, ({ level }) => level) },
      { ...line, lineStyle: { color: COLOR.real, width: 2 }, data: points(past, ({ pace }) => pace) },
      {
        ...line,
        lineStyle: { color: COLOR.expected, width: 2.5, type: "dashed" },
        data: points(ahead, ({ pace }) => pace),
        markLine: {
          silent: true,
          symbol: "none",
          label: { show: false },
          lineStyle: { color: COLOR.line, type: "solid", width: 1 },
          data: [{ xAxis: time(asOf) }],
        },
      },
    ],
  };
}

export const clockTable = (days: readonly Pace[], words: ChartWords, room: RoomWords): Table => ({
  caption: room.clock.caption,
  head: room.clock.head,
  texts: [3],
  rows: days.map(({ day, pace, level, isAhead }) => [
    words.day(day),
    words.decimal(pace, 3),
    words.decimal(level, 3),
    isAhead ? room.clock.ahead : room.clock.past,
  ]),
});
