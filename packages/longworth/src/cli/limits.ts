/** How much of this machine we take when nobody says otherwise. */
import { readFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import type { MachineFacts } from "../app/doctor.js";
import type { MachineLimits } from "./options/request.js";

const MAX_THREADS = 4;
const MAX_MEMORY_MB = 1200; // of the data engine; a million customers need less
const MIN_MEMORY_MB = 256;
const BESIDE_ENGINE_MB = 400; // Node, models and allocator beside the engine
const RAM_SHARE = 0.6;
const MB = 1_000_000;

const CGROUP_FILES = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]; // v2, v1

/** What the machine has, whatever we take of it. */
export const machineFacts = (): MachineFacts => ({
  node: process.versions.node,
  processors: availableParallelism(),
  ram: totalmem(),
  group: cgroupBytes(),
});

/** Threads: the cores there are, at most 4. Memory: below the control group's limit and a share of the RAM. */
export function machineLimits(): MachineLimits {
  const group = cgroupBytes();
  const ram = (RAM_SHARE * totalmem()) / MB;
  const allowed = Math.min(MAX_MEMORY_MB, ram, group === null ? Infinity : group / MB - BESIDE_ENGINE_MB);
  return {
    threads: Math.min(MAX_THREADS, availableParallelism()),
    memory: `${Math.floor(Math.max(MIN_MEMORY_MB, allowed))}MB`,
  };
}

/** The limit of the control group we run in, or null where there is none. */
function cgroupBytes(): number | null {
  const limits = CGROUP_FILES.map(readLimit).filter((limit) => limit !== null);
  return limits.length === 0 ? null : Math.min(...limits);
}

function readLimit(file: string): number | null {
  try {
    const bytes = Number(readFileSync(file, "utf8").trim());
    return Number.isFinite(bytes) && bytes < totalmem() ? bytes : null; // "max" and absurd numbers mean no limit
  } catch {
    return null; // not this platform
  }
}
