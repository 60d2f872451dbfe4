import { expect, test } from "vitest";
import { proportion } from "../../src/index.js";

test("the difference of two shares: Newcombe (1998), table II, method 10", () => {
  const of = (some: number, all: number) => ({ share: some / all, trials: all });
  const first = proportion.difference(of(56, 70), of(48, 80));
  expect(first.low).toBeCloseTo(0.0524, 4);
  expect(first.high).toBeCloseTo(0.3339, 4);
  const none = proportion.difference(of(0, 20), of(0, 10));
  expect(none.low).toBeCloseTo(-0.2775, 4);
  expect(none.high).toBeCloseTo(0.1611, 4);
});
