/** Renewal decisions counted by tenure: all that the likelihood of a retention model needs, for any number of customers. */

/**
 * Parallel columns, one row per tenure. Right-censoring, several cohorts, customers first seen at a later tenure and
 * gaps are all in the counts. A customer who comes back is a new one.
 */
export interface Renewals {
  readonly tenure: Float64Array; // t = 1, 2, ...: the t-th renewal decision
  readonly atRisk: Float64Array; // customers who faced it and whose decision is known
  readonly lost: Float64Array; // those of them who did not renew
}

/** One row per contract. */
export interface Contracts {
  readonly renewals: Float64Array; // renewals made, 0, 1, ...
  readonly lost: Float64Array; // 1 when the next renewal was declined, 0 while the contract runs
  readonly entry?: Float64Array; // renewals made before the contract came under observation; 0 without it
}

/**
 * Decisions of all cohorts together. @param cohorts customers left after 0, 1, 2, ... renewals, one list per cohort
 */
export function fromSurvivors(cohorts: readonly (readonly number[])[]): Renewals {
  const longest = cohorts.reduce((most, alive) => Math.max(most, alive.length - 1), 0);
  const counts = empty(longest);
  for (const alive of cohorts)
    for (let t = 1; t < alive.length; t++) {
      counts.atRisk[t - 1] += alive[t - 1];
      counts.lost[t - 1] += alive[t - 1] - alive[t];
    }
  return counts;
}

/** Decisions of single contracts: one counting pass. Columns that are no counts give a row that no model takes (`invalid`). */
export function fromContracts({ renewals, lost, entry }: Contracts): Renewals {
  let longest = 0;
  let isCounted = true;
  for (let i = 0; i < renewals.length; i++) {
    longest = Math.max(longest, renewals[i] + lost[i]);
    isCounted &&= isCount(renewals[i]) && isCount(entry?.[i] ?? 0) && (lost[i] === 0 || lost[i] === 1);
  }
  if (!isCounted || !(longest < LONGEST)) return { ...empty(1), atRisk: Float64Array.of(NaN) };
  const counts = empty(longest);
  const changes = new Float64Array(longest + 2); // of the number at risk, where it starts and after it ends
  for (let i = 0; i < renewals.length; i++) {
    const from = entry?.[i] ?? 0;
    const faced = renewals[i] + lost[i];
    if (faced <= from) continue;
    changes[from]++;
    changes[faced]--;
    if (lost[i] > 0) counts.lost[faced - 1]++;
  }
  let atRisk = 0;
  for (let t = 0; t < longest; t++) counts.atRisk[t] = atRisk += changes[t];
  return counts;
}

const LONGEST = 1e6; // tenures; more are days since 1970 or another mistake

const isCount = (value: number): boolean => value >= 0 && value % 1 === 0;

const empty = (longest: number): Renewals => ({
  tenure: Float64Array.from({ length: longest }, (_, i) => i + 1),
  atRisk: new Float64Array(longest),
  lost: new Float64Array(longest),
});

/** Sums over tenures, and how many of them at least 30 customers faced. */
export type RenewalTotals = Readonly<{ atRisk: number; lost: number; informative: number }>;

const INFORMATIVE = 30; // customers

/** Decisions, those not to renew, and tenures with enough of them. */
export function totals({ atRisk, lost }: Renewals): RenewalTotals {
  let [faced, left, informative] = [0, 0, 0];
  for (let i = 0; i < atRisk.length; i++) {
    faced += atRisk[i];
    left += lost[i];
    if (atRisk[i] >= INFORMATIVE) informative++;
  }
  return { atRisk: faced, lost: left, informative };
}

/** What no count of decisions can be; null when nothing is wrong. */
export function brokenRule({ tenure, atRisk, lost }: Renewals): string | null {
  for (let i = 0; i < tenure.length; i++) {
    if (tenure[i] % 1 > 0) return "a tenure that is no whole number of renewals";
    if (!(tenure[i] >= 1 && atRisk[i] >= 0 && atRisk[i] < Infinity)) return "missing or negative numbers";
    if (!(lost[i] >= 0)) return "a cohort grows";
    if (lost[i] > atRisk[i]) return "more customers lost than there were";
  }
  return null;
}
