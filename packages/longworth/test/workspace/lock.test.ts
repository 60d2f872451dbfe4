import * as fs from "node:fs/promises";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { random } from "@longworth/models";
import { expect, test } from "vitest";
import { sha256 } from "../../src/workspace/durable.js";
import { lockWorkspace, withLock } from "../../src/workspace/lock.js";
import { emptyFolder, machineWith, testEffects } from "../support/effects.js";

const effectsOf = (pid: number, living: Readonly<Record<number, string>>) =>
  testEffects({ machine: machineWith(pid, living) });
const BOTH = { 11: "monday", 12: "tuesday" };

test("a second run is refused at once, with the first one's pid and start", async () => {
  const workspace = emptyFolder();
  const lock = await lockWorkspace(workspace, effectsOf(11, BOTH));
  await expect(lockWorkspace(workspace, effectsOf(12, BOTH))).rejects.toMatchObject({
    code: "workspace_locked",
    exitCode: 7,
    facts: { pid: 11, since: "2026-02-01T04:00:00.000Z" },
  });
  await lock.release();
  await (await lockWorkspace(workspace, effectsOf(12, BOTH))).release();
});

test.each([
  { why: "its process is gone", living: { 12: "tuesday" } },
  { why: "its pid belongs to a later process", living: { 11: "wednesday", 12: "tuesday" } },
])("a lock is stale when $why", async ({ living }) => {
  const workspace = emptyFolder();
  await lockWorkspace(workspace, effectsOf(11, BOTH));
  const lock = await lockWorkspace(workspace, effectsOf(12, living));
  expect(JSON.parse(await fs.readFile(path.join(workspace, "run.lock"), "utf8"))).toMatchObject({ pid: 12 });
  await lock.release();
  expect(await fs.readdir(workspace)).toEqual(["runs"]);
});

test("a lock of another host holds, because its process cannot be asked", async () => {
  const workspace = emptyFolder();
  const elsewhere = { ...machineWith(11, BOTH), host: "other-host" };
  await lockWorkspace(workspace, testEffects({ machine: elsewhere }));
  await expect(lockWorkspace(workspace, effectsOf(12, { 12: "tuesday" }))).rejects.toMatchObject({
    code: "workspace_locked",
  });
});

test("a damaged lock is no lock", async () => {
  const workspace = emptyFolder();
  await fs.writeFile(path.join(workspace, "run.lock"), "{");
  await (await lockWorkspace(workspace, effectsOf(12, BOTH))).release();
});

test("of twenty starts at once one gets the lock, and the others are told", async () => {
  const workspace = emptyFolder();
  const living = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [100 + i, `start ${i}`]));
  await fs.writeFile(
    path.join(workspace, "run.lock"),
    JSON.stringify({ pid: 1, host: "test-host", startedAt: "", processStart: "" }),
  );
  const starts = await Promise.allSettled(
    Object.keys(living).map((pid) => lockWorkspace(workspace, effectsOf(Number(pid), living))),
  );
  expect(starts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const start of starts)
    if (start.status === "rejected") expect(start.reason).toMatchObject({ code: "workspace_locked" });
});

/** Files of a process that is put to sleep before any call, for as long as chance will have it. */
function sleepy(draw: () => number): typeof fs {
  return new Proxy(fs, {
    get(target, name: keyof typeof fs) {
      const call: unknown = Reflect.get(target, name);
      if (typeof call !== "function") return call;
      return async (...args: readonly unknown[]): Promise<unknown> => {
        for (let turns = draw() < 0.2 ? 40 * draw() : 4 * draw(); turns > 1; turns--) await setImmediate();
        return Reflect.apply(call, target, args) as unknown; // cast: what a call gives is its own affair
      };
    },
  });
}

test.each([
  { left: "by a killed run", dead: [1] },
  { left: "by a killed run, and the right to remove it by another", dead: [1, 2] },
])("a lock that was left $left goes to one, however starts run into each other", async ({ dead }) => {
  const owners = dead.map((pid) => JSON.stringify({ pid, host: "test-host", startedAt: `${pid}`, processStart: "" }));
  const living = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [100 + i, `start ${i}`]));
  for (let round = 0; round < 80; round++) {
    const workspace = emptyFolder();
    const lock = path.join(workspace, "run.lock");
    const [stale = "", taker] = owners;
    await fs.writeFile(lock, stale);
    if (taker !== undefined) await fs.writeFile(`${lock}.tmp-stale-${sha256(stale).slice(0, 16)}`, taker);
    const files = sleepy(random.seeded(round));
    const starts = await Promise.allSettled(
      Object.keys(living).map((pid) => lockWorkspace(workspace, { ...effectsOf(Number(pid), living), files })),
    );
    expect(starts.filter(({ status }) => status === "fulfilled").length, `round ${round}`).toBe(1);
    for (const start of starts)
      if (start.status === "rejected") expect(start.reason).toMatchObject({ code: "workspace_locked" });
  }
});

test.each([
  { what: "unreadable", right: "" },
  { what: "of another host", right: JSON.stringify({ pid: 7, host: "other-host", startedAt: "", processStart: "" }) },
])("a right to remove a lock that is $what counts for a minute, and locks nobody out for ever", async ({ right }) => {
  const workspace = emptyFolder();
  const lock = path.join(workspace, "run.lock");
  await fs.writeFile(lock, "{");
  const file = `${lock}.tmp-stale-${sha256("{").slice(0, 16)}`;
  await fs.writeFile(file, right);
  const ago = (ms: number): Promise<void> => {
    const then = new Date(Date.parse("2026-02-01T04:00:00.000Z") - ms); // the clock of these tests stands there
    return fs.utimes(file, then, then);
  };
  await ago(50_000);
  await expect(lockWorkspace(workspace, effectsOf(12, BOTH))).rejects.toMatchObject({ code: "workspace_locked" });
  await ago(70_000);
  await (await lockWorkspace(workspace, effectsOf(12, BOTH))).release();
  expect(await fs.readdir(workspace)).toEqual(["runs"]);
});

test("what killed runs left is gone when the next one starts; published runs stay", async () => {
  const workspace = emptyFolder();
  const runs = path.join(workspace, "runs");
  for (const name of [".tmp-20260101T040000Z-1a2b3c4d", ".tmp-spill", "20260101T040000Z-1a2b3c4d"]) {
    await fs.mkdir(path.join(runs, name), { recursive: true });
    await fs.writeFile(path.join(runs, name, "a"), "a");
  }
  await fs.writeFile(path.join(workspace, "current.json.tmp-x"), "{}");
  await fs.writeFile(path.join(workspace, "notes.tmp-mine"), "not ours");
  await (await lockWorkspace(workspace, effectsOf(12, BOTH))).release();
  expect(await fs.readdir(runs)).toEqual(["20260101T040000Z-1a2b3c4d"]);
  expect((await fs.readdir(workspace)).sort()).toEqual(["notes.tmp-mine", "runs"]);
});

test("the lock is released when the job fails", async () => {
  const workspace = emptyFolder();
  const fail = async (): Promise<never> => {
    throw new Error("job");
  };
  await expect(withLock(workspace, effectsOf(11, BOTH), fail)).rejects.toThrow("job");
  expect(await fs.readdir(workspace)).toEqual(["runs"]);
});
