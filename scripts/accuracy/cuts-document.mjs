/** docs/cuts.md: how often the served forecast is the best of its own candidates and of the naive ones. */
import { holds, signed, worseThanNaive } from "./musts.mjs";

const TARGETS = ["orders", "value"];
const MEAN_RANK = 2;
const BANDS_HELD = 0.85;

const of = (results, target) => results.filter(({ crps }) => crps.auto[target] !== undefined);

/** 1 is the lowest CRPS; forecasters that are equal to the last digit share the mean of their places. */
export function rankOf({ crps }, target) {
  const own = crps.auto[target];
  const others = Object.entries(crps).flatMap(([name, scores]) => (name === "auto" ? [] : [scores[target]]));
  return 1 + others.filter((other) => other < own).length + others.filter((other) => other === own).length / 2;
}

export const cutsMusts = (results) => [
  ...TARGETS.map((target) => {
    const ranks = of(results, target).map((result) => rankOf(result, target));
    const mean = ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;
    return {
      must: `mean rank on CRPS of ${target} at most ${MEAN_RANK}`,
      reached: mean <= MEAN_RANK,
      details: `${mean.toFixed(2)} over ${ranks.length} cuts; first on ${ranks.filter((rank) => rank === 1).length}`,
    };
  }),
  ...TARGETS.map((target) => {
    const bands = of(results, target).map((result) => result.bands[target]);
    const held = bands.filter(holds).length;
    return {
      must: `the 90 % band of total ${target} holds what happened in at least 85 %`,
      reached: held >= BANDS_HELD * bands.length,
      details: `${held} of ${bands.length}`,
    };
  }),
  worseThanNaive(results),
];

export const cutsDocument = (results, musts) =>
  [
    "# Forecasts on further cuts",
    "",
    "Written by `npm run accuracy:cuts`: the rules are those of accuracy.md, on cuts of the logs that were written down in",
    "`scripts/accuracy/cuts.mjs` before any of them was forecast. The served forecast is ranked by CRPS among the models",
    "that `--model` serves alone and the three naive forecasts (last period again, mean of the RFM cell, active months); of",
    "a point forecast the CRPS is the mean absolute error. Rank 1 is best. The bands of businesses with a trend were widened",
    "after these cuts had been seen (docs/decisions/0008), so for bands this page is no blind test; docs/shops.md is.",
    "",
    "| must | reached | figures |",
    "| --- | --- | --- |",
    ...musts.map(({ must, reached, details }) => `| ${must} | ${reached ? "yes" : "**no**"} | ${details} |`),
    "",
    ...TARGETS.flatMap((target) => [...table(results, target), ""]),
  ].join("\n");

function table(results, target) {
  return [
    `| **${target}** | days | served | grade | rank | of | CRPS | best other | CRPS | happened | forecast | 90 % band | held |`,
    "| --- | ---: | --- | --- | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: | --- |",
    ...of(results, target).map((result) => row(result, target)),
  ];
}

function row(result, target) {
  const { name, horizon, servedName, grade, crps } = result;
  const others = Object.entries(crps).filter(([other]) => other !== "auto");
  const [best, scores] = others.reduce((a, b) => (b[1][target] < a[1][target] ? b : a));
  const { actual, point, low, high } = result.bands[target];
  const whole = (value) => Math.round(value).toLocaleString("en-US");
  const digits = target === "orders" ? 4 : 2;
  return `| ${[
    name,
    horizon,
    servedName,
    grade,
    rankOf(result, target),
    others.length + 1,
    crps.auto[target].toFixed(digits),
    best,
    `${scores[target].toFixed(digits)} (${signed(100 * (crps.auto[target] / scores[target] - 1), 1)} %)`,
    whole(actual),
    whole(point),
    `${whole(low)} to ${whole(high)}`,
    holds(result.bands[target]) ? "yes" : "**no**",
  ].join(" | ")} |`;
}
