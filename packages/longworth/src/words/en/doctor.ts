/** What `doctor` tells: one sentence per check, and what to do where something is wrong. */
import { formatter } from "../format.js";

const { bytes, integer, plural } = formatter("en");

type Check = Readonly<{ check: string; status: string; message: string; hint: string | null }>;

const MARKS: Readonly<Record<string, string>> = { ok: "ok", note: "note", fault: "FAULT" };
const NAMED = 5; // damaged files named in the sentence; verify lists all of a run

export const doctor = {
  node: ({ node, floor }: { node: string; floor: string }) => `Node ${node} (${floor} or later is needed)`,
  nodeOld: ({ node, floor }: { node: string; floor: string }) => ({
    message: `Node ${node} is too old: ${floor} or later is needed`,
    hint: "Install Node from nodejs.org, or with the system's package manager",
  }),
  processors: ({ processors, threads }: { processors: number; threads: number }) =>
    `${integer(processors)} ${plural(processors, { one: "processor", other: "processors" })}, a run uses ${integer(threads)} (--threads)`,
  memory: ({ memory, limited, engine }: { memory: number; limited: boolean; engine: string }) =>
    `${bytes(memory)} ${limited ? "allowed by the control group" : "in the machine"}, the data engine takes at most ${engine} (--memory)`,
  memoryLittle: ({ memory, limited, engine }: { memory: number; limited: boolean; engine: string }) => ({
    message: `${bytes(memory)} ${limited ? "allowed by the control group" : "in the machine"}: enough for some 100,000 orders; the data engine takes at most ${engine}`,
    hint: "Allow 2 GB for more",
  }),
  memoryNone: ({ memory, least }: { memory: number; least: number }) => ({
    message: `${bytes(memory)} of memory: a run needs ${bytes(least)} at least`,
    hint: "Raise the limit of the container or control group",
  }),
  workspace: ({ workspace }: { workspace: string }) => `${workspace} can be written`,
  workspaceNew: ({ workspace }: { workspace: string }) => `${workspace} is not there yet and can be made`,
  workspaceNoFolder: ({ path }: { path: string }) => ({
    message: `${path} is not a folder`,
    hint: "Name another with --workspace",
  }),
  notWritable: ({ path, user, code }: { path: string; user: string; code: string }) => ({
    message: `${path} cannot be written by ${user} (${code})`,
    hint: "Change its permissions, or name another with --workspace",
  }),
  full: ({ path }: { path: string }) => ({
    message: `No space left: ${path}`,
    hint: "Free space, or longworth prune --keep 30d",
  }),
  network: ({ path, network }: { path: string; network: string }) => ({
    message: `${path} lies on a network drive (${network}): a run of another machine is told by its lock only`,
    hint: "Keep the workspace on a local disk, or run on one machine",
  }),
  space: ({ free, inputs }: { free: number; inputs: number }) =>
    `${bytes(free)} free for the workspace: enough for ${bytes(inputs)} of input`,
  spaceNone: ({ path, free }: { path: string; free: number }) => ({
    message: `${bytes(free)} free in ${path}: too little for any run`,
    hint: "Free space, or longworth prune --keep 30d",
  }),
  scratch: ({ path, free }: { path: string; free: number }) => `${path} for inspect: ${bytes(free)} free`,
  scratchRefused: ({ path, user, code }: { path: string; user: string; code: string }) => ({
    message: `${path} cannot be written by ${user} (${code}): inspect needs it`,
    hint: "Set TMPDIR to a folder that can be written",
  }),
  runsNone: () => "no runs yet",
  runs: ({ count }: { count: number }) =>
    `${integer(count)} ${plural(count, { one: "run is", other: "runs are" })} as published`,
  runsDamaged: ({ names }: { names: readonly string[] }) => ({
    message: `changed after publishing: ${names.slice(0, NAMED).join(", ")}${names.length > NAMED ? ` and ${integer(names.length - NAMED)} more` : ""}`,
    hint: "longworth verify RUN tells more; longworth run --again makes it anew from the same input",
  }),
  lockNone: () => "nobody is working in the workspace",
  lockLive: ({ pid, since }: { pid: number | string; since: string }) => ({
    message: `another run is working: process ${pid} since ${since}`,
    hint: "Wait for it to end, or name another --workspace",
  }),
  lockStale: ({ pid, since }: { pid: number | string; since: string }) => ({
    message: `a lock of process ${pid} (${since}), which is gone`,
    hint: "Nothing to do: the next run takes it",
  }),
  leftoversNone: () => "nothing left behind by a killed run",
  leftoversInUse: ({ count }: { count: number }) =>
    `${integer(count)} temporary ${plural(count, { one: "name", other: "names" })} of the run that is working`,
  leftovers: ({ count, first }: { count: number; first: string }) => ({
    message: `${integer(count)} temporary ${plural(count, { one: "name", other: "names" })} of a killed run, first ${first}`,
    hint: "Nothing to do: the next run removes them",
  }),

  /** The whole text. */
  told: ({ checks, exitCode }: { checks: readonly Check[]; exitCode: number }): string => {
    const width = Math.max(...checks.map(({ check }) => check.length));
    const lines = checks.flatMap(({ check, status, message, hint }) => [
      `${(MARKS[status] ?? status).padEnd(5)}  ${check.padEnd(width)}  ${message}`,
      ...(hint === null ? [] : [`${" ".repeat(width + 9)}${hint}`]),
    ]);
    const verdict =
      exitCode === 0 ? "A run would work here." : `A run would not work here as it is (exit ${exitCode}).`;
    return [...lines, "", verdict].join("\n");
  },
};
