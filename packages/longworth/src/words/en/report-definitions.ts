/** Footnotes of the report: what every number means. */
import type { Unit } from "./report-charts.js";

const what = ({ hasAmounts }: Unit): string => (hasAmounts ? "revenue" : "orders");

/** One definition per number; the unit says whether value is money. */
export const definitions = {
  expected: (unit: Unit) =>
    `Expected ${what(unit)}: the mean of what may happen within the horizon after the last day, from customers who have bought before` +
    (unit.hasAmounts ? "; not discounted, net of refunds still to come." : "."),
  band: () =>
    "Band: the outcome lies inside nine times out of ten (one in twenty below, one in twenty above). It holds chance, " +
    "differences between people, uncertain parameters and a shock common to all.",
  active: () =>
    "Active again: at least one purchase within the horizon. The rest are expected to stay silent. The band is as wide, in percent, as that of all orders.",
  best: (unit: Unit) =>
    `Best 10 %: the tenth of the customers with the highest expected ${what(unit)}; the band is that of a group of this size.`,
  grade: () =>
    "Grade: the whole method was repeated at earlier days of your own data, without what came later, and compared with what " +
    "came, and with three simple formulas. A to D; D means that a simple formula was " +
    "better, which is then served unless a model was asked for, or that a C was tested on less than half of the horizon.",
  held: () =>
    "Held in k of n: at how many of the n test days the real total was inside the 90 % band. A percentage would say too much about so few days.",
  stake: (unit: Unit) =>
    `At stake: the expected ${what(unit)} of the customers that the finding lists, or the money that it costs, with its 90 % band where it is a forecast.`,
  cameIn: (unit: Unit) =>
    unit.hasAmounts
      ? "Came in: accepted orders minus refunds on their own day, with and without a customer's name, in terms of the chosen amount."
      : "Came in: accepted orders, with and without a customer's name.",
  concentration: (unit: Unit) =>
    `Concentration: customers are put in order of expected ${what(unit)}; the curve adds them up. The dashed line is what it would be if all were equal.`,
  calibration: () =>
    "Calibration: at the test days customers were put into ten equal groups by what was forecast for them; a bar is what the average customer of a group then did, a mark what was said.",
  tracking: () =>
    "Repeat orders: every purchase day of a customer after the first one. Expected comes from the models as they are fitted now; the band holds nine weeks out of ten.",
  cohort: () =>
    "Cohort: the customers whose first purchase fell into the same calendar period; age counts the periods since. All: sum of customers over sum of the cohorts old enough. Customers without a contract may come back after a pause, so a row may rise.",
  expectedCohort: () =>
    "Expected share: what older cohorts did at the same age, times how this cohort has come back so far beside them (moved towards theirs where little is known). The band holds nine times out of ten, as cohorts and counts have varied so far.",
  wait: () =>
    "Waiting: customers who have not come back yet count as long as they were watched (Kaplan and Meier), so that newcomers do not look lost. Intervals are of the share, 95 %.",
  lifecycle: () =>
    "Where they stand: came back are customers who bought in the period and before; silent are those who did not buy in it. Every customer is in one place from the period of the first purchase on.",
  chance: () =>
    "Chance: probability of at least one purchase within the horizon, as the mean of the customers in the group. One minus it is the churn probability for this horizon.",
  silence: () =>
    "Months since the last purchase: whole months of 30.4 days from the last purchase to the last day of the data.",
  interval: () =>
    "From … to: what may happen with this one customer, nine times out of ten. It starts at 0 where no order at all is among these outcomes. What is expected leans on what customers like this one did, so the mark of a few very large ones can lie below their bar.",
  reason: () =>
    "Why: what sets the customer's expected value apart from the others' most: the chance of still being a customer, orders while they are one, spend per order, or what was learnt on your own past; parts of its logarithm that add up.",
  rfm: () =>
    "RFM: recency, frequency and money, scored 1 to 5 (5 best) by rank, so that equal behaviour has equal scores. F and M are averaged into one score.",
  tier: () =>
    "Tiers by predicted value: best 1 % Platinum, to 5 % Gold, to 10 % Silver, to 25 % Bronze, to 50 % Medium, the rest Low. Equal customers share a tier.",
  uncertainty: () => "Uncertainty: half the width of the 90 % band as a share of the expected value.",
  historic: () => "So far: accepted orders minus refunds up to the last day.",
  distribution: (unit: Unit) => `Distribution: customers by their expected ${what(unit)} within the headline horizon.`,
  ladder: () =>
    "The steps add up: total, minus each step, is what is used. Money without a customer's name stays in the company's totals and is in no customer's value.",
  price: () =>
    "Money: the amount of the records concerned, as it was paid. Share: of the paid total of accepted orders.",
  bias: () => "Bias: forecast total over real total, minus one, over all test days.",
  capture: () =>
    "Ranking: how much of what the real top tenth brought was brought by the tenth that the forecast put on top, against the best simple formula.",
  below: () =>
    "Bands of persons: share of customers whose outcome is up to the 95 % quantile of their forecast (ties by a coin that is the same each time). .95 is perfect.",
  shape: () =>
    "Shape: where outcomes fall within their forecasts; the distance from an even spread is inside what chance allows 99 times in 100.",
  slope: () =>
    "Slope: how much the outcome rises when the forecast rises by one. 1 is perfect, less means that the forecast spreads customers too far apart.",
  weight: () =>
    "Weight: the share of each model in the forecast, found by which mixture would have forecast your own past best.",
  simple: () =>
    "Simple formula: average order value x orders per year x lifespan in years, as a spreadsheet would have it. It knows neither who left nor how sure it is.",
  predicted: () => "Predicted value: on the chosen basis, discounted continuously from the annual rate.",
};

/** A number that has a definition. */
export type DefinitionKey = keyof typeof definitions;
