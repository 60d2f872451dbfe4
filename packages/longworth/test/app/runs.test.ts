import * as fs from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { prune } from "../../src/app/prune.js";
import { report } from "../../src/app/report.js";
import { runs } from "../../src/app/runs.js";
import { emptyFolder, testEffects } from "../support/effects.js";
import { NEW, OLD, published } from "../support/published.js";

async function withTwo(): Promise<string> {
  const workspace = emptyFolder();
  await published(workspace, OLD);
  await published(workspace, NEW);
  return workspace;
}

test("runs are listed newest first with what one chooses by, and a damaged one is still there", async () => {
  const workspace = await withTwo();
  await fs.writeFile(path.join(workspace, "runs", OLD, "run.json"), "{}");
  const { runs: lines } = await runs({ workspace }, testEffects());
  expect(lines).toMatchObject([
    {
      run: NEW,
      current: true,
      damaged: false,
      asOf: "2026-01-31",
      currency: "EUR",
      customers: 3,
      orders: 7,
      grade: "B",
      report: true,
    },
    {
      run: OLD,
      current: false,
      damaged: true,
      asOf: null,
      currency: null,
      customers: null,
      orders: null,
      grade: null,
      report: null,
    },
  ]);
});

test("prune asks the clock of its effects, and leaves no lock", async () => {
  const workspace = await withTwo();
  const early = testEffects({ clock: () => new Date("2026-01-15T00:00:00Z") });
  expect(await prune({ workspace, keepDays: 30 }, early)).toMatchObject({ removed: [], kept: 2 });
  const late = testEffects({ clock: () => new Date("2026-02-15T00:00:00Z") });
  expect(await prune({ workspace, keepDays: 30 }, late)).toMatchObject({ removed: [OLD], kept: 1 });
  expect((await fs.readdir(workspace)).sort()).toEqual(["current.json", "runs"]);
});

test("prune makes no workspace where there is none", async () => {
  const workspace = path.join(emptyFolder(), "none");
  expect(await prune({ workspace, keepDays: 30 }, testEffects())).toEqual({ removed: [], kept: 0, bytes: 0 });
  await expect(fs.stat(workspace)).rejects.toThrow("ENOENT");
});

test("without --out the published report is told, with its size", async () => {
  const workspace = await withTwo();
  const request = { workspace, maskIds: false, scratch: emptyFolder(), threads: 1, memory: "500MB" };
  expect(await report({ ...request, run: OLD }, testEffects())).toEqual({
    run: OLD,
    path: path.join(workspace, "runs", OLD, "report.html"),
    bytes: "<!doctype html>".length,
  });
});
