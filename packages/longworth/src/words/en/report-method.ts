/** Sentences of the report: how it was made. */
import { formatter } from "../format.js";
import { about, duration } from "./report-amounts.js";
import type { Unit } from "./report-charts.js";

const { integer, percent, money, decimal } = formatter("en");

type Simple = Readonly<{ order: number; perYear: number; lifespan: number; clv: number; unit: Unit }>;

/** Words of the section on method. */
export const method = {
  title: "How it was made",
  served: "What is served, and why",
  grade: (letter: string) =>
    letter === "A" ? "Why A" : letter.length === 1 ? `Why ${letter} and not A` : "Why there is no grade",
  measureHead: ["Measure", "Here", "Needed for A"],
  measureCaption: "What the grade is made of",
  bias: "Bias of the total",
  capture: "Ranking against the best simple formula",
  below: "Outcomes of persons up to their 95 % quantile",
  shape: "Bands of persons have the right shape",
  slope: "Calibration slope",
  needed: { bias: "at most 5 %", capture: "at least 5 % better", below: ".93 to .97", slope: "0.9 to 1.1" },
  signed: (share: number) => `${share > 0 ? "+" : share < 0 ? "−" : ""}${percent(Math.abs(share), 1)}`,
  share: (value: number) => decimal(value, 3).replace(/^0/, ""),
  number: (value: number) => (Math.abs(value) >= 1000 ? integer(value) : Number(value.toPrecision(4)).toString()),
  testedOn: ({ days, horizon }: { days: number; horizon: number }) =>
    `Tested on ${duration(days)} for a horizon of ${duration(horizon)}` +
    `${days * 2 < horizon ? "; less than half costs a letter" : ""}.`,
  models: "Models and their weights",
  modelsHead: ["Model", "What it assumes", "Role", "Weight", "Log-likelihood", "Parameters"],
  notConverged: "did not converge: no figures",
  modelsCaption: "Models with weights and parameters",
  simple: "The simple formula beside it",
  simpleText: ({ order, perYear, lifespan, clv, unit }: Simple) =>
    `${money(order, unit.currency)} per order x ${decimal(perYear, 2)} orders a year x ${decimal(lifespan, 2)} years ` +
    `= ${about(clv, unit)} per customer, for life.`,
  simpleBeside: (mean: number, days: number, unit: Unit) =>
    `This forecast: ${unit.hasAmounts ? money(mean, unit.currency) : about(mean, unit)} per customer in the next ` +
    `${duration(days)}, different for each, with a band.`,
  simpleNone: "The simple formula needs a repeat purchase and amounts.",
  refunds: (share: number) =>
    `Refunds so far took back ${percent(share, 1)} of what was sold; the forecast is net of refunds to come.`,
  notes: "What we noticed",
  limits: "Limits, in plain words",
};
