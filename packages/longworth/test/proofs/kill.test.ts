import { expect, test } from "vitest";
import { killAt, sceneOf } from "./kill.js";

test("a run killed at two moments loses nothing, publishes nothing by halves, and leaves nothing behind", async () => {
  const { killed } = await killAt(await sceneOf(40, ["--backtest", "off"]), { count: 2, seed: 3, repeatEvery: 2 });
  expect(killed).toBeGreaterThanOrEqual(1); // the last moment lies so near the end that a run can be faster
});
