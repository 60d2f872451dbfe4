/** Words that all layers share. */
import type * as fs from "node:fs/promises";

export type { TimeUnit } from "@longworth/models";

export type Basis = "revenue" | "gross_margin" | "contribution";
export type AmountMode = "net" | "total";
export type ZeroAmount = "ignore" | "count";

/** What is learnt customer by customer: `auto` where there are not too many, `full` of any number, `quick` nothing. */
export type Effort = "auto" | "full" | "quick";

export const DAYS_PER_WEEK = 7;
export const DAYS_PER_YEAR = 365.25;

/** The suffix of a column that belongs to a horizon: 365 -> "365d". */
export const horizonKey = (days: number): string => `${days}d`;

/** A point with its 90 % outcome interval. */
export type Outcome = Readonly<{ mean: number; p05: number; p95: number }>;

/** The file calls we make, so that a test can fail or kill any of them. */
export type Files = Pick<
  typeof fs,
  | "readFile"
  | "writeFile"
  | "open"
  | "rename"
  | "mkdir"
  | "readdir"
  | "rm"
  | "stat"
  | "lstat"
  | "unlink"
  | "realpath"
  | "link"
  | "statfs"
>;

/** Where and as whom we run: for locks, manifests and messages. Never in a result. */
export interface Machine {
  readonly host: string;
  readonly pid: number;
  readonly user: string;
  readonly version: string; // of Longworth
  /** When that process started, in whatever words the system has for it; null when there is none. Tells a reused pid. */
  processStart(pid: number): Promise<string | null>;
}
