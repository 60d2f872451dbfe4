/** Estimates the business clock from a history (FORECAST section 3): model and level take turns, three times. */
import { linearAlgebra, paretoNbd } from "@longworth/models";
import { DAYS_PER_WEEK } from "../domain.js";
import { seasonColumns, tauOf, onTimeline } from "./clock.js";
import type { Clock, Tau } from "./clock.js";
import { groupStates } from "./cells.js";
import { gridOf } from "./grid.js";
import { firstPurchaseDay, statesAt } from "./history.js";
import type { History } from "./history.js";

type ParetoParams = paretoNbd.Params;

/** Parameters of a fit by name; those of Pareto/NBD are the ones that help. */
type Start = Readonly<Record<string, number>> | undefined;

const asPareto = (start: Start): ParetoParams | undefined => {
  const { r, alpha, s, beta } = start ?? {};
  return r === undefined || alpha === undefined || s === undefined || beta === undefined
    ? undefined
    : { r, alpha, s, beta };
};

const ROUNDS = 3;
const STILL = 0.01; // change of log s below which the turns end
const SAMPLE = 2_500; // customers of the fits
const SHORTEST = 21; // days of a history that can show a level
const UNKNOWN_SD = 0.2; // of a shorter one
const GRID_SD = 0.08; // of a history whose dates are periods
const KNOT_DAYS = 56;
const STEP_SD = 0.1; // of the level from knot to knot
const RIDGE = 0.01;
const SEASON_SD = [0.25, 0.15, 0.1] as const; // of one, two, three rounds a year
const SEASON_DAYS = 400; // of history, at least
const LEAST_EXPECTED = 1e-6;
const NEWTON = { steps: 25, longest: 1, still: 1e-6 } as const;

/** The weeks that end at the last day, and what is known of each. */
interface Weeks {
  readonly offset: number; // days since the start at which the first one begins
  readonly count: number;
  readonly columns: readonly (readonly number[])[]; // Z: per week, one number per coefficient
  readonly actual: Float64Array; // repeat purchase days
  readonly penalty: readonly (readonly number[])[];
  readonly knots: readonly number[]; // days since the start
  readonly arrivals: readonly (readonly [day: number, customers: number])[]; // first purchases, days since the start
}

/** @returns also the parameters that the last turn was made with; a flat clock for a history below three weeks */
export function fitClock(history: History, end: number, given?: Start) {
  const start = firstPurchaseDay(history);
  const length = end - start + 1;
  let clock: Clock = flat(start, end);
  let params = asPareto(given);
  if (!(length >= SHORTEST)) return { clock, params };
  const grid = gridOf(history, end);
  if (grid !== null) return { clock: { ...clock, levelSd: GRID_SD, grid }, params };
  const weeks = weeksOf(history, { start, end, length });
  const cells = groupStates(statesAt(history, end, SAMPLE)).cells;
  let b: readonly number[] = weeks.penalty.map(() => 0);
  let dispersion = 1;
  for (let round = 0; round < ROUNDS; round++) {
    const tau = tauOf(clock, end);
    const options = { prior: true, maxIterations: 60, ...(params === undefined ? {} : { start: params }) };
    params = paretoNbd.fit(onTimeline(cells, { cut: end + 1, tau }), options).params; // days count from their end, as in E_w
    const base = baseline(weeks, clock, { params, tau });
    const fitted = regress(weeks, base, { b, dispersion });
    b = fitted.b;
    dispersion = dispersionOf(weeks, base, b);
    const next = clockOf(weeks, { start, end, b, levelSd: fitted.levelSd, dispersion });
    const change = largestChange(clock, next, length);
    clock = next;
    if (change < STILL) break;
  }
  return { clock, params };
}

const flat = (start: number, end: number): Clock => ({
  start,
  end,
  knots: { day: [0], level: [0] },
  season: [],
  shift: 0,
  levelSd: UNKNOWN_SD,
  dispersion: 1,
});

type Span = Readonly<{ start: number; end: number; length: number }>;

function weeksOf(history: History, { start, end, length }: Span): Weeks {
  const count = Math.floor(length / DAYS_PER_WEEK);
  const offset = length - DAYS_PER_WEEK * count;
  const pieces = Math.max(Math.round(length / KNOT_DAYS), 1);
  const knots = Array.from({ length: pieces + 1 }, (_, k) => offset + ((length - offset) * k) / pieces);
  const rounds = length >= SEASON_DAYS ? SEASON_SD : [];
  const { actual, arrivals } = purchasesBy(history, { start, end, offset, count });
  const columns = Array.from({ length: count }, (_, w) => {
    const day = middleOf(offset, w);
    return [...hats(knots, day), ...seasonColumns(day, 2 * rounds.length)];
  });
  return { offset, count, columns, actual, penalty: penaltyOf(knots.length, rounds), knots, arrivals };
}

/** The middle day of a week. */
const middleOf = (offset: number, week: number): number =>
  offset + DAYS_PER_WEEK * week + Math.floor(DAYS_PER_WEEK / 2);

/** Weights of the two knots around a day. */
function hats(knots: readonly number[], day: number): readonly number[] {
  return knots.map((knot, k) => {
    const [before, after] = [knots[k - 1], knots[k + 1]];
    if (day < knot) return before === undefined ? 1 : Math.max(0, (day - before) / (knot - before));
    return after === undefined ? 1 : Math.max(0, (after - day) / (after - knot));
  });
}

