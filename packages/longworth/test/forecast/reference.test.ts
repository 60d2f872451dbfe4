import { describe, expect, test } from "vitest";
import { prior } from "@longworth/models";
import type { Params } from "@longworth/models";
import { candidateOf, CANDIDATES, POOL_NAMES } from "../../src/forecast/candidates.js";
import type { CandidateName } from "../../src/forecast/candidates.js";
import { groupStates } from "../../src/forecast/cells.js";
import { timelinesOf, viewsOf } from "../../src/forecast/clock.js";
import type { Clock } from "../../src/forecast/clock.js";
import { gatherEvidence } from "../../src/forecast/evidence.js";
import { CUT_SAMPLE, fitMembers } from "../../src/forecast/fits.js";
import { arrivals, firstPurchaseDay, labelsOf, statesAt } from "../../src/forecast/history.js";
import { geometricTotal, meanConcentration, spendLevel } from "../../src/forecast/levels.js";
import { chooseOrigins } from "../../src/forecast/origins.js";
import { addQuadratics, poolWeights, ridgeOf } from "../../src/forecast/pool.js";
import { fitSpend, spendEvidence, spendOf } from "../../src/forecast/spend.js";
import { day, hasShared, publicHistory, reference } from "./logs.js";

/** The recipe's reference implementation has other names for its candidates. */
const THEIRS = {
  "mbg-nbd": "mbg0",
  "pareto-nbd": "pn0",
  "nbd-2": "nbd20",
  "nbd-clock": "nbd",
  "nbd-2-clock": "nbd2",
  "bg-nbd-clock": "bg",
  "mbg-nbd-clock": "mbg",
  "mbg-cnbd-2-clock": "mbg2",
  "mbg-cnbd-3-clock": "mbg3",
  "pareto-nbd-clock": "pn",
} as const satisfies Partial<Record<CandidateName, string>>;
const STAGES: Readonly<Record<string, number>> = { nbd2: 2, nbd20: 2, mbg2: 2, mbg3: 3 };

/** The level of the reference's clock, at each of its days, as a clock. */
const clockOf = (start: number, end: number, logs: readonly number[]): Clock => ({
  start,
  end,
  knots: { day: logs.map((_, d) => d), level: logs },
  season: [],
  shift: 0,
  levelSd: 0.1,
  dispersion: 1,
});

