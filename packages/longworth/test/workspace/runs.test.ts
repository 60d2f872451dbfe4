import * as fs from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { runDigest, runId } from "../../src/workspace/run-id.js";
import { listRuns, openRun } from "../../src/workspace/runs.js";
import { findSameRun } from "../../src/workspace/same-run.js";
import { pruneRuns } from "../../src/workspace/prune-runs.js";
import { checkFreeSpace } from "../../src/workspace/free-space.js";
import { emptyFolder } from "../support/effects.js";
import { FACTS, NEW, OLD, published } from "../support/published.js";

async function withTwo(): Promise<string> {
  const workspace = emptyFolder();
  await published(workspace, OLD);
  await published(workspace, NEW);
  return workspace;
}

test("a run is opened by its id, by the beginning of its id, or as the current one", async () => {
  const workspace = await withTwo();
  const opened = [undefined, OLD, "20260101", NEW].map(async (run) => (await openRun(workspace, run, fs)).run);
  expect(await Promise.all(opened)).toEqual([NEW, OLD, OLD, NEW]);
});

test.each(["2026", "20270101", "../runs", "", "x"])("there is no one run called %j", async (run) => {
  const workspace = await withTwo();
  await expect(openRun(workspace, run, fs)).rejects.toMatchObject({ code: "run_not_found", exitCode: 2 });
});

test("a workspace that is not there has no runs, and says so", async () => {
  const workspace = path.join(emptyFolder(), "none");
  expect(await listRuns(workspace, fs)).toEqual([]);
  await expect(openRun(workspace, undefined, fs)).rejects.toMatchObject({ code: "run_not_found" });
});

test("the list is by time and knows the current run and damaged manifests", async () => {
  const workspace = await withTwo();
  await fs.appendFile(path.join(workspace, "runs", OLD, "run.json"), " ");
  const listed = (await listRuns(workspace, fs)).map(({ run, current, manifest }) => [run, current, manifest?.asOf]);
  expect(listed).toEqual([
    [OLD, false, undefined],
    [NEW, true, "2026-01-31"],
  ]);
});

test("a run's id is its start in UTC and eight digits of its digest", () => {
  expect(runId(new Date("2026-01-31T04:00:00.123Z"), "1a2b3c4d99")).toBe("20260131T040000Z-1a2b3c4d");
});

test("the digest does not depend on the order of options, but on every one of them and on the order of the inputs", () => {
  const key = {
    inputs: [{ sha256: "a" }, { sha256: "b" }],
    options: { horizons: [90, 365], seed: 1, asOf: undefined },
  };
  const digest = runDigest(key);
  expect(runDigest({ ...key, options: { seed: 1, horizons: [90, 365] } })).toBe(digest);
  expect(runDigest({ ...key, inputs: [{ sha256: "b" }, { sha256: "a" }] })).not.toBe(digest);
  expect(runDigest({ ...key, inputs: [{ sha256: "a" }] })).not.toBe(digest);
  expect(runDigest({ ...key, options: { horizons: [365, 90], seed: 1 } })).not.toBe(digest);
  expect(runDigest({ ...key, options: { horizons: [90, 365], seed: "1" } })).not.toBe(digest);
});

test("the same inputs and options by the same version are found, anything else is another run", async () => {
  const workspace = emptyFolder();
  const key = { inputs: FACTS.inputs, options: FACTS.options, version: "0.0.0-test" };
  const run = runId(new Date("2026-02-01T04:00:00Z"), runDigest(key));
  await published(workspace, run);
  expect((await findSameRun(workspace, key, fs))?.run).toBe(run);
  expect(await findSameRun(workspace, { ...key, version: "1.0.0" }, fs)).toBeNull();
  expect(await findSameRun(workspace, { ...key, options: { horizons: [90] } }, fs)).toBeNull();
  await fs.appendFile(path.join(workspace, "runs", run, "customers.parquet"), "x");
  expect(await findSameRun(workspace, key, fs)).toBeNull();
});

test("prune removes what is older than asked, never the current run", async () => {
  const workspace = await withTwo();
  const now = new Date("2026-03-01T00:00:00Z");
  expect(await pruneRuns(workspace, { keepDays: 60, now }, fs)).toMatchObject({ removed: [], kept: 2 });
  const pruned = await pruneRuns(workspace, { keepDays: 1, now }, fs);
  expect(pruned).toMatchObject({ removed: [OLD], kept: 1 });
  expect(pruned.bytes).toBeGreaterThan(1000);
  expect(await fs.readdir(path.join(workspace, "runs"))).toEqual([NEW]);
});

test("a run that would fill the disk is refused with what is needed and what is free", async () => {
  const workspace = emptyFolder();
  await checkFreeSpace(workspace, 1, fs);
  await expect(checkFreeSpace(workspace, 1e18, fs)).rejects.toMatchObject({
    code: "disk_full",
    facts: { needed: 2e18 },
  });
});
