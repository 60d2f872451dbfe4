import { describe, expect, test } from "vitest";
import { prior } from "@longworth/models";
import type { Params } from "@longworth/models";
import { candidateOf, CANDIDATES } from "../../src/forecast/candidates.js";
import type { CandidateName } from "../../src/forecast/candidates.js";
import { groupStates, inWeeks } from "../../src/forecast/cells.js";
import { CUT_SAMPLE, fitMembers } from "../../src/forecast/fits.js";
import { arrivals, firstPurchaseDay, labelsOf, statesAt } from "../../src/forecast/history.js";
import { meanConcentration, spendLevel } from "../../src/forecast/levels.js";
import { chooseOrigins } from "../../src/forecast/origins.js";
import { fitSpend, spendEvidence, spendOf } from "../../src/forecast/spend.js";
import { day, hasShared, publicHistory, reference } from "./logs.js";

/** The recipe's reference implementation names its candidates on calendar time pn0 and mbg0. */
const CALENDAR = { "pareto-nbd": "pn0", "mbg-nbd": "mbg0" } as const satisfies Partial<Record<CandidateName, string>>;

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

  test.each(Object.entries(CALENDAR))(
    "%s: no posterior mode below that of the reference's %s, the same total",
    (candidate, theirs) => {
      const { wanted, history } = load();
      const names = [candidate as CandidateName]; // cast: a key of CALENDAR
      const { model } = candidateOf(names[0]);
      for (const one of [{ date: wanted.cut, parameters: wanted.parameters }, ...wanted.origins]) {
        const origin = day(one.date);
        const [fit] = fitMembers(history, { origin, names, limit: CUT_SAMPLE, starts: [], excludeFirstDays: 0 });
        expect(fit.converged).toBe(true);
        const cells = inWeeks(groupStates(statesAt(history, origin)).cells);
        const logPosterior = (params: Params) => model.logLikelihood(params, cells) + prior.logPrior(params, cells);
        const reported = Object.keys(fit.params).map((key, k) => [key, one.parameters[theirs][k]] as const);
        const gain = logPosterior(fit.params) - logPosterior(Object.fromEntries(reported));
        expect(gain).toBeGreaterThan(-1e-6);
        expect(gain).toBeLessThan(0.1); // theirs stopped a little early on flat ridges of s, beta and a, b
        if (one.date !== wanted.cut) continue;
        const expected = model.expectedPurchases(fit.params, cells, wanted.H / 7);
        const total = expected.reduce((sum, value, i) => sum + cells.weight[i] * value, 0);
        expect(Math.abs(total / wanted.candidate_totals[theirs] - 1)).toBeLessThan(1e-3);
      }
    },
  );
});

test("every candidate has its limits in the registry", () => {
  for (const { nests } of Object.values(CANDIDATES)) for (const name of nests) expect(CANDIDATES).toHaveProperty(name);
});
