/** The faults of a machine and of those who use it, each put into runs of the command line. Counts are those asked for. */
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs/promises";
import { mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { random } from "@longworth/models";
import { listRuns, openRun } from "../../../src/workspace/runs.js";
import { runCli } from "../../support/cli.js";
import { emptyFolder, testEffects } from "../../support/effects.js";
import { DAMAGES, damagedCopy } from "../damages.js";
import { expectNothingLeft, expectWhole, killAt, type Scene } from "../kill.js";
import { substance } from "../shops.js";
import { moments, stopped } from "../stopped.js";
import { below, disturbedIn, endOf, expectRepeats, pick, trialsOf, withCopy, type Result } from "./trials.js";

const DISK = ["exit 0", "exit 6"] as const;

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

const canMount = (folder: string): boolean => {
  const made = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]).status === 0;
  if (made) execFileSync("umount", [folder]);
  return made;
};

/** F2: the disk fills up at another place each time: by size, by the number of files, by somebody else. */
export async function fullDisk(scene: Scene, count: number): Promise<Result> {
  const isMount = canMount(emptyFolder());
  const plan = { fault: "F2 disk full", how: isMount ? "tmpfs" : "effects (no tmpfs here)", trials: count };
  if (!isMount) return trialsOf(plan, (i, ended) => fullByEffects(scene, i, ended));
  return trialsOf(plan, async (i, ended) => {
    const folder = emptyFolder();
    const used = Number(execFileSync("du", ["-sk", scene.workspace], { encoding: "utf8" }).split("\t")[0]);
    const byFiles = i % 3 === 2;
    const files = (await fs.readdir(scene.workspace, { recursive: true })).length + 2; // the folder itself and its parent
    const options = byFiles ? `size=200m,nr_inodes=${files + i}` : `size=${used + 8 + 60 * i}k`;
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder]);
    try {
      const workspace = path.join(folder, "longworth");
      await fs.cp(scene.workspace, workspace, { recursive: true });
      await disturbedIn({ scene, workspace, allowed: DISK, ended });
      execFileSync("mount", ["-o", "remount,size=300m,nr_inodes=100000", folder]);
      await expectRepeats(scene, workspace);
    } finally {
      execFileSync("umount", ["-l", folder]);
    }
  });
}

const failing = (code: string): Error => Object.assign(new Error(`${code}: put in by the test`), { code, syscall: "write", path: "the disk" }); // prettier-ignore

/** Every call of `files` from the k-th on fails. */
const filesFailing = (k: number, code: string): typeof fs => {
  let calls = 0;
  return new Proxy(fs, {
    get(target, name) {
      const call: unknown = Reflect.get(target, name);
      const writes = ["writeFile", "rename", "mkdir", "open", "cp", "copyFile"].includes(String(name));
      if (typeof call !== "function" || !writes) return call;
      return (...args: readonly unknown[]) => (++calls >= k ? Promise.reject(failing(code)) : Reflect.apply(call, target, args)); // prettier-ignore
    },
  });
};

async function fullByEffects(scene: Scene, i: number, ended: (how: string) => void): Promise<void> {
  await withCopy(scene, async (workspace) => {
    const files = filesFailing(2 + 3 * i, "ENOSPC");
    const { exitCode } = await runCli(scene.argv(workspace), { effects: () => testEffects({ files }) });
    ended(`exit ${exitCode}`);
    if (![0, 6].includes(exitCode)) throw new Error(`ended with exit ${exitCode}`);
    await expectWhole(workspace, scene);
    await expectNothingLeft(workspace);
    await expectRepeats(scene, workspace);
  });
}

const GROUPS = "/sys/fs/cgroup/memory";
const MB = 2 ** 20;

