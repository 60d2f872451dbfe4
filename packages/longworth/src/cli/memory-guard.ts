/** Leaves with a sentence before the kernel would end the process without one: watches what our control group holds. */
import { readFileSync } from "node:fs";
import type { ControlGroup } from "./limits.js";

const LOOK_MS = 25;
const LEAST_ROOM = 24 * 2 ** 20; // bytes: what two threads of the engine take between two looks, and some for leaving
const ROOM_SHARE = 0.04; // of the limit

/** What the kernel cannot take back: pages of processes and of memory that is shared or a file in memory. v1 and v2. */
const HELD = ["total_rss", "total_shmem", "anon", "shmem"];

/** Bytes that cannot be taken back, from the text of memory.stat. */
export function heldBytes(stat: string): number {
  const isV1 = /^total_rss /mu.test(stat); // there `shmem` is the group's own share of `total_shmem`
  return stat.split("\n").reduce((sum, line) => {
    const [name = "", bytes] = line.split(" ");
    return HELD.includes(name) && isV1 === name.startsWith("total_") ? sum + Number(bytes) : sum;
  }, 0);
}

/** Calls `full` once, when nearly all that the group may hold is held. Keeps no process alive. @returns ends the watch */
export function watchMemory({ limit, stat }: ControlGroup, full: () => void): () => void {
  const most = limit - Math.max(LEAST_ROOM, ROOM_SHARE * limit);
  const watch = setInterval(() => {
    if (heldBytes(readText(stat)) < most) return;
    clearInterval(watch);
    full();
  }, LOOK_MS).unref();
  return () => clearInterval(watch);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // no such file here: then there is nothing to watch
  }
}
