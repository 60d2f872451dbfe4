/**
 * Money at different times. Rates are annual at the edge and continuous per time unit inside; this file is the only
 * place where one becomes the other, because a rate per year used per week is the oldest error of the trade.
 */
import type { TimeUnit } from "../purchase/model.js";

const DAYS_PER_YEAR = 365; // as in dated cash flows (actual/365): 365 days discount by exactly 1 + the annual rate
const DAYS_PER_UNIT: Readonly<Record<TimeUnit, number>> = { day: 1, week: 7, year: DAYS_PER_YEAR };

/**
 * Continuous discount rate per time unit.
 * @param annualRate .15 is 15 % a year, effective; > -1
 */
export const continuousRate = (annualRate: number, timeUnit: TimeUnit): number =>
  (Math.log1p(annualRate) * DAYS_PER_UNIT[timeUnit]) / DAYS_PER_YEAR;

/** Value today of an amount. @param options `rate` continuous per time unit, `time` from today in that unit */
export const presentValue = (amount: number, { rate, time }: Readonly<{ rate: number; time: number }>): number =>
  amount * Math.exp(-rate * time);

/** Equal periods from today on. `rate` continuous per time unit, `length` of a period in that unit. */
export type Periods = Readonly<{ rate: number; length: number }>;

/**
 * Discount factor of period k = 0, 1, ..., at its middle. Against continuous discounting of a steady flow at 15 % a year
 * this is off by 4e-5 with months and .6 % with years; at the end of the period it would be .6 % and 7 %.
 */
export const midPeriodFactor = (k: number, { rate, length }: Periods): number => Math.exp(-rate * (k + 0.5) * length);

/** Value today of amounts that flow during equal periods (mid-period). @param amounts one per period, from today on */
export const presentValueOfPeriods = (amounts: readonly number[], periods: Periods): number =>
  amounts.reduce((sum, amount, k) => sum + amount * midPeriodFactor(k, periods), 0);

/** Discount rate per period from an annual one: (1 + D)^(1 / k) - 1, never D / k. @param periods in a year */
export const periodRate = (annualRate: number, periods: number): number => Math.expm1(Math.log1p(annualRate) / periods);

/** Share of customers kept over `periods` when `churn` is lost in each. */
export const retentionOver = (churn: number, periods: number): number => Math.exp(periods * Math.log1p(-churn));
