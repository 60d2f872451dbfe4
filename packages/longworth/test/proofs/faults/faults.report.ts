/** `npm run test:faults`: every fault of the plan, N/4 times; what happened is written to docs/faults.md. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { sceneOf, sceneOfFile, type Scene } from "../kill.js";
import { simulatedLog } from "../shops.js";
import { damages } from "./damaged.js";
import { failingCalls, fullDisk } from "./disk.js";
import { littleMemory, oddClocks } from "./machine.js";
import { kills, signals, together } from "./processes.js";
import type { Result } from "./trials.js";

const SEED = Number(process.env.SEED ?? 1);
const SHARE = Number(process.env.SHARE ?? 1); // of the counts, for a quicker look
const DOCUMENT = path.join(import.meta.dirname, "../../../../../docs/faults.md");
const count = (full: number): number => Math.max(3, Math.round(SHARE * full));

let scene: Scene;
let large: Scene; // where memory is short
beforeAll(async () => {
  scene = await sceneOf(40, ["--backtest", "off"]);
  large = await sceneOfFile(simulatedLog(100_000), ["--backtest", "off"], { currency: ["EUR"] });
});

const results: Result[] = [];
const FAULTS: Readonly<Record<string, () => Promise<Result>>> = {
  F9: () => damages(scene, count(50), SEED),
  F4: () => oddClocks(scene, count(15)),
  F2: () => fullDisk(scene, count(16), SEED),
  F3: () => littleMemory(large, count(10)),
  F14: () => signals(scene, count(27), SEED),
  F10: () => failingCalls(scene, count(75), SEED),
  F5: () => together(scene, count(50), SEED),
  F1: () => kills(scene, count(200), SEED),
};

test.each(Object.keys(FAULTS))("%s: nothing is lost, nothing is published by halves", async (name) => {
  const result = await FAULTS[name]();
  results.push(result);
  writeFileSync(DOCUMENT, page());
  expect(result.failures).toEqual([]);
});

const rowOf = ({ fault, how, trials, ends, failures }: Result): string => {
  const shown = Object.keys(ends)
    .sort()
    .map((end) => `${end}: ${ends[end]}`);
  return `| ${fault} | ${how} | ${trials} | ${shown.join(", ")} | ${failures.length} |`;
};

const page = (): string => `# Faults

Written by \`npm run test:faults\` (seed ${SEED}); not to be edited.

A workspace with one published run, and another run of the same orders that is disturbed. Afterwards readers see the old run
or the new one, whole; every run verifies; nothing temporary is left by the next start; where it is repeated, the disturbed
run gives the bytes that it would have given. A trial that breaks one of these, or ends in another way than it may, is a
failure.

| fault | how it is put in | trials | ends | failures |
| --- | --- | ---: | --- | ---: |
${results
  .map(rowOf)
  .toSorted((a, b) => Number(/F(\d+)/u.exec(a)?.[1]) - Number(/F(\d+)/u.exec(b)?.[1]))
  .join("\n")}
`;
