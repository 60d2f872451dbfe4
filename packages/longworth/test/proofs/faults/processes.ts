/** F1, F5 and F14: runs that are killed, run at once, and told to stop. */
import { random } from "@longworth/models";
import * as fs from "node:fs/promises";
import { listRuns } from "../../../src/workspace/runs.js";
import { expectNothingLeft, expectWhole, killAt, type Scene } from "../kill.js";
import { moments, stopped } from "../stopped.js";
import { below, disturbedIn, endOf, expectRepeats, trialsOf, withCopy, type Result } from "./trials.js";

const PARTS = 4; // of the kills, side by side

/** F1: the process is killed. */
export async function kills(scene: Scene, count: number, seed: number): Promise<Result> {
  const ends: Record<string, number> = { SIGKILL: 0, "exit 0": 0 };
  const each = Math.ceil(count / PARTS);
  const plan = { fault: "F1 killed (SIGKILL)", how: "signal", trials: PARTS };
  const { failures } = await trialsOf(plan, async (i) => {
    const { killed } = await killAt(scene, { count: each, seed: seed + i, repeatEvery: 20 });
    ends.SIGKILL += killed;
    ends["exit 0"] += each - killed;
  });
  return { ...plan, trials: PARTS * each, ends, failures };
}

/** F5: two to four runs start together; one of them may be killed. One publishes, the others leave with 7. */
export function together(scene: Scene, count: number, seed: number): Promise<Result> {
  const next = random.seeded(seed);
  return trialsOf({ fault: "F5 several runs at once", how: "processes", trials: count, atOnce: 2 }, (i, ended) =>
    withCopy(scene, async (workspace) => {
      const others = Array.from({ length: 1 + below(next, 3) }, () => stopped(scene.argv(workspace), "SIGKILL"));
      const first = i % 3 === 0 ? { ms: below(next, scene.duration) } : undefined;
      const all = await Promise.all([stopped(scene.argv(workspace), "SIGKILL", first), ...others]);
      const ends = all.map(endOf);
      for (const end of ends) ended(end);
      const wrong = ends.filter((end) => !["exit 0", "exit 7", "SIGKILL"].includes(end));
      if (wrong.length > 0) throw new Error(`ended with ${wrong.join(", ")}`);
      if (!ends.includes("exit 0") && !ends.includes("SIGKILL")) throw new Error("nobody published");
      await expectWhole(workspace, scene);
      if ((await listRuns(workspace, fs)).length > 2) throw new Error("the same run was published twice");
      await expectNothingLeft(workspace);
      await expectRepeats(scene, workspace);
    }),
  );
}

const SIGNALS = { SIGINT: "exit 130", SIGTERM: "exit 130", SIGHUP: "SIGHUP" } as const;

/** F14: the signals that mean stop. */
export function signals(scene: Scene, count: number, seed: number): Promise<Result> {
  const all = Object.keys(SIGNALS) as readonly (keyof typeof SIGNALS)[];
  const at = moments(count, seed, scene.duration);
  return trialsOf({ fault: "F14 SIGINT, SIGTERM, SIGHUP", how: "signal", trials: count }, (i, ended) =>
    withCopy(scene, async (workspace) => {
      const signal = all[i % all.length];
      const allowed = ["exit 0", SIGNALS[signal], signal]; // the signal itself: before we listen
      const { leaving } = await disturbedIn({ scene, workspace, allowed, ended, moment: at[i], signal });
      if (leaving > 10_000) throw new Error(`left ${Math.round(leaving)} ms after ${signal}`);
    }),
  );
}
