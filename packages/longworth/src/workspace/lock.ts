/** One run at a time per workspace. The lock says who holds it, so that a dead holder is noticed and the living named. */
import { z } from "zod";
import type { Files, Machine } from "../domain.js";
import { UserError } from "../errors.js";
import { readIfThere, sha256, systemCode, unless, writeDurably } from "./durable.js";
import { lockFile, runsFolder, TEMPORARY } from "./layout.js";
import { removeOrphans } from "./orphans.js";
import { makeFolder } from "./place.js";

const Owner = z.object({ pid: z.number(), host: z.string(), startedAt: z.string(), processStart: z.string() });
type Owner = z.infer<typeof Owner>;

/** What a workspace needs from outside; `Effects` has all of it. */
export type WorkspaceEffects = Readonly<{ files: Files; machine: Machine; clock(): Date }>;

/** Held until released, or until the process ends: a stale lock is recovered by whoever comes next. */
export interface Lock {
  release(): Promise<void>;
}

const NO_HARD_LINKS = ["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP", "EMLINK"];
const TAKEN = ["EEXIST", "ENOENT"]; // ENOENT: whoever got the lock has swept our half away
const ATTEMPTS = 3; // a lock can go stale, or be released, between our look and our grip

/**
 * Makes the workspace where it is missing, takes its lock and removes what killed runs left behind.
 * @throws workspace_locked with the pid and since when, bad_arguments where a file is in its way, permission errors as the
 * system gives them
 */
export async function lockWorkspace(workspace: string, effects: WorkspaceEffects): Promise<Lock> {
  const { files } = effects;
  await makeFolder(runsFolder(workspace), files);
  const text = await describeOwner(effects);
  await grip(workspace, text, effects);
  const release = async (): Promise<void> => {
    if ((await readIfThere(lockFile(workspace), files)) === text) await files.unlink(lockFile(workspace));
  };
  try {
    await removeOrphans(workspace, files);
  } catch (thrown) {
    await release();
    throw thrown;
  }
  return { release };
}

/** Who holds the lock, looked at without taking it: null where nobody does. A stale one goes to whoever comes next. */
export async function lookAtLock(
  workspace: string,
  { files, machine }: Pick<WorkspaceEffects, "files" | "machine">,
): Promise<Readonly<{ state: "live" | "stale"; pid: number | null; since: string | null }> | null> {
  const text = await readIfThere(lockFile(workspace), files);
  if (text === null) return null;
  const owner = parseOwner(text);
  const state = owner !== null && (await isHeld(owner, machine)) ? "live" : "stale";
  return { state, pid: owner?.pid ?? null, since: owner?.startedAt ?? null };
}

/** Runs `job` while the workspace is locked. */
export async function withLock<T>(workspace: string, effects: WorkspaceEffects, job: () => Promise<T>): Promise<T> {
  const lock = await lockWorkspace(workspace, effects);
  try {
    return await job();
  } finally {
    await lock.release();
  }
}

async function describeOwner({ machine, clock }: WorkspaceEffects): Promise<string> {
  const { pid, host } = machine;
  const processStart = (await machine.processStart(pid)) ?? "";
  return `${JSON.stringify({ pid, host, startedAt: clock().toISOString(), processStart } satisfies Owner)}\n`;
}

async function grip(workspace: string, text: string, effects: WorkspaceEffects): Promise<void> {
  const { files } = effects;
  const lock = lockFile(workspace);
  for (let attempt = 0; attempt < ATTEMPTS;) {
    if (await createExclusively(lock, text, effects)) return;
    const found = await readIfThere(lock, files);
    const owner = parseOwner(found ?? "");
    if (owner !== null && (await isHeld(owner, effects.machine))) throw locked(workspace, owner);
    if (found === null || !(await takeAway(lock, found, text, effects))) attempt++;
  }
  throw locked(workspace, parseOwner((await readIfThere(lock, files)) ?? ""));
}

/** The file appears with all of its text or not at all: written under another name, then linked. */
async function createExclusively(lock: string, text: string, { files, machine }: WorkspaceEffects): Promise<boolean> {
  const mine = `${lock}${TEMPORARY}${machine.pid}`;
  try {
    await writeDurably(mine, text, files);
    await files.link(mine, lock);
    return true;
  } catch (thrown) {
    if (TAKEN.includes(systemCode(thrown) ?? "")) return false;
    if (!NO_HARD_LINKS.includes(systemCode(thrown) ?? "")) throw thrown;
    return (await files.writeFile(lock, text, { flag: "wx" }).then(() => true, unless("EEXIST"))) ?? false;
  } finally {
    await files.unlink(mine).catch(unless("ENOENT"));
  }
}

/**
 * Removes the stale lock we have read, never another that somebody took meanwhile: only one has the right to, who made the
 * file that is named after what the lock says. The right of a process that ended on the way passes on by the same rule.
 * @returns whether we had it
 */
async function takeAway(lock: string, stale: string, text: string, effects: WorkspaceEffects): Promise<boolean> {
  const { files, machine } = effects;
  for (let of = stale; ;) {
    const right = `${lock}${TEMPORARY}stale-${sha256(of).slice(0, 16)}`;
    if (await createExclusively(right, text, effects)) {
      if ((await readIfThere(lock, files)) === stale) await files.unlink(lock).catch(unless("ENOENT"));
      await files.unlink(right).catch(unless("ENOENT"));
      return true;
    }
    const holder = await readIfThere(right, files);
    const owner = parseOwner(holder ?? "");
    if (owner?.host !== machine.host) await forget(right, effects);
    if (holder === null || owner === null || (await isHeld(owner, machine))) return false;
    of = holder;
  }
}

const FORGOTTEN_MS = 60_000; // a right is used within milliseconds

/** Removes an old right whose owner cannot be asked: of another host, or unreadable, as a kill leaves it where files cannot be linked. */
async function forget(right: string, { files, clock }: WorkspaceEffects): Promise<void> {
  const found = await files.stat(right).catch(unless("ENOENT"));
  if (found !== null && clock().getTime() - found.mtimeMs > FORGOTTEN_MS) await files.rm(right, { force: true });
}

/** A process of another host cannot be asked, so its lock holds. */
async function isHeld(owner: Owner, machine: Machine): Promise<boolean> {
  if (owner.host !== machine.host) return true;
  return (await machine.processStart(owner.pid)) === owner.processStart;
}

function parseOwner(text: string): Owner | null {
  try {
    const parsed = Owner.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

const locked = (workspace: string, owner: Owner | null): UserError =>
  new UserError("workspace_locked", { workspace, pid: owner?.pid ?? "?", since: owner?.startedAt ?? "?" });
