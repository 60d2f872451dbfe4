import { expect, test } from "vitest";
import { psis, random } from "@longworth/models";
import { expectClose } from "../support/close.js";
import { hasShared, references } from "../support/data.js";

const logWeights = (slope: number): Float64Array =>
  Float64Array.from({ length: 1_000 }, (_, i) => -slope * Math.log(1 - (i + 0.5) / 1_000));

test.skipIf(!hasShared).each([
  [0, 0.3],
  [1, 0.6],
  [2, 0.9],
])("the reference's tail number %d (skipped where ../shared is absent)", (row, slope) => {
  const expected = references().psis_test[row];
  const { khat, ess, weights } = psis.smoothWeights(logWeights(slope));
  expectClose(khat, expected.khat, 1e-9);
  expectClose(ess, expected.ess, 1e-9);
  expectClose(Math.max(...weights), expected.max_norm_weight, 1e-9);
});

test("weights sum to 1, keep their order, and do not depend on a constant", () => {
  const source = random.seeded(2);
  const logs = Float64Array.from({ length: 500 }, () => 2 * random.normal(source));
  const { weights, khat } = psis.smoothWeights(logs);
  const shifted = psis.smoothWeights(logs.map((v) => v + 800));
  expectClose(
    weights.reduce((a, b) => a + b, 0),
    1,
    1e-12,
  );
  expectClose(shifted.khat, khat, 1e-9);
  const byLog = [...logs.keys()].sort((i, j) => logs[i] - logs[j]);
  byLog.forEach(
    (i, rank) => rank > 0 && expect(weights[i]).toBeGreaterThanOrEqual(weights[byLog[rank - 1]] * (1 - 1e-12)),
  );
});

test("equal weights stay equal", () => {
  const { weights, khat, ess } = psis.smoothWeights(new Float64Array(100).fill(-3));
  expect(khat).toBe(-Infinity);
  expectClose(ess, 100, 1e-12);
  expect(new Set(weights).size).toBe(1);
});

test("a draw without any posterior density counts for nothing", () => {
  const logs = new Float64Array(100);
  logs[7] = -Infinity;
  expect(psis.smoothWeights(logs).weights[7]).toBe(0);
});
