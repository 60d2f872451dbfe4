import * as fs from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { doctor, type DoctorRequest, type DoctorResult } from "../../src/app/doctor.js";
import { en } from "../../src/words/en.js";
import { runCli } from "../support/cli.js";
import { emptyFolder, machineWith, testEffects } from "../support/effects.js";
import { NEW, OLD, published } from "../support/published.js";

const SOUND: Omit<DoctorRequest, "workspace"> = {
  scratch: emptyFolder(),
  machine: { node: "20.19.0", processors: 4, ram: 8e9, group: null },
  limits: { threads: 2, memory: "1000MB" },
};
const EFFECTS = testEffects({ machine: machineWith(11, { 11: "monday" }) });
const check = (request: Partial<DoctorRequest>, effects = EFFECTS) =>
  doctor({ ...SOUND, workspace: path.join(emptyFolder(), "new"), ...request }, effects);
const told = ({ checks, exitCode }: DoctorResult, name: string) => ({
  exitCode,
  ...checks.find((one) => one.check === name),
});

test("a sound machine and a workspace that is still to be made: all well, and nothing is made", async () => {
  const parent = emptyFolder();
  const result = await check({ workspace: path.join(parent, "new", "er") });
  expect(result.exitCode).toBe(0);
  expect(result.checks.map(({ status }) => status)).toEqual(Array.from({ length: 9 }, () => "ok"));
  expect(await fs.readdir(parent)).toEqual([]);
});

test.each([
  ["20.18.9", 2],
  ["18.20.0", 2],
  ["20.19.0", 0],
  ["22.1.0", 0],
])("Node %s gives exit %i", async (node, exitCode) => {
  expect(await check({ machine: { ...SOUND.machine, node } })).toMatchObject({ exitCode });
});

test.each([
  [8e9, null, "ok", 0],
  [8e9, 700e6, "note", 0],
  [8e9, 300e6, "fault", 6],
  [400e6, null, "fault", 6],
])("%d bytes of memory in a group of %s: %s", async (ram, group, status, exitCode) => {
  const result = await check({ machine: { ...SOUND.machine, ram, group } });
  expect(told(result, "memory")).toMatchObject({ status, exitCode });
});

test("a full disk is told with what is free", async () => {
  const statfs = async () => Object.assign(await fs.statfs("/"), { bavail: 3, bsize: 1_000_000 });
  const result = await check({}, testEffects({ files: Object.assign({ ...fs }, { statfs }) }));
  expect(told(result, "space")).toMatchObject({ status: "fault", exitCode: 6 });
  expect(told(result, "space").message).toContain("3.0 MB free");
});

test("a workspace that cannot be written, or is a file, is told by its path", async () => {
  const refusing = async () => Promise.reject(Object.assign(new Error("no"), { code: "EACCES" }));
  const result = await check({}, testEffects({ files: { ...fs, writeFile: refusing } }));
  expect(told(result, "workspace")).toMatchObject({ status: "fault", exitCode: 5 });
  const file = path.join(emptyFolder(), "file");
  await fs.writeFile(file, "x");
  expect(told(await check({ workspace: file }), "workspace")).toMatchObject({
    status: "fault",
    exitCode: 2,
    message: `${file} is not a folder`,
  });
});

const lock = (pid: number, processStart: string): string =>
  JSON.stringify({ pid, host: "test-host", startedAt: "2026-02-01T04:00:00.000Z", processStart });

test("a living lock is a conflict; a dead one, and what a killed run left, are notes and stay as they are", async () => {
  const workspace = emptyFolder();
  await fs.mkdir(path.join(workspace, "runs", ".tmp-work-77"), { recursive: true });
  await fs.writeFile(path.join(workspace, "run.lock"), lock(11, "monday"));
  const living = await check({ workspace });
  expect(told(living, "lock")).toMatchObject({ status: "fault", exitCode: 7 });
  expect(told(living, "leftovers")).toMatchObject({ status: "ok" });
  await fs.writeFile(path.join(workspace, "run.lock"), lock(11, "sunday"));
  const dead = await check({ workspace });
  expect(told(dead, "lock")).toMatchObject({ status: "note", exitCode: 0 });
  expect(told(dead, "leftovers")).toMatchObject({ status: "note" });
  expect(told(dead, "leftovers").message).toContain(".tmp-work-77");
  expect(await fs.readdir(path.join(workspace, "runs"))).toEqual([".tmp-work-77"]);
});

test("damage to any run, its manifest or current.json is found with its name", async () => {
  const workspace = emptyFolder();
  await published(workspace, OLD);
  await published(workspace, NEW);
  expect(told(await check({ workspace }), "runs")).toMatchObject({ exitCode: 0, message: "2 runs are as published" });
  await fs.appendFile(path.join(workspace, "runs", OLD, "report.html"), "x");
  await fs.appendFile(path.join(workspace, "runs", NEW, "run.json"), "x");
  const found = told(await check({ workspace }), "runs");
  expect(found).toMatchObject({ status: "fault", exitCode: 9 });
  expect(found.message).toBe(`changed after publishing: current.json, ${OLD}/report.html, ${NEW}/run.json`);
});

test("people read a line per check and the verdict; a machine gets the object and the exit code", async () => {
  const workspace = emptyFolder();
  await published(workspace, OLD);
  const { stdout, exitCode } = await runCli(["doctor", "--workspace", workspace]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^ok {5}node {8}Node 20\.19\.0 \(20\.19 or later is needed\)\n/);
  expect(stdout.endsWith("\nA run would work here.\n")).toBe(true);
  await fs.appendFile(path.join(workspace, "runs", OLD, "report.html"), "x");
  const json = await runCli(["doctor", "--workspace", workspace, "--json"]);
  expect(json.exitCode).toBe(9);
  expect(JSON.parse(json.stdout)).toMatchObject({ workspace, exitCode: 9 });
  expect(en.doctor.told(JSON.parse(json.stdout))).toContain("FAULT  runs");
});
