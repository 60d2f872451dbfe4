/** How much of this machine we take when nobody says otherwise. */
import { readFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import path from "node:path";
import type { MachineFacts } from "../app/doctor.js";
import type { MachineLimits } from "./options/request.js";

const MAX_THREADS = 4;
const MAX_MEMORY_MB = 1200; // of the data engine; a million customers need less
const MIN_MEMORY_MB = 128;
const BESIDE_ENGINE_MB = 400; // Node, models and allocator beside the engine
/** Of what is left: the engine's own count misses buffers. In 1 GB ten million orders end at 380 MB, and are killed at 500. */
const GROUP_SHARE = 0.55;
const RAM_SHARE = 0.6;
const MB = 1_000_000;
const ONE_THREAD = 500 * MB; // below this a second thread is what does not fit

const CGROUP_ROOTS = { "": "/sys/fs/cgroup%/memory.max", memory: "/sys/fs/cgroup/memory%/memory.limit_in_bytes" }; // v2, v1

/** What the machine has, whatever we take of it. */
export const machineFacts = (): MachineFacts => ({
  node: process.versions.node,
  processors: availableParallelism(),
  ram: totalmem(),
  group: controlGroup()?.limit ?? null,
});

/** Threads: the cores there are, at most 4. Memory: below the control group's limit and a share of the RAM. */
export function machineLimits(): MachineLimits {
  const group = controlGroup()?.limit ?? null;
  const ram = (RAM_SHARE * totalmem()) / MB;
  const allowed = Math.min(
    MAX_MEMORY_MB,
    ram,
    group === null ? Infinity : GROUP_SHARE * (group / MB - BESIDE_ENGINE_MB),
  );
  return {
    threads: group !== null && group < ONE_THREAD ? 1 : Math.min(MAX_THREADS, availableParallelism()),
    memory: `${Math.floor(Math.max(MIN_MEMORY_MB, allowed))}MB`,
  };
}

/** The narrowest limit of memory that the kernel holds us to. `stat` is the file that says what is held. */
export type ControlGroup = Readonly<{ limit: number; stat: string }>; // bytes

/** The control group we run in, or null where none limits us. */
export function controlGroup(): ControlGroup | null {
  const groups = cgroupFiles().flatMap((file) => {
    const limit = readLimit(file);
    return limit === null ? [] : [{ limit, stat: path.join(path.dirname(file), "memory.stat") }];
  });
  return groups.reduce<ControlGroup | null>((least, one) => (least && least.limit <= one.limit ? least : one), null);
}

/** Where the limits of this process are: in a container at the root, under a service manager in a group of its own. */
function cgroupFiles(): readonly string[] {
  const own = readText("/proc/self/cgroup")
    .split("\n")
    .map((line) => line.split(":"));
  return Object.entries(CGROUP_ROOTS).flatMap(([controller, file]) => {
    const group = own.find(([, controllers = ""]) => controllers.split(",").includes(controller))?.[2] ?? "";
    return ["", group].map((folder) => file.replace("%", folder));
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // not this platform
  }
}

/** "max" and absurd numbers mean no limit. */
function readLimit(file: string): number | null {
  const bytes = Number(readText(file).trim());
  return bytes > 0 && bytes < totalmem() ? bytes : null;
}
