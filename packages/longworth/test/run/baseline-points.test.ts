import { expect, test } from "vitest";
import { baselinePoints } from "../../src/forecast/baselines.js";
import { statesAt, type DayCells, type History } from "../../src/forecast/history.js";
import { cellPoints, moneyOfBaseline } from "../../src/run/baseline-points.js";

/** Three customers; the first two share a history but not their money. */
const history: History = {
  customers: 3,
  offsets: Int32Array.of(0, 2, 4, 5),
  day: Int32Array.of(0, 50, 0, 50, 90),
  value: Float64Array.of(10, 30, 20, 100, 7),
  purchase: Uint8Array.of(1, 1, 1, 1, 1),
  hasAmounts: true,
};
const cells: DayCells = {
  frequency: Float64Array.of(0, 1),
  recency: Float64Array.of(0, 50),
  tenure: Float64Array.of(10, 100),
  spendCount: Float64Array.of(1, 2),
  weight: Float64Array.of(1, 2),
};
const options = { baseline: "last-period", cut: 100, horizons: [60], steps: null } as const;

test("the points of a cell are the mean of its customers'", () => {
  expect(cellPoints(history, cells, options)).toEqual({ "60d": Float64Array.of(1, 1) });
});

test("money is scaled so that the customers of a cell bring what the baseline says on average", () => {
  const scores = {
    columns: {
      log_scale_prior: Float64Array.of(1, 1),
      log_scale_slope: Float64Array.of(0.1, 0.2),
      unit_revenue_60d: Float64Array.of(2, 3),
      unit_revenue_sd_60d: Float64Array.of(1, 1),
      unit_revenue_60d_p95: Float64Array.of(5, 6),
      p_active_60d: Float64Array.of(0.5, 0.6),
    },
    totals: {},
    scaling: {},
  };
  const { columns } = moneyOfBaseline(scores, { history, cells }, options);
  const states = statesAt(history, 100);
  const wanted = baselinePoints(history, "last-period", { states, horizon: 60 }).value;
  const mean = (from: number, to: number): number => {
    let sum = 0;
    for (let i = from; i < to; i++) {
      const cell = states.frequency[i] === 1 ? 1 : 0;
      const scale = Math.exp(
        scores.columns.log_scale_prior[cell] + scores.columns.log_scale_slope[cell] * states.sumLog[i],
      );
      sum += scale * columns["unit_revenue_60d"][cell];
    }
    return sum / (to - from);
  };
  expect(mean(0, 2)).toBeCloseTo((wanted[0] + wanted[1]) / 2, 10);
  expect(mean(2, 3)).toBeCloseTo(wanted[2], 10);
  expect(columns["unit_revenue_60d_p95"][1] / columns["unit_revenue_60d"][1]).toBeCloseTo(2, 12);
  expect(columns["p_active_60d"]).toBe(scores.columns.p_active_60d);
});
