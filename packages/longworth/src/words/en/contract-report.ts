/** Sentences of the report of contracts. */
import { formatter } from "../format.js";
import type { Unit } from "./report-charts.js";

const { integer, money, plural } = formatter("en");
const { day } = formatter("en-GB"); // 31 Dec 2025

const DIGITS = 3; // a sum over contracts is not known better
const about = (value: number, { currency, hasAmounts }: Unit): string =>
  hasAmounts
    ? money(Number(value.toPrecision(DIGITS)), currency)
    : `${integer(Number(value.toPrecision(DIGITS)))} payments`;
const contracts = (count: number): string =>
  `${integer(count)} ${plural(count, { one: "contract", other: "contracts" })}`;

export const contractReport = {
  title: (asOf: string) => `Contracts as of ${day(asOf)}`,
  headline: ({
    running,
    expected,
    days,
    unit,
  }: Readonly<{ running: number; expected: number; days: number; unit: Unit }>) =>
    `Your ${contracts(running)} that run today will pay about ${about(expected, unit)} in the next ${integer(days)} days.`,
  band: ({ p05, p95 }: Readonly<{ p05: number; p95: number }>, unit: Unit) =>
    `Nine times in ten it lies between ${about(p05, unit)} and ${about(p95, unit)}.`,
};
