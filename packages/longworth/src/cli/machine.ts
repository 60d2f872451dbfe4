/** The machine we run on, for locks and manifests. */
import { readFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import type { Machine } from "../domain.js";

const START_TIME = 19; // field 22 of /proc/<pid>/stat, counted after the name in parentheses

/** This process, its host and its user. @param version of Longworth */
export function thisMachine(version: string): Machine {
  return { host: hostname(), pid: process.pid, user: userName(), version, processStart };
}

/** Linux: boot id and start time, so that a reused pid is told from the process that had it. Elsewhere: "alive". */
async function processStart(pid: number): Promise<string | null> {
  if (!isAlive(pid)) return null;
  if (process.platform !== "linux") return "alive";
  const read = (file: string): Promise<string> => readFile(file, "utf8").catch(() => "");
  const [stat, boot] = await Promise.all([read(`/proc/${pid}/stat`), read("/proc/sys/kernel/random/boot_id")]);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return `${boot.trim()}/${fields[START_TIME] ?? "?"}`;
}

/** Signal 0 asks whether there is such a process; one of another user answers EPERM. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && "code" in thrown && thrown.code === "EPERM";
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "this user"; // a user id without a name, as in some containers
  }
}
