/** `doctor`: would a run work here? Looks at the machine and the workspace, changes nothing. */
import path from "node:path";
import type { Effects, Files } from "../run/effects.js";
import { en } from "../words/en.js";
import { systemCode, unless } from "../workspace/durable.js";
import { runsFolder, TEMPORARY } from "../workspace/layout.js";
import { lookAtLock } from "../workspace/lock.js";
import { temporaryNames } from "../workspace/orphans.js";
import { surveyRuns } from "../workspace/runs.js";
import { damagedFiles } from "../workspace/verify-run.js";

/** What the machine has. Sizes in bytes. */
export type MachineFacts = Readonly<{
  node: string; // "20.19.5"
  processors: number;
  ram: number;
  group: number | null; // memory limit of the control group, null where there is none
}>;

export type DoctorRequest = Readonly<{
  workspace: string;
  scratch: string; // the system's temporary folder
  machine: MachineFacts;
  limits: Readonly<{ threads: number; memory: string }>; // what a run takes unless told
}>;

/** `note`: a run works, but know this. `fault`: it would not, or what is there is damaged; `exitCode` is what it costs. */
export type Check = Readonly<{
  check: "node" | "processors" | "memory" | "workspace" | "space" | "scratch" | "runs" | "lock" | "leftovers";
  status: "ok" | "note" | "fault";
  message: string;
  hint: string | null;
  exitCode: number;
}>;

/** `exitCode` is that of the first fault, 0 without any. */
export type DoctorResult = Readonly<{ workspace: string; checks: readonly Check[]; exitCode: number }>;

type Name = Check["check"];
type Sentence = Readonly<{ message: string; hint: string }>;

const say = en.doctor;
const ok = (check: Name, message: string): Check => ({ check, status: "ok", message, hint: null, exitCode: 0 });
const note = (check: Name, said: Sentence): Check => ({ check, status: "note", ...said, exitCode: 0 });
const fault = (check: Name, said: Sentence, exitCode: number): Check => ({ check, status: "fault", ...said, exitCode });

const [USAGE, PERMISSION, RESOURCES, CONFLICT, INTEGRITY] = [2, 5, 6, 7, 9];

/** All checks, each with a sentence. */
export async function doctor(request: DoctorRequest, effects: Effects): Promise<DoctorResult> {
  const { workspace, machine, limits } = request;
  const checks = [
    nodeCheck(machine),
    processorCheck(machine, limits.threads),
    memoryCheck(machine, limits.memory),
    await workspaceCheck(workspace, effects),
    await spaceCheck(await nearest(workspace, effects.files), effects.files),
    await scratchCheck(request.scratch, effects),
    await runsCheck(workspace, effects),
    await lockCheck(workspace, effects),
    await leftoverCheck(workspace, effects),
  ];
  return { workspace, checks, exitCode: checks.find(({ status }) => status === "fault")?.exitCode ?? 0 };
}

const FLOOR = [20, 19] as const; // of Node: "engines" in package.json

function nodeCheck({ node }: MachineFacts): Check {
  const [major = 0, minor = 0] = node.split(".").map(Number);
  const isOld = major < FLOOR[0] || (major === FLOOR[0] && minor < FLOOR[1]);
  const floor = FLOOR.join(".");
  return isOld ? fault("node", say.nodeOld({ node, floor }), USAGE) : ok("node", say.node({ node, floor }));
}

const processorCheck = ({ processors }: MachineFacts, threads: number): Check =>
  ok("processors", say.processors({ processors, threads }));

const MB = 1_000_000;
const LEAST_MEMORY = 450 * MB; // Node, models and the smallest engine that does anything
const ROOM = 1000 * MB; // from here on hundreds of thousands of orders are no matter

function memoryCheck({ ram, group }: MachineFacts, engine: string): Check {
  const memory = Math.min(ram, group ?? ram);
  const facts = { memory, limited: group !== null, engine };
  if (memory < LEAST_MEMORY) return fault("memory", say.memoryNone({ memory, least: LEAST_MEMORY }), RESOURCES);
  return memory < ROOM ? note("memory", say.memoryLittle(facts)) : ok("memory", say.memory(facts));
}

/** The folder, or the nearest above it that is there. */
async function nearest(folder: string, files: Files): Promise<string> {
  const full = path.resolve(folder);
  const facts = await files.stat(full).catch(unless("ENOENT", "ENOTDIR", "EACCES"));
  return facts !== null || path.dirname(full) === full ? full : nearest(path.dirname(full), files);
}

