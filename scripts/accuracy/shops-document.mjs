/** docs/shops.md: whether the bands hold on simulated shops whose year to come is known. */
import { holds, worseThanNaive } from "./musts.mjs";

const TARGETS = ["orders", "value"];
const BANDS_HELD = 0.85;
const PERSONS = [0.93, 0.97];

const share = (part, whole) => `${part} of ${whole}`;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const halfWidth = ({ low, high }) => Math.log(high / low) / 2;
const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Shares of persons are means over shops weighted by their customers. */
const below = (results, target) =>
  results.reduce((sum, one) => sum + one.customers * one.below[target], 0) /
  results.reduce((sum, one) => sum + one.customers, 0);

export const shopsMusts = (results) => [
  ...TARGETS.map((target) => {
    const bands = results.map((one) => one[target]);
    const held = bands.filter(holds).length;
    const width = `median half width ${median(bands.map(halfWidth)).toFixed(2)} of the log`;
    return {
      must: `the 90 % band of total ${target} holds what happened in at least 85 %`,
      reached: held >= BANDS_HELD * bands.length,
      details: `${share(held, bands.length)}; ${width}`,
    };
  }),
  ...TARGETS.map((target) => {
    const all = below(results, target);
    return {
      must: `persons: share with randomised PIT of ${target} <= .95 in .93 to .97`,
      reached: all >= PERSONS[0] && all <= PERSONS[1],
      details: all.toFixed(3),
    };
  }),
  worseThanNaive(results.map(({ grade, crps, naive }) => ({ grade, tested: { crps, naive } }))),
];

export const shopsDocument = (results, musts) =>
  [
    "# Forecasts of simulated shops",
    "",
    "Written by `npm run accuracy:shops`: shops that grow or shrink, with seasons and promotions, each with settings of its",
    "own (`scripts/accuracy/shops.mjs`), forecast a year ahead by `longworth run` and compared with what their customers then",
    "did. Growth is of newcomers, log per year; lift is how much faster orders come on promotion.",
    "",
    "| must | reached | figures |",
    "| --- | --- | --- |",
    ...musts.map(({ must, reached, details }) => `| ${must} | ${reached ? "yes" : "**no**"} | ${details} |`),
    "",
    "| grade | shops | held orders | held value | mean abs. log error of orders |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...["A", "B", "C", "D"].map((grade) => gradeRow(grade, results)).filter((row) => row !== null),
    "",
    "| shop | days | growth | season | lift | customers | grade | orders | forecast | 90 % band | value | forecast | 90 % band |",
    "| ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: | --- | ---: | ---: | --- |",
    ...results.map(shopRow),
    "",
  ].join("\n");

function gradeRow(grade, results) {
  const those = results.filter((one) => one.grade === grade);
  if (those.length === 0) return null;
  const held = (target) => share(those.filter((one) => holds(one[target])).length, those.length);
  const error = meanOf(those.map(({ orders }) => Math.abs(Math.log(orders.actual / orders.point))));
  return `| ${grade} | ${those.length} | ${held("orders")} | ${held("value")} | ${error.toFixed(3)} |`;
}

function shopRow({ number, days, growth, season, lift, customers, grade, orders, value }) {
  const whole = (amount) => Math.round(amount).toLocaleString("en-US");
  const told = (one) => [
    whole(one.actual),
    whole(one.point),
    `${whole(one.low)} to ${whole(one.high)}${holds(one) ? "" : " **missed**"}`,
  ];
  const cells = [
    number,
    days,
    growth.toFixed(2),
    season.toFixed(2),
    lift.toFixed(1),
    whole(customers),
    grade,
    ...told(orders),
    ...told(value),
  ];
  return `| ${cells.join(" | ")} |`;
}
