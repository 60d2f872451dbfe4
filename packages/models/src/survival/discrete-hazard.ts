/**
 * Chance to leave in a period given that one is still there, with what goes with it: one level per period and
 * coefficients of columns. Logit, or complementary log-log, whose coefficients compare with Cox's. Allison (1982).
 * For few distinct periods, columns and effects that change over time, and where chances are wanted.
 */
import { fitBinomial } from "../inference/binomial-regression.js";
import type { BinomialFit, Link } from "../inference/binomial-regression.js";
import { shareOf } from "../inference/proportion.js";
import type { Share } from "../inference/proportion.js";
import { hasGaps } from "../math/columns.js";
import { sigmoid } from "../math/logs.js";

/** Customers with the same period and columns in one row. */
export interface PersonPeriods {
  readonly period: Float64Array; // 1, 2, ...: the age in periods
  readonly atRisk: Float64Array; // customers there at its start
  readonly lost: Float64Array; // of them, who left in it
  readonly columns: readonly Float64Array[];
}

/** One row per customer, columns that do not change. @param duration periods observed, the last one included */
export interface Lifetimes {
  readonly duration: Float64Array;
  readonly observed: Float64Array; // 1: left in the last period
  readonly columns: readonly Float64Array[];
}

/**
 * Levels are null in periods when nobody or everybody left: their logit is infinite, and they say nothing about the
 * coefficients. `shares` says so in words.
 */
export type Fit =
  | (Extract<BinomialFit, { coefficients: unknown }> &
      Readonly<{
        periods: readonly number[];
        levels: readonly (number | null)[]; // linear predictor with all columns 0, per period
        levelErrors: readonly (number | null)[];
        shares: readonly Share[]; // plain share of customers lost per period
      }>)
  | Exclude<BinomialFit, { coefficients: unknown }>;

/**
 * Rows of period, customer by customer, those with the same period and columns added up; who has no duration (NaN) is in
 * none. Where a duration is no whole number of periods, or too long to be one, a single row of NaN: `missing-numbers`.
 */
export function personPeriods({ duration, observed, columns }: Lifetimes): PersonPeriods {
  if (!duration.every(isCount)) {
    const nothing = Float64Array.of(NaN);
    return { period: nothing, atRisk: nothing, lost: nothing, columns: columns.map(() => nothing) };
  }
  const places = new Map<string, number>();
  const [period, atRisk, lost, source]: number[][] = [[], [], [], []];
  for (let i = 0; i < duration.length; i++) {
    const pattern = columns.map((column) => column[i]).join();
    for (let t = 1; t <= duration[i]; t++) {
      const key = `${t},${pattern}`;
      let place = places.get(key);
      if (place === undefined) {
        place = period.length;
        places.set(key, place);
        period.push(t);
        atRisk.push(0);
        lost.push(0);
        source.push(i);
      }
      atRisk[place]++;
      if (t === duration[i] && observed[i] > 0) lost[place]++;
    }
  }
  return {
    period: Float64Array.from(period),
    atRisk: Float64Array.from(atRisk),
    lost: Float64Array.from(lost),
    columns: columns.map((column) => Float64Array.from(source, (i) => column[i])),
  };
}

const LONGEST = 1e5; // periods; more are days since 1970 or another mistake

const isCount = (duration: number): boolean => Number.isNaN(duration) || (duration % 1 === 0 && duration <= LONGEST);

/** Maximum-likelihood levels and coefficients; `coefficients` and `covariance` are those of the columns alone. */
export function fit(data: PersonPeriods, { link = "logit" }: Readonly<{ link?: Link }> = {}): Fit {
  if (hasGaps([data.period, data.atRisk, data.lost])) return { status: "missing-numbers", ...sumsOf(data) };
  const periods = [...new Set(data.period)].sort((a, b) => a - b);
  const shares = periods.map((t) => shareOf(sumAt(data.lost, data.period, t), sumAt(data.atRisk, data.period, t)));
  const told = periods.filter((_, k) => shares[k].status === "ok");
  const used = new Set(told);
  const holds = (_: number, i: number): boolean => used.has(data.period[i]);
  const period = data.period.filter(holds);
  const dummies = told.map((t) => period.map((at) => Number(at === t)));
  const found = fitBinomial(
    {
      events: data.lost.filter(holds),
      trials: data.atRisk.filter(holds),
      columns: [...dummies, ...data.columns.map((column) => column.filter(holds))],
    },
    { link },
  );
  if (!("coefficients" in found)) return found.status === "missing-numbers" ? found : stateOf(data);
  const size = told.length;
  const place = periods.map((t) => told.indexOf(t));
  return {
    ...found,
    coefficients: found.coefficients.slice(size),
    covariance: found.covariance.slice(size).map((row) => row.slice(size)),
    dropped: found.dropped.filter((j) => j >= size).map((j) => j - size),
    periods,
    levels: place.map((k) => (k < 0 ? null : found.coefficients[k])),
    levelErrors: place.map((k) => (k < 0 ? null : Math.sqrt(found.covariance[k][k]))),
    shares,
  };
}

const sumAt = (values: Float64Array, period: Float64Array, t: number): number =>
  values.reduce((sum, v, i) => sum + (period[i] === t ? v : 0), 0);

function sumsOf({ atRisk, lost }: PersonPeriods): Readonly<{ n: number; events: number }> {
  const [n, events] = [atRisk, lost].map((column) => column.reduce((sum, v) => sum + v, 0));
  return { n, events };
}

/** Why there are no coefficients, from all rows. */
function stateOf(data: PersonPeriods): Exclude<BinomialFit, { coefficients: unknown }> {
  const { n, events } = sumsOf(data);
  if (events === 0 && n > 0) return { status: "no-events", n, events };
  return { status: events === n && n > 0 ? "all-lost" : "no-data", n, events };
}

/** P(still there after period 1, 2, ...) of a customer. @param x columns of each period, or the same for all */
export function survivalOf(
  fitted: Extract<Fit, { coefficients: unknown }>,
  x: readonly number[] | ((period: number) => readonly number[]),
): Float64Array {
  let survival = 1;
  return Float64Array.from(fitted.periods, (period, k) => {
    const level = fitted.levels[k];
    const share = fitted.shares[k];
    const own = typeof x === "function" ? x(period) : x;
    const eta = (level ?? 0) + fitted.coefficients.reduce((sum, b, j) => sum + b * own[j], 0);
    const hazard = fitted.link === "logit" ? sigmoid(eta) : -Math.expm1(-Math.exp(eta));
    return (survival *= level === null ? (share.status === "all-lost" ? 0 : 1) : 1 - hazard);
  });
}