/** Null when a file can be made and removed there, else the code of what the system said. */
async function refusesWriting(folder: string, { files, machine }: Effects): Promise<string | null> {
  const probe = path.join(folder, `${TEMPORARY}doctor-${machine.pid}`);
  const write = async (): Promise<null> => {
    await files.writeFile(probe, "");
    await files.unlink(probe);
    return null;
  };
  return write().catch((thrown: unknown) => {
    const code = systemCode(thrown);
    if (code === undefined) throw thrown;
    return code;
  });
}

const NETWORK = new Map([
  [0x6969, "NFS"],
  [0x517b, "SMB"],
  [0xff534d42, "CIFS"],
  [0xfe534d42, "SMB"],
]);

async function workspaceCheck(workspace: string, effects: Effects): Promise<Check> {
  const { files, machine } = effects;
  const runs = await nearest(runsFolder(workspace), files);
  const facts = await files.stat(runs);
  if (!facts.isDirectory()) return fault("workspace", say.workspaceNoFolder({ path: runs }), USAGE);
  const refused = await refusesWriting(runs, effects);
  if (refused === "ENOSPC" || refused === "EDQUOT") return fault("workspace", say.full({ path: runs }), RESOURCES);
  if (refused !== null)
    return fault("workspace", say.notWritable({ path: runs, user: machine.user, code: refused }), PERMISSION);
  const network = NETWORK.get((await files.statfs(runs)).type);
  if (network !== undefined) return note("workspace", say.network({ path: runs, network }));
  const isNew = runs !== path.resolve(runsFolder(workspace));
  return ok("workspace", isNew ? say.workspaceNew({ workspace }) : say.workspace({ workspace }));
}

const LEAST_SPACE = 50 * MB; // a run of a small shop, with its report
const SPACE_PER_BYTE = 4; // free bytes that a run asks for per byte of its inputs

async function spaceCheck(folder: string, files: Files): Promise<Check> {
  const { bavail, bsize } = await files.statfs(folder);
  const free = bavail * bsize;
  const facts = { path: folder, free, inputs: free / SPACE_PER_BYTE };
  return free < LEAST_SPACE ? fault("space", say.spaceNone(facts), RESOURCES) : ok("space", say.space(facts));
}

async function scratchCheck(scratch: string, effects: Effects): Promise<Check> {
  const { files, machine } = effects;
  const refused = await refusesWriting(scratch, effects);
  if (refused !== null)
    return fault("scratch", say.scratchRefused({ path: scratch, user: machine.user, code: refused }), PERMISSION);
  const { bavail, bsize } = await files.statfs(scratch);
  return ok("scratch", say.scratch({ path: scratch, free: bavail * bsize }));
}

async function lockCheck(workspace: string, effects: Effects): Promise<Check> {
  const lock = await lookAtLock(workspace, effects);
  if (lock === null) return ok("lock", say.lockNone());
  const facts = { pid: lock.pid ?? "?", since: lock.since ?? "?" };
  return lock.state === "live" ? fault("lock", say.lockLive(facts), CONFLICT) : note("lock", say.lockStale(facts));
}

/** While somebody holds the lock, what is temporary is theirs. */
async function leftoverCheck(workspace: string, effects: Effects): Promise<Check> {
  const names = await temporaryNames(workspace, effects.files);
  const lock = await lookAtLock(workspace, effects);
  if (names.length === 0) return ok("leftovers", say.leftoversNone());
  if (lock?.state === "live") return ok("leftovers", say.leftoversInUse({ count: names.length }));
  return note("leftovers", say.leftovers({ count: names.length, first: names[0] ?? "" }));
}

/** Every file of every run against its manifest. */
async function runsCheck(workspace: string, effects: Effects): Promise<Check> {
  const { files, signal } = effects;
  const { runs, isCurrentSound } = await surveyRuns(workspace, files);
  const damaged: string[] = isCurrentSound ? [] : ["current.json"];
  for (const [done, { run, opened }] of runs.entries()) {
    signal.throwIfAborted();
    const names = opened === null ? ["run.json"] : await damagedFiles(opened, files);
    damaged.push(...names.map((name) => `${run}/${name}`));
    effects.progress({ step: "verify", done: done + 1, of: runs.length });
  }
  if (damaged.length > 0) return fault("runs", say.runsDamaged({ names: damaged }), INTEGRITY);
  return ok("runs", runs.length === 0 ? say.runsNone() : say.runs({ count: runs.length }));
}
