/** F3 and F4: too little memory, and a clock that is wrong. */
import { mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import * as fs from "node:fs/promises";
import path from "node:path";
import { openRun } from "../../../src/workspace/runs.js";
import { runCli } from "../../support/cli.js";
import { testEffects } from "../../support/effects.js";
import { expectNothingLeft, expectWhole, type Scene } from "../kill.js";
import { substance } from "../shops.js";
import type { Around } from "../stopped.js";
import { disturbedIn, DISK, expectRepeats, trialsOf, withCopy, type Result } from "./trials.js";

const GROUPS = "/sys/fs/cgroup/memory";
const MB = 2 ** 20;

/** What a run is held to: MB of a control group, MB of V8's heap, KB of addresses (`ulimit -v`). */
const LIMITS = [
  { group: 256 },
  { heap: 48 },
  { group: 320 },
  { group: 384 },
  { addresses: 3_000_000 },
  { group: 448 },
  { group: 512 },
  { heap: 128 },
  { group: 768 },
  { group: 1024 },
] as const;

/** F3: less memory each time than 100,000 customers would take. */
export async function littleMemory(scene: Scene, count: number): Promise<Result> {
  const isGroup = canGroup(path.join(GROUPS, `longworth-faults-${process.pid}`));
  const how = isGroup ? "control group, --max-old-space-size, ulimit -v" : "--max-old-space-size, ulimit -v";
  const limits = LIMITS.filter((limit) => isGroup || !("group" in limit));
  return trialsOf({ fault: "F3 little memory", how, trials: count, atOnce: 1 }, (i, ended) =>
    withCopy(scene, async (workspace) => {
      const limit = limits[i % limits.length];
      const [name] = Object.keys(limit);
      const told = (how: string): void => ended(`${how} (${name})`);
      const group = path.join(GROUPS, `longworth-faults-${process.pid}-${i}`);
      if ("group" in limit) {
        mkdirSync(group);
        writeFileSync(path.join(group, "memory.limit_in_bytes"), `${limit.group * MB}`);
      }
      try {
        await disturbedIn({ scene, workspace, allowed: DISK, ended: told, around: aroundOf(limit, group) });
      } finally {
        if ("group" in limit) rmdirSync(group);
      }
    }),
  );
}

function aroundOf(limit: (typeof LIMITS)[number], group: string): Around {
  if ("heap" in limit) return { env: { NODE_OPTIONS: `--max-old-space-size=${limit.heap}` } };
  const held = "group" in limit ? `echo $$ > ${group}/cgroup.procs` : `ulimit -v ${limit.addresses}`;
  return { through: ["/bin/sh", "-c", `${held} && exec "$@"`, "held"] };
}

function canGroup(group: string): boolean {
  try {
    mkdirSync(group);
    rmdirSync(group);
    return true;
  } catch {
    return false;
  }
}

const HOUR = 3_600_000;
const CLOCKS: readonly (readonly [start: string, jump: number])[] = [
  ["2026-01-30T04:00:00Z", 0],
  ["2026-02-03T04:00:00Z", 0],
  ["2026-02-01T04:00:00Z", -HOUR], // back, in the middle of the run
  ["2026-02-01T04:00:00Z", 48 * HOUR],
  ["2026-02-01T04:00:00Z", -48 * HOUR],
  ["2024-02-29T12:00:00Z", 24 * HOUR],
  ["2026-03-29T00:59:59Z", 2000], // summer time begins
  ["2026-10-25T00:59:59Z", 2000], // and ends
  ["2025-12-31T23:59:59Z", 2000],
  ["2038-01-19T03:14:07Z", 2000],
  ["1999-12-31T23:59:59Z", 2000],
];

/** F4: another time, and a time that jumps while the run goes on. */
export function oddClocks(scene: Scene, count: number): Promise<Result> {
  const how = "effects (no faketime), TZ";
  return trialsOf({ fault: "F4 wrong and jumping clock, other zones", how, trials: count }, (i, ended) =>
    withCopy(scene, async (workspace) => {
      if (i % 3 === 2) return elsewhere({ scene, workspace, zone: ZONES[i % ZONES.length], ended });
      const [start, jump] = CLOCKS[i % CLOCKS.length];
      let calls = 0;
      const clock = (): Date => new Date(Date.parse(start) + (++calls > 1 ? jump : 0) + calls);
      const { exitCode, stderr } = await runCli(scene.argv(workspace), { effects: () => testEffects({ clock }) });
      ended(`exit ${exitCode}`);
      if (exitCode !== 0) throw new Error(stderr);
      const current = substance(await openRun(workspace, undefined, fs));
      if (JSON.stringify(current) !== JSON.stringify(scene.whole)) throw new Error(`another result at ${start}`);
      await expectWhole(workspace, scene);
      await expectNothingLeft(workspace);
    }),
  );
}

const ZONES = [
  "Pacific/Kiritimati",
  "America/Santiago",
  "Australia/Lord_Howe",
  "Asia/Kolkata",
  "Africa/Cairo",
] as const;
type Elsewhere = Readonly<{ scene: Scene; workspace: string; zone: string; ended: (how: string) => void }>;

/** The same machine in another zone gives the same. */
async function elsewhere({ scene, workspace, zone, ended }: Elsewhere): Promise<void> {
  await disturbedIn({ scene, workspace, allowed: ["exit 0"], ended, around: { env: { TZ: zone } } });
  await expectRepeats(scene, workspace);
}
