/** Ctrl-C in a run of a million customers. */
import { rmSync } from "node:fs";
import path from "node:path";
import { random } from "@longworth/models";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyFolder } from "../support/effects.js";
import { expectInterrupted } from "./kill.js";
import { simulatedLog } from "./shops.js";
import { stopped } from "./stopped.js";

const CUSTOMERS = 1_000_000;
const MOMENTS = 6;
const WITHIN_MS = 2000;
const EARLIER = 0.8;

let file: string;
let duration: number;
const argv = (workspace: string): readonly string[] => ["run", file, "--workspace", workspace, "--threads", "2"];

beforeAll(async () => {
  file = simulatedLog(CUSTOMERS);
  const workspace = path.join(emptyFolder(), "longworth");
  const { code, lasted } = await stopped(argv(workspace), "SIGINT");
  expect(code).toBe(0);
  duration = lasted;
  rmSync(workspace, { recursive: true });
}, 300_000);
afterAll(() => rmSync(path.dirname(file), { recursive: true }));

/** Stopped at this moment; earlier when this run was so much faster than the first that it had ended by then. */
async function leavingAt(ms: number): Promise<number> {
  for (let at = ms; at > 1; at = Math.round(at * EARLIER)) {
    const leaving = await expectInterrupted(argv, at);
    if (leaving !== null) return leaving;
  }
  throw new Error(`every run had ended before its signal, the first at ${ms} ms`);
}

test("six times Ctrl-C, each in another part of the run, is answered within two seconds", async () => {
  const next = random.seeded(5);
  for (let part = 0; part < MOMENTS; part++) {
    const ms = Math.round(((part + next()) / MOMENTS) * 0.95 * duration);
    expect(await leavingAt(ms), `after ${ms} of ${Math.round(duration)} ms`).toBeLessThan(WITHIN_MS);
  }
});