/** F3: less memory each time, by a control group that the kernel enforces, or by V8's own limit. */
export async function littleMemory(scene: Scene, count: number): Promise<Result> {
  const isGroup = canGroup(path.join(GROUPS, `longworth-faults-${process.pid}`));
  const how = isGroup
    ? "control group; --max-old-space-size"
    : "--max-old-space-size, --memory (no control group here)";
  return trialsOf({ fault: "F3 little memory", how, trials: count }, (i, ended) =>
    withCopy(scene, async (workspace) => {
      const group = path.join(GROUPS, `longworth-faults-${process.pid}-${i}`);
      const size = [1024, 768, 640, 512, 448][Math.floor(i / 2) % 5];
      const heap = { env: { NODE_OPTIONS: `--max-old-space-size=${[64, 96, 128, 192, 256][Math.floor(i / 2) % 5]}` } };
      const byGroup = isGroup && i % 2 === 0;
      if (byGroup) {
        mkdirSync(group);
        writeFileSync(path.join(group, "memory.limit_in_bytes"), `${size * MB}`);
      }
      const through = ["/bin/sh", "-c", `echo $$ > ${group}/cgroup.procs && exec "$@"`, "in-group"];
      try {
        await disturbedIn({ scene, workspace, allowed: DISK, ended, around: byGroup ? { through } : heap });
      } finally {
        if (byGroup) rmdirSync(group);
      }
    }),
  );
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
  return trialsOf({ fault: "F4 wrong and jumping clock", how: "effects (no faketime)", trials: count }, (i, ended) =>
    withCopy(scene, async (workspace) => {
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

/** F9: a published file is damaged: `verify` names it, and readers of the other run do not notice. */
export async function damages(scene: Scene, count: number, seed: number): Promise<Result> {
  const next = random.seeded(seed);
  const { run } = scene.before;
  const names = (await fs.readdir(path.join(scene.workspace, "runs", run))).sort();
  return trialsOf({ fault: "F9 damaged workspace", how: "bytes of its files", trials: count }, async (i, ended) => {
    const kind = Object.keys(DAMAGES)[i % Object.keys(DAMAGES).length];
    const name = pick(next, names);
    const workspace = await damagedCopy({ workspace: scene.workspace, run, name }, kind, next);
    const { exitCode, stdout } = await runCli(["verify", "--workspace", workspace, "--json"]);
    ended(`exit ${exitCode}`);
    const { error } = JSON.parse(stdout);
    const shown = name === "run.sha256" ? "run.json" : name;
    if (exitCode !== 9 || !`${error?.message}`.includes(shown)) throw new Error(`${kind} of ${name}: ${stdout}`);
    await fs.rm(path.dirname(workspace), { recursive: true });
  });
}

const CALLS = ["fsync", "rename", "link", "mkdir"] as const;

/** F10: a system call fails: with an error of the disk, or with no space. What failed is never said to be done. */
export async function failingCalls(scene: Scene, count: number, seed: number): Promise<Result> {
  const next = random.seeded(seed);
  const hasStrace = spawnSync("strace", ["-V"]).status === 0;
  const fault = "F10 failing system calls";
  if (!hasStrace) return failingByEffects(scene, fault, count);
  return trialsOf({ fault, how: `strace: ${CALLS.join(", ")}`, trials: count }, (i, ended) =>
    withCopy(scene, async (workspace) => {
      const [call, code, at] = [CALLS[i % CALLS.length], pick(next, ["EIO", "ENOSPC"]), 1 + below(next, 3)];
      const trace = path.join(path.dirname(workspace), "trace");
      const inject = `inject=${call}:error=${code}:when=${at}`; // counted by thread
      const through = ["strace", "-f", "-qq", "-o", trace, "-e", `trace=${call}`, "-e", inject];
      let end = "";
      const told = (how: string): void => void (end = how);
      await disturbedIn({ scene, workspace, allowed: DISK, ended: told, around: { through } });
      const isHit = (await fs.readFile(trace, "utf8")).includes("(INJECTED)");
      ended(isHit ? `${end} after ${call}` : "exit 0, not reached");
      if (isHit && end === "exit 0") throw new Error(`${code} of ${call} ${at} was not told`);
      if (i % 5 === 0) await expectRepeats(scene, workspace);
    }),
  );
}

const failingByEffects = (scene: Scene, fault: string, count: number): Promise<Result> =>
  trialsOf({ fault, how: "effects (no strace here)", trials: count }, (i, ended) =>
    withCopy(scene, async (workspace) => {
      const files = filesFailing(2 + i, i % 2 === 0 ? "EIO" : "ENOSPC");
      const { exitCode } = await runCli(scene.argv(workspace), { effects: () => testEffects({ files }) });
      ended(`exit ${exitCode}`);
      if (![0, 6].includes(exitCode)) throw new Error(`ended with exit ${exitCode}`);
      await expectWhole(workspace, scene);
      await expectNothingLeft(workspace);
    }),
  );

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
