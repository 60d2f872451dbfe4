/** Which contracts the findings list, as conditions on published columns. */
import type { Dialect } from "../../sql/dialect.js";
import { integer, sql, type Sql } from "../../sql/sql.js";

const LIKELY = 0.9; // chance of the next renewal below which a contract is at risk
export const DUE_DAYS = 90;
export const RECENT_DAYS = 90;
const LATELY_DAYS = 180;
const LONG_RENEWALS = { month: 12, year: 1 };
const LARGE = 0.05; // of recurring revenue

const day = (iso: string): Sql => sql`CAST(${iso} AS DATE)`;

export const CONTRACT_FINDING_IDS = [
  "renewals-at-risk",
  "plan-leaves-faster",
  "failed-payments",
  "cohorts-below",
  "known-to-leave",
  "largest-customers",
  "win-back",
  "low-satisfaction",
] as const;
export type ContractFindingId = (typeof CONTRACT_FINDING_IDS)[number];

/** Conditions that need nothing but the day. */
export const conditionsAt = (asOf: string, dialect: Dialect) => ({
  renewalsAtRisk: sql`(status = 'running' AND p_renew < CAST(${LIKELY} AS double) AND next_renewal_date <= ${dialect.addDays(day(asOf), integer(DUE_DAYS))})`,
  failedPayments: sql`(status = 'ended' AND leaving = 'payment' AND end_date > ${dialect.addDays(day(asOf), integer(-RECENT_DAYS))})`,
  ended: sql`(status = 'ended' AND end_date > ${dialect.addDays(day(asOf), integer(-RECENT_DAYS))})`,
  knownToLeave: sql`(status = 'leaving')`,
  winBack: sql`(status = 'ended' AND leaving <> 'payment' AND renewals >= CASE WHEN term IN ('1m', '7d', '14d', '1d') THEN ${integer(LONG_RENEWALS.month)} ELSE ${integer(LONG_RENEWALS.year)} END
    AND end_date > ${dialect.addDays(day(asOf), integer(-LATELY_DAYS))})`,
});

/** Contracts that run of one plan and renewal period. */
export const ofPlan = (plan: string, term: string): Sql =>
  sql`(status = 'running' AND plan = ${plan} AND term = ${term})`;

/** Contracts that run and started in some months, the last excluded. */
export const startedIn = (from: string, term: string): Sql =>
  sql`(status = 'running' AND term = ${term} AND start_date >= ${day(from)})`;

/** Customers with a large part of all recurring revenue. @param table the published contracts */
export const largest = (table: Sql): Sql => sql`(status <> 'ended' AND customer_id IN (
    SELECT customer_id FROM ${table} WHERE status <> 'ended' GROUP BY customer_id
    HAVING sum(CAST(mrr AS DECIMAL(18, 4))) >= CAST(${`${LARGE}`} AS DECIMAL(4, 2)) * (SELECT sum(CAST(mrr AS DECIMAL(18, 4))) FROM ${table} WHERE status <> 'ended')))`;
