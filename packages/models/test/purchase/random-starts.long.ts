/** 200 random starts on 12 data sets: 99 % reach the best likelihood, and the rest are not returned as success. */
import { expect, test } from "vitest";
import { cells as cellTools, random } from "@longworth/models";
import type { Cells } from "@longworth/models";
import { hasShared, load } from "../support/data.js";
import { EACH_MODEL } from "../support/models.js";

const STARTS = 200;
const SPREAD = 1.5; // standard deviation of the logs: starts are off by a factor of 4, often of 20
const REACHED = 1e-4;

test.each(EACH_MODEL)("$name", ({ model, typical }) => {
  const source = random.seeded(12);
  const simulated = Array.from({ length: hasShared ? 9 : 12 }, (_, k): Cells => {
    const params = Object.fromEntries(Object.entries(typical).map(([key, v]) => [key, v * (0.7 + 0.08 * k)]));
    const T = Float64Array.from({ length: 800 }, () => 20 + 60 * source());
    return cellTools.cellsOf(model.simulate(params, T, source), T);
  });
  const logs = hasShared ? (["cdnowSample", "grocery", "apparel"] as const).map((log) => load(log)) : [];
  let failed = 0;
  for (const cells of [...simulated, ...logs]) {
    const usual = model.fit(cells);
    const fits = Array.from({ length: STARTS }, () => {
      const start = Object.entries(usual.params).map(([key, v]) => [key, v * Math.exp(SPREAD * random.normal(source))]);
      return model.fit(cells, { start: Object.fromEntries(start) as typeof typical }); // the same keys
    });
    const best = Math.max(usual.logLikelihood, ...fits.map((fit) => fit.logLikelihood));
    expect(usual.logLikelihood).toBeGreaterThan(best - REACHED);
    const short = fits.filter((fit) => !(fit.logLikelihood > best - REACHED));
    expect(short.filter((fit) => fit.converged)).toEqual([]);
    failed += short.length;
  }
  expect(failed).toBeLessThanOrEqual(0.01 * STARTS * 12);
});
