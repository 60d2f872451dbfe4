import { expect, test } from "vitest";
import { calibration, comparison, pit, random } from "@longworth/models";

const column = (...values: readonly number[]): Float64Array => Float64Array.from(values);
const times = (n: number, f: (i: number) => number): Float64Array => Float64Array.from({ length: n }, (_, i) => f(i));

test("calibration line: a known line comes back, a constant prediction has none", () => {
  const predicted = column(1, 2, 5, 9);
  const line = calibration.calibrationLine(
    predicted.map((p) => 0.8 * p + 3),
    predicted,
  );
  expect(line.slope).toBeCloseTo(0.8, 12);
  expect(line.intercept).toBeCloseTo(3, 12);
  expect(calibration.calibrationLine(predicted, column(2, 2, 2, 2)).slope).toBeNaN();
});

test("calibration by deciles: highest first, every customer once, means add up to the totals", () => {
  const predicted = times(103, (i) => (i * 37) % 103);
  const actual = predicted.map((p) => 2 * p);
  const groups = calibration.calibrationByDeciles(actual, predicted);
  expect(groups.map((g) => g.customers)).toEqual([11, 11, 11, 10, 10, 10, 10, 10, 10, 10]);
  expect(groups[0].predicted).toBe(97);
  for (const group of groups) expect(group.actual).toBeCloseTo(2 * group.predicted, 10);
});

test("calibration of activity: 1 and 0 where the probabilities are true, half the slope where logits are doubled", () => {
  const uniform = random.seeded(5);
  const logits = times(40_000, () => 4 * uniform() - 3);
  const probability = logits.map((z) => 1 / (1 + Math.exp(-z)));
  const active = probability.map((p) => Number(uniform() < p));
  const honest = calibration.activityCalibration(active, probability);
  expect(honest.slope).toBeCloseTo(1, 1);
  expect(honest.intercept).toBeCloseTo(0, 1);
  const doubled = calibration.activityCalibration(
    active,
    logits.map((z) => 1 / (1 + Math.exp(-2 * z))),
  );
  expect(doubled.slope).toBeCloseTo(honest.slope / 2, 8);
});

test("calibration of activity: absent with one class only", () =>
  expect(calibration.activityCalibration(column(1, 1, 1), column(0.2, 0.5, 0.9)).slope).toBeNaN());

test("PIT: counts from their own distribution are uniform, from another they leave the band", () => {
  const uniform = random.seeded(3);
  const pmf = column(0.7, 0.2, 0.1);
  const actual = times(3_000, () => {
    const u = uniform();
    return u < 0.7 ? 0 : u < 0.9 ? 1 : 2;
  });
  const valuesOf = (forecast: Float64Array) => {
    const { below, upTo } = pit.stepsOfPmfs(
      actual,
      Array.from(actual, () => forecast),
    );
    return pit.randomisedPit(below, upTo, random.seeded(4));
  };
  const honest = valuesOf(pmf);
  expect(pit.pitTest(honest)).toMatchObject({ inside99: true, inside999: true });
  expect(pit.shareUpTo(honest, 0.95)).toBeCloseTo(0.95, 1);
  expect(pit.pitTest(valuesOf(column(0.5, 0.3, 0.2)))).toMatchObject({ inside99: false, inside999: false });
});

test("PIT: an actual beyond the table falls into the last entry, draws and counts agree on steps", () => {
  const pmf = column(0.5, 0.25, 0.25);
  const actual = column(0, 1, 2, 7);
  expect(pit.stepsOfPmfs(actual, [pmf, pmf, pmf, pmf])).toEqual({
    below: column(0, 0.5, 0.75, 0.75),
    upTo: column(0.5, 0.75, 1, 1),
  });
  const draws = column(2, 0, 1, 0);
  expect(pit.stepsOfDraws(column(0, 1, 2), [draws, draws, draws])).toEqual({
    below: column(0, 0.5, 0.75),
    upTo: column(0.5, 0.75, 1),
  });
});

test("PIT of a value: the zero spreads over its own mass, everything else is exact", () => {
  const mixture = { zero: 0.6, weight: column(0.4), mu: column(0), sigma: column(1) };
  const { below, upTo } = pit.stepsOfMixtures(column(-1, 0, 1), [mixture, mixture, mixture]);
  expect([...below, ...upTo].map((p) => Number(p.toFixed(9)))).toEqual([0, 0, 0.8, 0, 0.6, 0.8]);
});

test("PIT: the same seed gives the same values", () => {
  const steps = [column(0, 0.2), column(0.5, 0.9)] as const;
  expect(pit.randomisedPit(...steps, random.seeded(1))).toEqual(pit.randomisedPit(...steps, random.seeded(1)));
});

test("PIT band: the published critical values of Kolmogorov's distribution decide", () => {
  const n = 1e5; // nearly the limit law: 1.6276 / sqrt(n) at 99 %, 1.9495 at 99.9 %
  const shifted = (d: number) => times(n, (i) => Math.min((i + 0.5) / n + d / Math.sqrt(n), 1));
  expect(pit.pitTest(shifted(1.62)).inside99).toBe(true);
  expect(pit.pitTest(shifted(1.64)).inside99).toBe(false);
  expect(pit.pitTest(shifted(1.94)).inside999).toBe(true);
  expect(pit.pitTest(shifted(1.96)).inside999).toBe(false);
  expect(pit.pitTest(shifted(1)).pValue).toBeCloseTo(0.27, 2); // tabulated: .26999967 at 1, .96394524 at .5
  expect(pit.pitTest(shifted(0.5)).pValue).toBeCloseTo(0.964, 2);
});

test("PIT band: about one uniform sample in a hundred is outside", () => {
  const uniform = random.seeded(9);
  let outside = 0;
  for (let k = 0; k < 2_000; k++) outside += Number(!pit.pitTest(times(50, uniform)).inside99);
  expect(outside).toBeGreaterThan(5);
  expect(outside).toBeLessThan(40);
});

test("PIT histogram: every value in one bin, 1 in the last", () =>
  expect([...pit.pitHistogram(column(0, 0.05, 0.1, 0.95, 1), 10)]).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 2]));

test("paired difference: a hand-made case", () => {
  const paired = comparison.pairedDifference({ first: column(1, 2, 6), second: column(0, 2, 3) });
  expect(paired.mean).toBeCloseTo(4 / 3, 12);
  expect(paired.standardError).toBeCloseTo(Math.sqrt(7 / 3 / 3), 12); // differences 1, 0, 3: variance 7 / 3
  expect(paired.t).toBeCloseTo(paired.mean / paired.standardError, 12);
});

test("paired difference: rows of one customer are one observation", () => {
  const first = column(1, 2, 6);
  const second = column(0, 2, 3);
  const twice = { first: column(...first, ...first), second: column(...second, ...second) };
  const once = comparison.pairedDifference({ first, second });
  const clustered = comparison.pairedDifference(twice, Int32Array.of(0, 1, 2, 0, 1, 2));
  expect(clustered.standardError).toBeCloseTo(once.standardError, 12);
  expect(comparison.pairedDifference(twice).standardError).toBeLessThan(once.standardError);
});