function penaltyOf(knots: number, rounds: readonly number[]): readonly (readonly number[])[] {
  const size = knots + 2 * rounds.length;
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_unused, j) => {
      if (i >= knots || j >= knots) return i === j ? 1 / rounds[Math.floor((i - knots) / 2)]! ** 2 : 0;
      const neighbours = Number(i > 0) + Number(i < knots - 1);
      if (i === j) return RIDGE + neighbours / STEP_SD ** 2;
      return Math.abs(i - j) === 1 ? -1 / STEP_SD ** 2 : 0;
    }),
  );
}

function purchasesBy(
  { customers, offsets, day, purchase }: History,
  { start, end, offset, count }: Readonly<{ start: number; end: number; offset: number; count: number }>,
): Pick<Weeks, "actual" | "arrivals"> {
  const actual = new Float64Array(count);
  const first = new Map<number, number>();
  for (let c = 0; c < customers; c++) {
    let isFirst = true;
    for (let i = offsets[c]!; i < offsets[c + 1]! && day[i]! <= end; i++) {
      if (purchase[i] !== 1) continue;
      const since = day[i]! - start;
      if (isFirst) first.set(since, (first.get(since) ?? 0) + 1);
      else if (since >= offset) actual[Math.floor((since - offset) / DAYS_PER_WEEK)]!++;
      isFirst = false;
    }
  }
  return { actual, arrivals: [...first].sort(([a], [b]) => a - b) };
}

type Model = Readonly<{ params: ParetoParams; tau: Tau }>;

/** E0: expected repeat purchases of each week at the model's rate, without the clock's share of that week. */
function baseline({ offset, count, arrivals, columns }: Weeks, clock: Clock, { params, tau }: Model): Float64Array {
  const { r, alpha, s, beta } = params;
  const scale = ((r / alpha) * beta) / (s - 1);
  const upTo = (day: number, from: number): number => {
    const time = (tau.tau[day]! - tau.tau[from]!) / DAYS_PER_WEEK;
    if (!(time > 0)) return 0;
    return s === 1
      ? (r / alpha) * beta * Math.log1p(time / beta)
      : -scale * Math.expm1((1 - s) * Math.log1p(time / beta));
  };
  const expected = new Float64Array(count);
  for (const [day, customers] of arrivals) {
    let before = upTo(offset, day + 1);
    for (let w = Math.max(0, Math.floor((day + 1 - offset) / DAYS_PER_WEEK)); w < count; w++) {
      const after = upTo(offset + DAYS_PER_WEEK * (w + 1), day + 1);
      expected[w]! += customers * (after - before);
      before = after;
    }
  }
  const coefficients = [...clock.knots.level, ...clock.season];
  const isFlat = coefficients.length !== columns[0]?.length;
  return expected.map((sum, w) => {
    const log = isFlat ? 0 : dot(columns[w]!, coefficients) - clock.shift;
    return Math.max(sum / Math.exp(log), LEAST_EXPECTED);
  });
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, i) => sum + v * b[i]!, 0);

type State = Readonly<{ b: readonly number[]; dispersion: number }>;

/** Penalised Poisson regression of the weeks on Z, by Newton's method. */
function regress({ columns, actual, penalty, knots }: Weeks, base: Float64Array, from: State) {
  let b = from.b;
  let levelSd = UNKNOWN_SD;
  for (let step = 0; step < NEWTON.steps; step++) {
    const gradient = penalty.map((row) => -dot(row, b));
    const hessian = penalty.map((row) => [...row]);
    for (const [w, z] of columns.entries()) {
      const mu = base[w]! * Math.exp(dot(z, b));
      z.forEach((zi, i) => {
        if (zi === 0) return;
        gradient[i]! += (zi * (actual[w]! - mu)) / from.dispersion;
        z.forEach((zj, j) => (hessian[i]![j]! += (zi * zj * mu) / from.dispersion));
      });
    }
    const covariance = linearAlgebra.inverse(hessian);
    if (covariance === null) break;
    const last = knots.length - 1;
    levelSd = Math.sqrt(covariance[last]![last]!);
    const move = covariance.map((row) => Math.min(Math.max(dot(row, gradient), -NEWTON.longest), NEWTON.longest));
    b = b.map((value, i) => value + move[i]!);
    if (Math.max(...move.map(Math.abs)) < NEWTON.still) break;
  }
  return { b, levelSd };
}

/** phi: how much more the weeks vary than by chance, at least 1. */
function dispersionOf({ columns, actual }: Weeks, base: Float64Array, b: readonly number[]): number {
  let sum = 0;
  let count = 0;
  for (const [w, z] of columns.entries()) {
    const mu = base[w]! * Math.exp(dot(z, b));
    if (!(mu > 1)) continue;
    sum += (actual[w]! - mu) ** 2 / Math.max(mu, 0.5);
    count++;
  }
  return Math.max(1, sum / Math.max(count - 3, 1));
}

type Estimated = Readonly<{ start: number; end: number; b: readonly number[]; levelSd: number; dispersion: number }>;

function clockOf({ knots }: Weeks, { start, end, b, levelSd, dispersion }: Estimated): Clock {
  const level = b.slice(0, knots.length);
  const raw = { ...flat(start, end), knots: { day: knots, level }, season: b.slice(knots.length), levelSd, dispersion };
  const days = end - start + 1;
  return { ...raw, shift: Math.log(tauOf(raw, end).tau[days]! / days) };
}

function largestChange(before: Clock, after: Clock, days: number): number {
  const [old, fresh] = [before, after].map((clock) => tauOf(clock, clock.start + days).tau);
  let most = 0;
  for (let d = 0; d < days; d++) {
    const ratio = Math.log((fresh![d + 1]! - fresh![d]!) / (old![d + 1]! - old![d]!));
    most = Math.max(most, Math.abs(ratio));
  }
  return most;
}
