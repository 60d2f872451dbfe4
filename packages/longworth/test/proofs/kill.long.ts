import { expect, test } from "vitest";
import { killAt, sceneOf } from "./kill.js";

test("a run killed at fifty moments loses nothing, publishes nothing by halves, and is the same when repeated", async () => {
  const { killed, published } = await killAt(await sceneOf(60), { count: 50, seed: 11, repeatEvery: 5 });
  expect(killed).toBeGreaterThanOrEqual(40);
  expect(published).toBeLessThan(50); // and some were killed before they were published
});
