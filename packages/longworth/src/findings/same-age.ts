/** Cohorts of first purchases at the same age: months as spans of tenure, who was back, and the difference of two shares. */
import { proportion } from "@longworth/models";
import { ident, integer, list, sql, type Sql } from "../sql/sql.js";

const MONTHS = 20; // whole ones before the running: an age, the newest cohorts, a year of older ones
const MS_PER_DAY = 86_400_000;

/** First day of the month so many months before that of `asOf`, ISO. */
export function monthBefore(asOf: string, place: number): string {
  const date = new Date(`${asOf}T00:00:00Z`);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - place, 1)).toISOString().slice(0, 10);
}

/** m: whole calendar months before the running one; `place` from 1, and the tenures of its last and first day. */
export function cohortMonths(asOf: string): Sql {
  const tenure = (day: string): number => (Date.parse(asOf) - Date.parse(day)) / MS_PER_DAY;
  const rows = Array.from({ length: MONTHS }, (_, i) => {
    const [place, young, old] = [i + 1, tenure(monthBefore(asOf, i)) + 1, tenure(monthBefore(asOf, i + 1))];
    return sql`(${integer(place)}, ${integer(young)}, ${integer(old)})`;
  });
  return sql`(VALUES ${list(rows)}) m(place, young, old)`;
}

export type EarlyParts = Readonly<{ cohort: string; days: string; age: Sql; asOf: string }>;

/**
 * customer_id of those of `cohort` who bought again within `age` days of their first purchase. Only who came back, and not
 * surely in time, is looked up among the purchase days.
 */
export const cameBack = ({ cohort, days, age, asOf }: EarlyParts): Sql => sql`
  SELECT customer_id FROM ${ident(cohort)} WHERE frequency > 0 AND recency <= ${age}
  UNION
  SELECT c.customer_id
  FROM (SELECT * FROM ${ident(cohort)} WHERE frequency > 0 AND recency > ${age}) c
  JOIN ${ident(days)} d ON d.customer_id = c.customer_id
  WHERE d.is_purchase AND c.tenure - date_diff('day', d.day, CAST(${asOf} AS date)) BETWEEN 1 AND ${age}`;

/** Customers of some cohorts, and those of them who were back; either may be an effective number. */
export type Cohorts = Readonly<{ size: number; back: number }>;

/** How much less of the newer ones were back. */
export type Fall = Readonly<{ newer: number; older: number; low: number; high: number; sd: number }>;

/** @param dispersion how many times a binomial's variance cohorts vary by, 1 or more */
export function fallOf(newer: Cohorts, older: Cohorts, dispersion = 1): Fall {
  const [now, before] = [newer.back / newer.size, older.back / older.size];
  const part = (share: number, { size }: Cohorts) => ({ share, trials: size / dispersion });
  const variance = (share: number, { size }: Cohorts): number => (dispersion * share * (1 - share)) / size;
  return {
    newer: now,
    older: before,
    ...proportion.difference(part(before, older), part(now, newer)),
    sd: Math.sqrt(variance(now, newer) + variance(before, older)),
  };
}
