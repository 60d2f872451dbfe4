/** Ctrl-C in the middle of a run, and what must be true afterwards. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { thisMachine } from "../../src/cli/machine.js";
import { lockWorkspace } from "../../src/workspace/lock.js";
import { emptyFolder, testEffects } from "./effects.js";
import { longworth } from "./process.js";

/** Stopped at this point, nothing is published, and the next start finds and leaves nothing. */
export async function expectCleanStop(at: string): Promise<void> {
  const workspace = emptyFolder();
  const argv = ["demo", "--customers", "1000", "--workspace", workspace];
  const stopped = await longworth(argv, { stop: { at, times: 1 } });
  expect(stopped).toMatchObject({ code: 130, stdout: "" });
  expect(stopped.stderr).toContain("Stopped; nothing was published");
  const runs = (): readonly string[] => readdirSync(path.join(workspace, "runs"));
  expect(runs().filter((name) => !name.startsWith(".tmp-"))).toEqual([]);
  const lock = await lockWorkspace(workspace, testEffects({ machine: thisMachine("0.0.0-test") }));
  await lock.release();
  expect([runs(), readdirSync(workspace)]).toEqual([[], ["runs"]]);
}
