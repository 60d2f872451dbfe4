import { expect, test } from "vitest";
import { random, special } from "@longworth/models";

const N = 40_000;
const LIMIT = 2.7; // of sqrt(n) times the Kolmogorov distance: exceeded once in a million

/** sqrt(n) times the largest distance between the draws and their distribution function. */
function distance(draw: (source: () => number) => number, cdf: (v: number) => number): number {
  const source = random.seeded(20_260_801);
  const sorted = Float64Array.from({ length: N }, () => draw(source)).sort();
  let largest = 0;
  for (let i = 0; i < N; i++) largest = Math.max(largest, Math.abs(cdf(sorted[i]) - (i + 0.5) / N));
  return Math.sqrt(N) * largest;
}

test.each([
  ["uniform", (u: () => number) => u(), (v: number) => v],
  ["normal", random.normal, special.normalCdf],
  ["exponential", (u: () => number) => random.exponential(u, 3), (v: number) => -Math.expm1(-3 * v)],
  [
    "gamma, shape 0.2",
    (u: () => number) => random.gamma(u, 0.2, 2),
    (v: number) => special.incompleteGamma(0.2, 2 * v).lower,
  ],
  [
    "gamma, shape 7.5",
    (u: () => number) => random.gamma(u, 7.5, 0.1),
    (v: number) => special.incompleteGamma(7.5, v / 10).lower,
  ],
  [
    "beta, small",
    (u: () => number) => random.beta(u, 0.05, 0.3),
    (v: number) => special.incompleteBeta(0.05, 0.3, [v]).lower,
  ],
  ["beta, large", (u: () => number) => random.beta(u, 80, 3), (v: number) => special.incompleteBeta(80, 3, [v]).lower],
] as const)("draws follow their distribution: %s", (_name, draw, cdf) =>
  expect(distance(draw, cdf)).toBeLessThan(LIMIT),
);

test.each([0.3, 12, 29.9, 30, 250])("poisson: mean and variance are %d", (mean) => {
  const source = random.seeded(5);
  const draws = Array.from({ length: N }, () => random.poisson(source, mean));
  const average = draws.reduce((a, b) => a + b, 0) / N;
  const variance = draws.reduce((sum, v) => sum + (v - average) ** 2, 0) / N;
  expect(Math.abs(average - mean)).toBeLessThan(5 * Math.sqrt(mean / N));
  expect(Math.abs(variance - mean)).toBeLessThan(5 * mean * Math.sqrt((2 + 1 / mean) / N));
});

test("poisson: each count is as probable as it should be, on both sides of the switch", () => {
  for (const mean of [29, 31]) {
    const source = random.seeded(9);
    const counts = new Float64Array(200);
    for (let i = 0; i < N; i++) counts[random.poisson(source, mean)]++;
    const chiSquare = Array.from({ length: 25 }, (_, i) => i + 18).reduce((sum, n) => {
      const expected = N * Math.exp(n * Math.log(mean) - mean - special.lgamma(n + 1));
      return sum + (counts[n] - expected) ** 2 / expected;
    }, 0);
    expect(chiSquare).toBeLessThan(76); // 25 cells: one in a million
  }
});

test("gamma: mean and variance are the shape, to a thousandth", () => {
  for (const shape of [0.7, 1.2, 4]) {
    const source = random.seeded(6);
    const n = 400_000;
    let [sum, squares] = [0, 0];
    for (let i = 0; i < n; i++) {
      const draw = random.gamma(source, shape, 1) - shape;
      sum += draw;
      squares += draw * draw;
    }
    expect(Math.abs(sum / n)).toBeLessThan(4.5 * Math.sqrt(shape / n));
    expect(Math.abs(squares / n - shape)).toBeLessThan(4.5 * Math.sqrt((2 * shape * shape + 6 * shape) / n));
  }
});

test("poisson of nothing is 0", () => expect(random.poisson(random.seeded(1), 0)).toBe(0));

test("the same seed gives the same stream, on every machine", () => {
  const [a, b, c] = [random.seeded(42), random.seeded(42), random.seeded(43)];
  const first = [a(), a(), a()];
  expect([b(), b(), b()]).toEqual(first);
  expect([c(), c(), c()]).not.toEqual(first);
  expect(first).toMatchInlineSnapshot(`
    [
      0.16162767524250715,
      0.9546040556166773,
      0.20088102137755698,
    ]
  `);
});

test("uniforms are never 0 or 1", () => {
  const source = random.seeded(1);
  for (let i = 0; i < 100_000; i++) {
    const u = source();
    if (!(u > 0 && u < 1)) expect.fail(`${u}`);
  }
});

test.each([NaN, -1, Infinity])("there is no Gamma draw of shape %d", (shape) => {
  const source = random.seeded(1);
  expect([random.gamma(source, shape, 1), random.beta(source, shape, 1)]).toEqual([NaN, NaN]);
});
