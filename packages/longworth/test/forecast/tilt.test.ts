import fc from "fast-check";
import { expect, test } from "vitest";
import { level, shape, varianceOf } from "../../src/forecast/assemble.js";
import { meanOf } from "../../src/forecast/predict.js";
import { tilt } from "../../src/forecast/tilt.js";

const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
const poisson = (rate: number, length: number) => {
  const pmf = new Float64Array(length);
  pmf.forEach((_, n) => (pmf[n] = n === 0 ? Math.exp(-rate) : (pmf[n - 1] * rate) / n));
  return pmf;
};

test.each([
  [0.3, 0.31],
  [0.3, 0.5],
  [0.7, 2.5],
  [0.99, 12],
  [0.01, 0.0101],
])("the tilted distribution has activity %d and mean %d", (active, mean) => {
  const q = tilt(poisson(1.2, 40), { active, mean });
  expect(sum(q)).toBeCloseTo(1, 12);
  expect(1 - q[0]).toBeCloseTo(active, 14);
  expect(meanOf(q)).toBeCloseTo(mean, 9);
});

test("a distribution that has them already stays as it is", () => {
  const pmf = poisson(0.8, 30);
  const q = tilt(pmf, { active: 1 - pmf[0], mean: meanOf(pmf) });
  q.forEach((chance, n) => expect(chance).toBeCloseTo(pmf[n], 10));
});

test("the tilt of a Poisson is a Poisson above 0", () => {
  const q = tilt(poisson(1, 60), { active: 1 - Math.exp(-2), mean: 2 });
  poisson(2, 60).forEach((chance, n) => expect(q[n]).toBeCloseTo(chance, 9));
});

test("no mass above 0 becomes geometric", () => {
  const q = tilt(Float64Array.of(1), { active: 0.4, mean: 1 });
  expect(meanOf(q)).toBeCloseTo(1, 8);
  expect(q[2] / q[1]).toBeCloseTo(1 - 0.4, 10);
});

test("a mean beyond the length is clipped, never NaN", () => {
  const q = tilt(Float64Array.of(0.5, 0.25, 0.25), { active: 0.9, mean: 50 });
  expect(q.every(Number.isFinite)).toBe(true);
  expect(meanOf(q)).toBeCloseTo(0.9 * 1.5, 8);
});

test("levels meet the total and shift the chance as the means moved", () => {
  const pooled = { mean: Float64Array.of(0.5, 2, 0), active: Float64Array.of(0.3, 0.8, 0) };
  const weight = Float64Array.of(10, 2, 5);
  const { mean, active } = level(pooled, { weight, total: 18, alive: Float64Array.of(1, 1, 1) });
  expect(mean.reduce((all, m, i) => all + weight[i] * m, 0)).toBeCloseTo(18, 10);
  expect(Math.log(active[0] / (1 - active[0]))).toBeCloseTo(Math.log(0.3 / 0.7) + Math.log(2), 12);
  mean.forEach((m, i) => expect(m).toBeGreaterThan(active[i]));
});

const chance = fc.double({ min: 0, max: 1, noNaN: true });
const person = fc.record({ active: chance, alive: chance, mean: fc.double({ min: 0, max: 40, noNaN: true }) });

test("no level makes anybody likelier to buy than to be a customer still, and the total stays", () =>
  fc.assert(
    fc.property(
      fc.array(person, { minLength: 1, maxLength: 20 }),
      fc.double({ min: 0.01, max: 500, noNaN: true }),
      (people, total) => {
        const column = (key: "active" | "alive" | "mean") => Float64Array.from(people, (one) => one[key]);
        fc.pre(column("mean").some((m) => m > 0.01));
        const alive = column("alive");
        const weight = new Float64Array(people.length).fill(1);
        const served = level({ mean: column("mean"), active: column("active") }, { weight, total, alive });
        expect(served.active.every((p, i) => p >= 0 && p <= alive[i])).toBe(true);
        expect(served.mean.every((m) => m > 0)).toBe(true);
        expect(served.mean.reduce((sum, m) => sum + m, 0) / total).toBeCloseTo(1, 9);
      },
    ),
  ));

test("a person of whom nothing is expected gets a distribution all the same", () => {
  const q = shape(Float64Array.of(1), { mean: 0, active: 0 });
  expect(q.every(Number.isFinite)).toBe(true);
  expect(q[0]).toBeGreaterThan(0.999999);
});

test("the variance of counts", () => {
  expect(varianceOf(Float64Array.of(0.5, 0.25, 0.25))).toBeCloseTo(0.25 + 1 - 0.75 ** 2, 14);
});
