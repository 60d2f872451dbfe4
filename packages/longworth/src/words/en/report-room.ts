/** Sentences of the report's model room. */
import { formatter } from "../format.js";
import { duration } from "./report-amounts.js";

const { decimal, integer, percent } = formatter("en");

export const room = {
  title: "Model room",
  lead: (candidates: number, origins: number) =>
    `For those who want to look behind the forecast: ${integer(candidates)} candidates forecast your own past blind, ` +
    `${origins === 1 ? "once" : `at ${integer(origins)} earlier days`}.`,
  none: "No candidate was tested on your own past (the test was switched off, or the history is too short for one).",

  board: {
    title: "All candidates on your own past",
    caption: "Mean scores of every candidate over the test days",
    head: (kinds: readonly string[]) => [
      "Candidate",
      "",
      "Weight",
      ...kinds.flatMap((kind) => [`CRPS of ${kind === "value" ? "value" : "orders"}`, "Worse by"]),
      "Bias of orders",
      "AUC",
    ],
    difference: (mean: string, error: string) => `${mean}\u00a0±\u00a0${error}`,
    signed: (share: number) => `${share > 0 ? "+" : share < 0 ? "−" : ""}${percent(Math.abs(share), 1)}`,
    lead: "Lower CRPS is better. Worse by: per customer, against the pool, with two standard errors of the paired difference. `longworth compare` measures every model on value, too, and the pool with what was learnt.",
  },

  weights: {
    title: "Weights by day",
    lead: "What each earlier day says of the models by itself; the pool weighs all of them together. Where the days disagree, no model is right by itself.",
    caption: "Weight of each model by the day it was tested on",
    head: (days: readonly string[]) => ["Model", "Pool", ...days],
  },

  pit: {
    title: "Where outcomes fell",
    lead: (shares: number) =>
      `Each customer's outcome within that customer's own forecast. An honest forecast fills all ${integer(shares)} bins alike (the dashed line): a hill in the middle means bands too wide, hills at the ends too narrow, a slope too high or too low.`,
    x: "Place of the outcome in its forecast distribution",
    y: "Share of the customers",
    caption: "Share of the customers by where their outcome fell",
    head: ["Place", "Customers", "Honest"],
    label: "Histogram of the places of outcomes within their forecast distributions",
  },

  counts: {
    title: "How many orders came",
    lead: ({ actual, expected, days }: Readonly<{ actual: number; expected: number; days: number }>) =>
      `${percent(actual, 1)} of the customers bought nothing in ${duration(days)}, ${percent(expected, 1)} were forecast to; the others by number of orders.`,
    x: "Orders in the window",
    y: "Customers, over all test days",
    actual: "came",
    expected: "was forecast",
    caption: "Customers by number of orders, forecast and come",
    head: ["Orders", "Forecast", "Came"],
    label: "Customers by number of orders: what came beside what was forecast",
  },

  clock: {
    title: "The business clock",
    lead: ({ level, isSeason, unsure }: Readonly<{ level: number; isSeason: boolean; unsure: number }>) =>
      `How fast customers buy, against an average day of your history: today ${decimal(level, 2)} of it without the season (give or take ${percent(unsure)}). ` +
      (isSeason
        ? "The season of earlier years comes again; the level is held."
        : "Less than 400 days of history: no season is assumed, the level is held."),
    y: "Pace (1 is the average of the history)",
    pace: "pace",
    levelName: "level, without season",
    ahead: "ahead",
    past: "history",
    caption: "Pace of the business by week",
    head: ["Week from", "Pace", "Level", ""],
    label: (from: string, until: string) => `Pace of the business from ${from} to ${until}, the days ahead dashed`,
  },
};

/** Words of the model room in any language. */
export type RoomWords = typeof room;
