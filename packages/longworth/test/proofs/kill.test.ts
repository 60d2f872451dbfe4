import { expect, test } from "vitest";
import { killAt, sceneOf } from "./kill.js";

test("a run killed at five moments loses nothing, publishes nothing by halves, and leaves nothing behind", async () => {
  const { killed } = await killAt(await sceneOf(40, ["--backtest", "off"]), { count: 5, seed: 3, repeatEvery: 5 });
  expect(killed).toBeGreaterThanOrEqual(4); // the last moments lie so near the end that a run can be faster
});
