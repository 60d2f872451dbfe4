/** How few customers hold how much of the expected value. */
import type { ChartWords, Unit } from "../words/en/report-charts.js";
import type { Table } from "./table.js";
import { COLOR, frame, valueAxis, type ChartOption, type ChartSize } from "./theme.js";
import { bestShare, concentration, everybody, type ValueBin } from "./value-bins.js";

const MARKS = [0.1, 0.2];

/** The curve, the line of equality, and two points with their shares. */
export function concentrationChart(
  bins: readonly ValueBin[],
  unit: Unit,
  view: Readonly<{ size: ChartSize; words: ChartWords }>,
): ChartOption {
  const { size, words } = view;
  const curve = concentration(bins);
  const percentAxis = { ...valueAxis(words.percent), max: 1, interval: 0.2 };
  return {
    ...frame(size, { x: words.concentration.x, y: words.concentration.y(unit) }, { right: 22 }),
    xAxis: {
      ...valueAxis(words.percent),
      max: 1,
      interval: 0.2,
      splitLine: { show: false },
      axisLine: { show: true, lineStyle: { color: COLOR.muted } },
      name: words.concentration.x,
      nameLocation: "middle",
      nameGap: 34,
      nameTextStyle: { color: COLOR.muted, fontSize: 12 },
    },
    yAxis: percentAxis,
    series: [
      {
        type: "line",
        showSymbol: false,
        silent: true,
        lineStyle: { color: COLOR.expected, width: 2.5 },
        areaStyle: { color: COLOR.band, opacity: 0.35 },
        data: curve.map(({ customers, value }) => [customers, value]),
      },
      {
        type: "line",
        showSymbol: false,
        silent: true,
        lineStyle: { color: COLOR.muted, width: 1, type: "dashed" },
        data: [
          [0, 0],
          [1, 1],
        ],
      },
      {
        type: "scatter",
        symbolSize: 8,
        silent: true,
        itemStyle: { color: COLOR.expected, opacity: 1 },
        label: {
          show: true,
          position: "right",
          distance: 8,
          offset: [0, 8],
          color: COLOR.ink,
          textBorderColor: COLOR.paper, // the dashed line may pass behind
          textBorderWidth: 3,
          fontSize: 12,
          formatter: ({ value }) =>
            Array.isArray(value) ? words.concentration.point(Number(value[0]), Number(value[1])) : "",
        },
        data: MARKS.flatMap((share) => curve.filter(({ customers }) => customers === share)).map(
          ({ customers, value }) => [customers, value],
        ),
      },
    ],
  };
}

const TABLE_SHARES = [0.01, 0.05, 0.1, 0.2, 0.25, 0.5, 0.75, 1];

/** The last row is everybody: the total of the headline horizon. */
export function concentrationTable(bins: readonly ValueBin[], unit: Unit, words: ChartWords): Table {
  const all = everybody(bins);
  return {
    caption: words.concentration.caption(unit),
    head: words.concentration.head(unit),
    rows: TABLE_SHARES.map((share) => {
      const best = bestShare(bins, share);
      return [
        words.percent(share),
        words.integer(best.customers),
        words.amount(best.value, unit),
        words.percentFine(all.value > 0 ? best.value / all.value : 0),
      ];
    }),
  };
}
