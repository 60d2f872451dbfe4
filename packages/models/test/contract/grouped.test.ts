/** Retention of groups with columns: the same as the regressions of single contracts, gradients by differences, truth found. */
import { describe, expect, test } from "vitest";
import {
  betaDiscreteWeibullRegression,
  groupedRetention,
  random,
  renewals,
  shiftedBetaGeometric,
  shiftedBetaGeometricRegression,
} from "@longworth/models";
import { exposureSurface, mixtureSurface } from "../../src/contract/grouped-surfaces.js";
import { expectClose } from "../support/close.js";

const SEEN = 8; // renewals
const Z = [0, 1, 2, 3].map((place) => [place % 2, Math.floor(place / 2)] as const);

/** Contracts with two yes-or-no columns: the first doubles alpha, the second halves beta. */
function contracts(customers: number, seed: number) {
  const next = random.seeded(seed);
  const rows = Array.from({ length: customers }, () => {
    const z = Z[Math.floor(next() * 4)] ?? [0, 0];
    const params = { alpha: z[0] ? 2 : 1, beta: z[1] ? 2 : 4 };
    const lived = shiftedBetaGeometric.simulate(params, 1, next)[0] ?? 0;
    return { z, renewals: Math.min(lived, SEEN), lost: Number(lived < SEEN) };
  });
  const of = (own: readonly (typeof rows)[number][]) => ({
    renewals: Float64Array.from(own, (row) => row.renewals),
    lost: Float64Array.from(own, ({ lost }) => lost),
  });
  const columns = [0, 1].map((j) => Float64Array.from(rows, ({ z }) => z[j] ?? 0));
  const groups = Z.map((z) => ({
    columns: z,
    renewals: renewals.fromContracts(of(rows.filter((row) => row.z === z))),
  }));
  return { ...of(rows), columns, groups };
}

const { groups, ...rows } = contracts(20_000, 7);

describe.each(["shifted-beta-geometric", "beta-discrete-weibull"] as const)("groups, %s", (kind) => {
  const fit = groupedRetention.fit(kind, groups);
  if (fit.status !== "ok") throw new Error(fit.status);

  test("is what the regression of single contracts finds", () => {
    if (kind === "shifted-beta-geometric") {
      const single = shiftedBetaGeometricRegression.fit(rows);
      if (single.status !== "ok") return expect.fail(single.status);
      for (const z of Z) {
        const own = groupedRetention.retention(fit, fit.point, z);
        const params = shiftedBetaGeometricRegression.paramsOf(single, z);
        for (const t of [1, 4, 8]) expectClose(own(t), shiftedBetaGeometric.retention(params, t), 1e-4);
      }
      return expectClose(fit.logLikelihood, single.logLikelihood, 1e-7);
    }
    const decisions = rows.renewals.map((n, i) => n + (rows.lost[i] ?? 0));
    const along = rows.columns.map((column) => Float64Array.from([...decisions].flatMap((n, i) => Array(n).fill(column[i])))); // prettier-ignore
    const single = betaDiscreteWeibullRegression.fit({ decisions, lost: rows.lost, columns: along });
    if (single.status !== "ok") return expect.fail(single.status);
    for (const z of Z) {
      const own = groupedRetention.retention(fit, fit.point, z);
      const survival = betaDiscreteWeibullRegression.survivalAlong(single, Array(SEEN).fill(z));
      const mine = Array.from(survival, (_, i) => i + 1).reduce((share, t) => share * own(t), 1);
      expectClose(mine, survival.at(-1) ?? NaN, 2e-3);
    }
    expectClose(fit.logLikelihood, single.logLikelihood, 1e-6);
  });

  test("its derivatives are those of its value", () => {
    const surface = kind === "shifted-beta-geometric" ? mixtureSurface : exposureSurface;
    const counts = groups.map(({ renewals: own, columns }) => ({ ...own, z: columns.map((v) => v - 0.5) }));
    const x = kind === "shifted-beta-geometric" ? [0.1, 0.3, -0.2, 1, 0.2, -0.4] : [0.1, 1, 0.2, 0.3, -0.2];
    const at = surface(counts, x);
    const step = 1e-5;
    x.forEach((_, i) => {
      const [up, down] = [step, -step].map((by) => surface(counts, x.map((v, k) => (k === i ? v + by : v)))); // prettier-ignore
      expectClose(at.gradient[i] ?? NaN, ((up?.value ?? 0) - (down?.value ?? 0)) / (2 * step), 1e-5);
      at.hessian?.[i]?.forEach((v, j) =>
        expectClose(v, ((up?.gradient[j] ?? 0) - (down?.gradient[j] ?? 0)) / (2 * step), 1e-5),
      );
    });
  });

  test("draws lie around the mode, as wide as the data leave open", () => {
    const points = groupedRetention.drawPoints(fit, groups, { random: random.seeded(3) });
    expect(points).toHaveLength(200);
    const one = Z[1] ?? [];
    const mode = groupedRetention.retention(fit, fit.point, one)(1);
    const drawn = points.map((point) => groupedRetention.retention(fit, point, one)(1));
    const mean = drawn.reduce((sum, v) => sum + v, 0) / drawn.length;
    const sd = Math.sqrt(drawn.reduce((sum, v) => sum + (v - mean) ** 2, 0) / drawn.length);
    expect(Math.abs(mean - mode)).toBeLessThan(0.005);
    expect(sd).toBeGreaterThan(0.003); // of 5,000 customers: sqrt(.33 * .67 / 5000) = .0066, shared with the others
    expect(sd).toBeLessThan(0.009);
  });
});

test("finds what was put in, alike for groups without anybody and columns without variation", () => {
  const wider = [...groups, { columns: [1, 5], renewals: renewals.fromContracts({ renewals: new Float64Array(), lost: new Float64Array() }) }]; // prettier-ignore
  const fit = groupedRetention.fit("shifted-beta-geometric", wider.map((g) => ({ ...g, columns: [...g.columns, 7] }))); // prettier-ignore
  if (fit.status !== "ok") return expect.fail(fit.status);
  for (const [place, z] of Z.entries()) {
    const own = groupedRetention.retention(fit, fit.point, [...z, 7]);
    const [alpha, beta] = [z[0] ? 2 : 1, z[1] ? 2 : 4];
    for (const t of [1, 3, 6])
      expect(Math.abs(own(t) - (beta + t - 1) / (alpha + beta + t - 1)), `${place} ${t}`).toBeLessThan(0.03);
  }
});

test("data that tell nothing are a word", () => {
  const none = groups.map((g) => ({ ...g, renewals: { ...g.renewals, lost: g.renewals.lost.map(() => 0) } }));
  expect(groupedRetention.fit("shifted-beta-geometric", none)).toMatchObject({ status: "no-events" });
  expect(groupedRetention.fit("beta-discrete-weibull", [])).toMatchObject({ status: "no-data" });
});
