/** A few trials of each fault; all of them are `npm run test:faults`, the kills have a test of their own. */
import { beforeAll, expect, test } from "vitest";
import { sceneOf, type Scene } from "../kill.js";
import { damages } from "./damaged.js";
import { failingCalls, fullDisk } from "./disk.js";
import { littleMemory, oddClocks } from "./machine.js";
import { signals, together } from "./processes.js";
import type { Result } from "./trials.js";

const SEED = 2;
let scene: Scene;
beforeAll(async () => {
  scene = await sceneOf(40, ["--backtest", "off"]);
});

const FAULTS: Readonly<Record<string, () => Promise<Result>>> = {
  "full disk": () => fullDisk(scene, 4, SEED),
  "little memory": () => littleMemory(scene, 3),
  "other clocks": () => oddClocks(scene, 3),
  "runs at once": () => together(scene, 3, SEED),
  "damaged files": () => damages(scene, 6, SEED),
  "failing calls": () => failingCalls(scene, 6, SEED),
  signals: () => signals(scene, 6, SEED),
};

test.each(Object.keys(FAULTS))("%s: nothing is lost, nothing is published by halves", async (name) => {
  const { trials, failures } = await FAULTS[name]();
  expect(failures).toEqual([]);
  expect(trials).toBeGreaterThan(0);
});
