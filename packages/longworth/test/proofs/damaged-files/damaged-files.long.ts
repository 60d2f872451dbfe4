import { expect, test } from "vitest";
import { damageFiles } from "./trials.js";

test("a hundred damaged exports: none is misread in silence", async () => {
  const trials = await damageFiles(100, 1_000_000);
  expect(trials.filter(({ outcome }) => outcome.kind === "silent")).toEqual([]);
  expect(trials.filter(({ outcome }) => outcome.kind === "exact").length).toBeGreaterThan(25);
});
