/** F2 and F10: a disk that is full, and system calls that fail. */
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs/promises";
import path from "node:path";
import { random } from "@longworth/models";
import { runCli } from "../../support/cli.js";
import { emptyFolder, testEffects } from "../../support/effects.js";
import { expectNothingLeft, expectWhole, type Scene } from "../kill.js";
import { below, disturbedIn, DISK, expectRepeats, pick, trialsOf, withCopy, type Result } from "./trials.js";

const canMount = (folder: string): boolean => {
  const made = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]).status === 0;
  if (made) execFileSync("umount", [folder]);
  return made;
};

const FULL = /No space left|are needed/u;

/** F2: the disk fills up at another place each time: by size, by the number of files, by somebody else during the run. */
export async function fullDisk(scene: Scene, count: number, seed: number): Promise<Result> {
  const next = random.seeded(seed);
  const isMount = canMount(emptyFolder());
  const plan = { fault: "F2 disk full", how: isMount ? "tmpfs" : "effects (no tmpfs here)", trials: count };
  if (!isMount) return trialsOf(plan, (i, ended) => fullByEffects(scene, i, ended));
  return trialsOf(plan, async (i, ended) => {
    const folder = emptyFolder();
    const used = Number(execFileSync("du", ["-sk", scene.workspace], { encoding: "utf8" }).split("\t")[0]);
    const kind = (["size", "somebody", "files", "size"] as const)[i % 4];
    const files = (await fs.readdir(scene.workspace, { recursive: true })).length + 2; // the folder itself and its parent
    const options =
      kind === "files" ? `nr_inodes=${files + i}` : `size=${used + (kind === "size" ? 8 + 60 * i : 20_000)}k`;
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder]);
    try {
      const workspace = path.join(folder, "longworth");
      await fs.cp(scene.workspace, workspace, { recursive: true });
      const filling = kind === "somebody" ? setTimeout(() => fill(folder), below(next, scene.duration)) : undefined;
      const roomy = () => void execFileSync("mount", ["-o", "remount,size=300m,nr_inodes=100000", folder]);
      const disturbed = { scene, workspace, allowed: DISK, ended, beforeNext: roomy };
      const { code, stderr } = await disturbedIn(disturbed);
      clearTimeout(filling);
      if (code === 6 && !FULL.test(stderr)) throw new Error(`another sentence: ${stderr}`);
      await expectRepeats(scene, workspace);
    } finally {
      execFileSync("umount", ["-l", folder]);
    }
  });
}

/** Somebody writes until nothing fits any more. */
function fill(folder: string): void {
  spawnSync("dd", ["if=/dev/zero", `of=${path.join(folder, "somebodys")}`, "bs=64k"], { stdio: "ignore" });
}

const failing = (code: string): Error => Object.assign(new Error(`${code}: put in by the test`), { code, syscall: "write", path: "the disk" }); // prettier-ignore

const WRITES: readonly string[] = ["writeFile", "rename", "mkdir", "open", "cp", "copyFile"];

/** Every call of `files` from the k-th on fails. */
const filesFailing = (k: number, code: string): typeof fs => {
  let calls = 0;
  return new Proxy(fs, {
    get(target, name) {
      const call: unknown = Reflect.get(target, name);
      const writes = WRITES.includes(String(name));
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

const RUNS = path.join("longworth", "runs");
const CALLS = ["fsync", "rename", "link", "mkdir"] as const;

/** F10: a system call fails: with an error of the disk, or with no space. What failed is never said to be done. */
export async function failingCalls(scene: Scene, count: number, seed: number): Promise<Result> {
  const next = random.seeded(seed);
  const hasStrace = spawnSync("strace", ["-V"]).status === 0;
  const fault = "F10 failing system calls";
  if (!hasStrace) return failingByEffects(scene, fault, count);
  return trialsOf(
    { fault, how: `strace: ${CALLS.join(", ")}; effects: ${WRITES.join(", ")}`, trials: count },
    (i, ended) =>
      withCopy(scene, async (workspace) => {
        if (i % 3 === 2) return failingFiles({ scene, workspace, i, ended });
        const [call, code, at] = [CALLS[i % CALLS.length], pick(next, ["EIO", "ENOSPC"]), 1 + below(next, 3)];
        const trace = path.join(path.dirname(workspace), "trace");
        const inject = `inject=${call}:error=${code}:when=${at}`; // counted by thread
        const through = ["strace", "-f", "-qq", "-o", trace, "-e", `trace=${call}`, "-e", inject];
        let end = "";
        const told = (how: string): void => void (end = how);
        await disturbedIn({ scene, workspace, allowed: DISK, ended: told, around: { through } });
        const hit = (await fs.readFile(trace, "utf8")).split("\n").find((line) => line.includes("(INJECTED)"));
        ended(hit === undefined ? "exit 0, not reached" : `${end} after ${call}`);
        const isThere = hit?.includes(`${RUNS}",`); // mkdir of a folder that is there: nothing had to be made
        if (hit !== undefined && end === "exit 0" && !isThere) throw new Error(`${code} of ${call} ${at} was not told`);
        if (i % 5 === 0) await expectRepeats(scene, workspace);
      }),
  );
}

const failingByEffects = (scene: Scene, fault: string, count: number): Promise<Result> =>
  trialsOf({ fault, how: "effects (no strace here)", trials: count }, (i, ended) =>
    withCopy(scene, (workspace) => failingFiles({ scene, workspace, i, ended })),
  );

type Failing = Readonly<{ scene: Scene; workspace: string; i: number; ended: (how: string) => void }>;

/** Every writing call of the run fails from another one on. */
async function failingFiles({ scene, workspace, i, ended }: Failing): Promise<void> {
  const files = filesFailing(2 + (i % 40), i % 2 === 0 ? "EIO" : "ENOSPC");
  const { exitCode } = await runCli(scene.argv(workspace), { effects: () => testEffects({ files }) });
  ended(`exit ${exitCode} by effects`);
  if (![0, 6].includes(exitCode)) throw new Error(`ended with exit ${exitCode}`);
  await expectWhole(workspace, scene);
  await expectNothingLeft(workspace);
}
