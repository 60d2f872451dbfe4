/** Words that all layers share. */
export type { TimeUnit } from "@longworth/models";

export type Basis = "revenue" | "gross_margin" | "contribution";
export type AmountMode = "net" | "total";
export type ZeroAmount = "ignore" | "count";

export const DAYS_PER_WEEK = 7;
export const DAYS_PER_YEAR = 365.25;

/** The suffix of a column that belongs to a horizon: 365 -> "365d". */
export const horizonKey = (days: number): string => `${days}d`;

/** A point with its 90 % outcome interval. */
export type Outcome = Readonly<{ mean: number; p05: number; p95: number }>;