describe.skipIf(!hasShared).each(["cdnow_sample", "online_retail_2010_2011"])("%s (needs ../shared)", (name) => {
  const load = () => ({ wanted: reference(name), history: publicHistory(name) });

  test("origins and windows are those of the reference", () => {
    const { wanted, history } = load();
    const about = { start: firstPurchaseDay(history), cut: day(wanted.cut), horizon: wanted.H };
    const { customersAt } = arrivals(history);
    const origins = chooseOrigins({ ...about, customersAt });
    expect(origins).toEqual(wanted.origins.map(({ date, h }) => ({ origin: day(date), window: h })));
    expect(origins.map(({ origin }) => customersAt(origin))).toEqual(wanted.origins.map(({ customers }) => customers));
  });

  test("spend, its evidence at the origins and ls to 1e-6", () => {
    const { wanted, history } = load();
    const at = (origin: number) => statesAt(history, origin);
    const close = (value: number, to: number, digits = 1e-6) => expect(Math.abs(value / to - 1)).toBeLessThan(digits);
    const cut = fitSpend(at(day(wanted.cut)))!;
    for (const [own, theirs] of [[cut.b0, wanted.spend.b[0]], [cut.b1, wanted.spend.b[1]], [cut.s2, wanted.spend.s2], [cut.t2, wanted.spend.t2]] as const) close(own, theirs); // prettier-ignore
    const evidence = wanted.origins.map((one) => {
      const states = at(day(one.date));
      const labels = labelsOf(history, states, one.h);
      expect(labels.orders.reduce((sum, n) => sum + n, 0)).toBe(one.orders);
      expect(labels.orders.filter((n) => n > 0)).toHaveLength(one.active);
      const found = spendEvidence(spendOf(states, fitSpend(states)!).spend, labels);
      close(found.value, one.value, 1e-12);
      close(found.levelSpend, one.ks);
      close(found.concentration, one.var_s);
      return found;
    });
    expect(Math.abs(spendLevel(evidence) - wanted.levels.ls)).toBeLessThan(1e-6);
    expect(meanConcentration(evidence)).toBeGreaterThan(0);
  });

  test.each(Object.entries(THEIRS))(
    "%s: on the reference's clock no posterior mode below that of its %s, the same total",
    (candidate, theirs) => {
      const { wanted, history } = load();
      const name = candidate as CandidateName; // cast: a key of THEIRS
      const { model } = candidateOf(name);
      const start = firstPurchaseDay(history);
      const cut = { date: wanted.cut, parameters: wanted.parameters, log_s_daily: wanted.clock.log_s_daily };
      for (const one of [cut, ...wanted.origins]) {
        const origin = day(one.date);
        const clock = clockOf(start, origin, one.log_s_daily);
        const request = { origin, names: [name], limit: CUT_SAMPLE, starts: [], excludeFirstDays: 0, clock };
        const [fit] = fitMembers(history, request).fits;
        expect(fit.converged).toBe(true);
        const view = viewsOf(groupStates(statesAt(history, origin)).cells, timelinesOf(clock, wanted.H))(name);
        const logPosterior = (params: Params) =>
          model.logLikelihood(params, view.cells) + prior.logPrior(params, view.cells, STAGES[theirs]);
        const reported = Object.keys(fit.params).map((key, k) => [key, one.parameters[theirs][k]] as const);
        const gain = logPosterior(fit.params) - logPosterior(Object.fromEntries(reported));
        expect(gain).toBeGreaterThan(-1e-6);
        expect(gain).toBeLessThan(0.2); // theirs stopped a little early on flat ridges of s, beta and a, b
        if (one.date !== wanted.cut) continue;
        const missOf = (params: Params) => {
          const expected = model.expectedPurchases(params, view.cells, view.weeks(wanted.H));
          const total = expected.reduce((sum, value, i) => sum + view.cells.weight[i] * value, 0);
          return Math.abs(total / wanted.candidate_totals[theirs] - 1);
        };
        expect(missOf(Object.fromEntries(reported))).toBeLessThan(1e-4);
        expect(missOf(fit.params)).toBeLessThan(5e-3);
      }
    },
  );

  test("weights of the pool and its total, from the reference's clocks and parameters", () => {
    const { wanted, history } = load();
    const start = firstPurchaseDay(history);
    const evidence = wanted.origins.map((one) => {
      const origin = day(one.date);
      const clock = clockOf(start, origin, one.log_s_daily);
      const request = { origin, names: POOL_NAMES, limit: 5_000, starts: [], excludeFirstDays: 0, clock };
      const members = fitMembers(history, request).fits.map((fit, j) => {
        const name = POOL_NAMES[j];
        const theirs = one.parameters[THEIRS[name as keyof typeof THEIRS]]; // cast: the pool is what THEIRS lists
        const params = Object.fromEntries(Object.keys(fit.params).map((key, k) => [key, theirs[k]]));
        return { name, fit: { ...fit, params } };
      });
      return gatherEvidence(history, { origin, windows: [one.h] }, { members, clock })[0];
    });
    const active = evidence.reduce((sum, one) => sum + one.active, 0);
    expect(active).toBe(wanted.pool.ev);
    const learnt = (kind: "crps" | "brier") =>
      poolWeights(
        addQuadratics(
          evidence.map((one) => one[kind]),
          POOL_NAMES.length,
        ),
        ridgeOf(active),
      );
    for (const [kind, theirs] of [
      ["crps", wanted.pool.w],
      ["brier", wanted.pool.wa],
    ] as const)
      // prettier-ignore
      learnt(kind).forEach((weight, j) => {
        const key = THEIRS[POOL_NAMES[j] as keyof typeof THEIRS]; // cast: the pool is what THEIRS lists
        expect(Math.abs(weight - theirs[key])).toBeLessThan(1e-3);
      });
    const totals = POOL_NAMES.map((name) => wanted.candidate_totals[THEIRS[name as keyof typeof THEIRS]]);
    expect(Math.abs(geometricTotal(totals, learnt("crps")) / wanted.pool.total_geometric - 1)).toBeLessThan(1e-3);
  });
});

test("every candidate has its limits in the registry", () => {
  for (const { nests } of Object.values(CANDIDATES)) for (const name of nests) expect(CANDIDATES).toHaveProperty(name);
});
