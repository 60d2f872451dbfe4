/** retention: realised and expected survival, by renewal period, plan and cohort. */
import { proportion, retentionProjection } from "@longworth/models";
import { decisionsUntil, type ContractCells, type Term } from "../../forecast/contracts/cells.js";
import type { Retention } from "../../forecast/contracts/retention.js";
import { isoDay } from "../days.js";
import type { Group, Learned, LearnedTerm } from "./learn.js";

/** One row: so many renewals after the start. NaN where there is no number. */
export type CurveRow = Readonly<{
  scope: "all" | "plan" | "cohort";
  term: string;
  plan: string | null;
  cohort: string | null; // first day of the year or month of the start
  renewal: number;
  atRisk: number; // contracts that faced it
  lost: number; // of them those that did not renew
  survival: number; // realised share left after it, of those who started
  low: number; // 90 %
  high: number;
  expected: number; // share left after it by the model, NaN without one
  p05: number; // where a group of this size will lie
  p95: number;
}>;

export const termName = ({ unit, count }: Term): string => `${count}${unit === "month" ? "m" : "d"}`;

const LEVEL = 0.9;
const FARTHEST = 60; // renewals

/** All rows, in the order in which they are written. */
export const curveRows = ({ plans, terms }: Learned): readonly CurveRow[] =>
  terms.flatMap((learned) => [
    ...learned.groups.flatMap((group) => (group.pattern === null ? groupRows(learned, group, plans) : [])),
    ...cohortRows(learned),
  ]);

/** Realised up to the last decision, expected from the start to twice as far. */
function groupRows(
  { cells, term }: LearnedTerm,
  { plan, retention }: Group,
  plans: readonly string[],
): readonly CurveRow[] {
  const decisions = decisionsUntil(cells, term, Infinity, plan === null ? {} : { plan });
  const known = decisions.tenure.length;
  const last = Math.min(FARTHEST, Math.max(known + 1, 2 * known, 6));
  const size = startedOf(cells, plan);
  const bands = expectedOf(retention, { customers: size, made: 0, horizon: last });
  const realised = productLimit(decisions);
  const head = {
    scope: plan === null ? "all" : "plan",
    term: termName(term),
    plan: plan === null ? null : (plans[plan] ?? null),
    cohort: null,
  } as const;
  return Array.from({ length: last + 1 }, (_, t): CurveRow => {
    const one = realised[t] ?? NOT_SEEN;
    const band =
      t === 0
        ? { expected: bands.length > 0 ? 1 : NaN, p05: bands.length > 0 ? 1 : NaN, p95: bands.length > 0 ? 1 : NaN }
        : (bands[t - 1] ?? NO_BAND);
    return { ...head, renewal: t, ...one, ...band };
  });
}

type Seen = Pick<CurveRow, "atRisk" | "lost" | "survival" | "low" | "high">;
const NOT_SEEN: Seen = { atRisk: 0, lost: 0, survival: NaN, low: NaN, high: NaN };
type Band = Pick<CurveRow, "expected" | "p05" | "p95">;
const NO_BAND: Band = { expected: NaN, p05: NaN, p95: NaN };

/** Kaplan-Meier over the decisions, with Wilson's interval for the effective number behind each share. */
export function productLimit({ atRisk, lost }: ReturnType<typeof decisionsUntil>): readonly Seen[] {
  const rows: Seen[] = [{ atRisk: atRisk[0] ?? 0, lost: 0, survival: 1, low: 1, high: 1 }];
  let [share, greenwood] = [1, 0];
  for (let t = 0; t < atRisk.length; t++) {
    const [n = 0, gone = 0] = [atRisk[t], lost[t]];
    if (n === 0) break;
    share *= 1 - gone / n;
    greenwood += n > gone ? gone / (n * (n - gone)) : 0;
    const trials = greenwood > 0 && share > 0 ? (1 - share) / (share * greenwood) : n;
    const { low, high } = proportion.wilson(share, Math.max(1, trials), LEVEL);
    rows.push({ atRisk: n, lost: gone, survival: share, low, high });
  }
  return rows;
}

function expectedOf(
  retention: Retention,
  { customers, made, horizon }: Readonly<{ customers: number; made: number; horizon: number }>,
): readonly Band[] {
  if (retention.kind === "unknown" || customers === 0) return [];
  const future = retentionProjection.projectSurvivors(retention.drawn, { customers, made, horizon, level: LEVEL });
  return future.outcome.map(({ low, high }, h) => ({
    expected: (future.expected[h] ?? NaN) / customers,
    p05: low / customers,
    p95: high / customers,
  }));
}

const startedOf = (cells: ContractCells, plan: number | null): number =>
  cells.contracts.reduce((sum, n, i) => sum + (plan === null || cells.plan[i] === plan ? n : 0), 0);

const SHOWN_COHORTS = 36;
const AHEAD = 12; // renewals

/** Cohorts by month or year of the start: what they did, and what is expected of those who are left. */
function cohortRows({ cells, term, span, groups }: LearnedTerm): readonly CurveRow[] {
  const [all] = groups;
  const width = term.unit === "month" && term.count >= 12 ? 12 : 1; // index steps that one cohort holds
  const first = Math.floor(span.first / width);
  const until = Math.floor(span.end / width);
  const shown = Array.from({ length: Math.max(0, until - first + 1) }, (_, k) => first + k).slice(-SHOWN_COHORTS);
  return shown.flatMap((cohort) => oneCohort(cells, term, { cohort, width, retention: all?.retention }));
}

type Cohort = Readonly<{ cohort: number; width: number; retention: Retention | undefined }>;

function oneCohort(cells: ContractCells, term: Term, { cohort, width, retention }: Cohort): readonly CurveRow[] {
  const isIn = (start: number): boolean => Math.floor(start / width) === cohort;
  const decisions = decisionsUntil(cells, term, Infinity, { cohort: isIn });
  const started = cells.contracts.reduce((sum, n, i) => sum + (isIn(cells.cohort[i] ?? 0) ? n : 0), 0);
  if (started === 0) return [];
  const realised = productLimit(decisions);
  const seen = realised.length - 1;
  const left = (realised.at(-1)?.survival ?? 1) * started;
  const bands = retention ? expectedOf(retention, { customers: Math.round(left), made: seen, horizon: AHEAD }) : [];
  const head = { scope: "cohort", term: termName(term), plan: null, cohort: startOf(term, cohort * width) } as const;
  const done = realised.map((one, renewal): CurveRow => ({
    ...head,
    renewal,
    ...one,
    atRisk: renewal === 0 ? started : one.atRisk,
    ...NO_BAND,
  }));
  const share = left / started;
  const ahead = bands.map((band, h): CurveRow => ({
    ...head,
    renewal: seen + h + 1,
    ...NOT_SEEN,
    expected: band.expected * share,
    p05: band.p05 * share,
    p95: band.p95 * share,
  }));
  return [...done, ...ahead];
}

/** First day of a cohort's period. */
export function startOf({ unit, count }: Term, index: number): string {
  if (unit === "day") return isoDay(index * count);
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1];
  return `${`${year}`.padStart(4, "0")}-${`${month}`.padStart(2, "0")}-01`;
}
