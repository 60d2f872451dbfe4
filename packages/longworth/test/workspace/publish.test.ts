import * as fs from "node:fs/promises";
import { statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { Files } from "../../src/domain.js";
import { verify } from "../../src/app/verify.js";
import { makeCurrent, publish } from "../../src/workspace/publish.js";
import { lockWorkspace } from "../../src/workspace/lock.js";
import { emptyFolder, machineWith, testEffects } from "../support/effects.js";
import { draft, FACTS, NEW, OLD, published } from "../support/published.js";

const SLOTS = { facts: FACTS, rows: { "customers.parquet": 3 } };

/** Files that die at the n-th call, as a killed process does: what was done stays, nothing more happens. */
function dyingAt(n: number): Files {
  let calls = 0;
  const die = (): void => {
    if (++calls >= n) throw new Error("killed");
  };
  return new Proxy<Files>(fs, {
    get:
      (target, name) =>
      async (...args: unknown[]) => {
        die();
        const result = await Reflect.get(target, name).apply(target, args);
        return name === "open" ? dyingHandle(result, die) : result;
      },
  });
}

/** A handle whose calls count, too; closing is what the system does for the dead. */
const dyingHandle = (handle: fs.FileHandle, die: () => void): fs.FileHandle =>
  new Proxy(handle, {
    get: (target, name) => {
      const member = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      return (...args: unknown[]) => {
        if (name !== "close") die();
        return member.apply(target, args);
      };
    },
  });

test("killed at any call, readers see the old run or the new one, whole; the next start leaves no orphan", async () => {
  const seen = new Set<string>();
  let n = 1;
  for (let finished = false; !finished; n++) {
    const workspace = emptyFolder();
    await published(workspace, OLD);
    await draft(workspace, NEW, { "customers.parquet": "new", "rejects.csv": "x" });
    const attempt = publish(workspace, { run: NEW, ...SLOTS }, dyingAt(n));
    finished = await attempt.then(
      () => true,
      () => false,
    );
    seen.add((await verify({ workspace }, testEffects())).run);
    const lock = await lockWorkspace(workspace, testEffects({ machine: machineWith(7) }));
    await lock.release();
    const left = [...(await fs.readdir(workspace)), ...(await fs.readdir(path.join(workspace, "runs")))];
    expect(left.filter((name) => name.includes("tmp") || name.includes("lock"))).toEqual([]);
  }
  expect([...seen]).toEqual([OLD, NEW]);
  expect(n).toBeGreaterThan(15);
});

test("stopped at any call, nothing of the new run can be seen, or it is there whole", async () => {
  const outcomes = new Set<string>();
  for (let n = 1; !outcomes.has("not reached"); n++) {
    const workspace = emptyFolder();
    await published(workspace, OLD);
    await draft(workspace, NEW, { "customers.parquet": "new", "rejects.csv": "x" });
    const stop = new AbortController();
    let calls = 0;
    const files = new Proxy<Files>(fs, {
      get: (target, name) => {
        if (++calls === n) stop.abort(new Error("stopped"));
        return Reflect.get(target, name);
      },
    });
    const attempt = publish(workspace, { run: NEW, ...SLOTS, signal: stop.signal }, files);
    const outcome = await attempt.then(() => "whole", (reason: Error) => reason.message); // prettier-ignore
    outcomes.add(calls < n ? "not reached" : outcome);
    expect((await verify({ workspace }, testEffects())).run).toBe(outcome === "whole" ? NEW : OLD);
  }
  expect([...outcomes]).toEqual(["stopped", "whole", "not reached"]);
});

test("the manifest counts and digests every file of the draft, and says how many rows a table has", async () => {
  const workspace = emptyFolder();
  const manifest = await published(workspace, OLD, { "b.txt": "bb", "customers.parquet": "a" });
  expect(manifest.artefacts).toEqual([
    { name: "b.txt", rows: null, bytes: 2, sha256: "3b64db95cb55c763391c707108489ae18b4112d783300de38e033b4c98c3deaf" },
    {
      name: "customers.parquet",
      rows: 3,
      bytes: 1,
      sha256: "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
    },
  ]);
});

test.skipIf(process.platform === "win32")("rejects.csv is for its owner's eyes only", async () => {
  const workspace = emptyFolder();
  await published(workspace, OLD, { "rejects.csv": "a@b.cc", "report.html": "x" });
  const modeOf = (name: string): number => statSync(path.join(workspace, "runs", OLD, name)).mode & 0o777;
  expect(modeOf("rejects.csv")).toBe(0o600);
  expect(modeOf("report.html") & 0o044).toBe(0o044 & ~process.umask());
});

test("a result that is no number is never published", async () => {
  const workspace = emptyFolder();
  await draft(workspace, OLD, { "a.txt": "a" });
  const facts = { ...FACTS, discountRate: NaN };
  await expect(publish(workspace, { run: OLD, facts, rows: {} }, fs)).rejects.toThrow();
  expect(await fs.readdir(path.join(workspace, "runs"))).toEqual([`.tmp-${OLD}`]);
});

test("an earlier run becomes the current one again", async () => {
  const workspace = emptyFolder();
  await published(workspace, OLD);
  await published(workspace, NEW);
  await makeCurrent(workspace, OLD, fs);
  expect((await verify({ workspace }, testEffects())).run).toBe(OLD);
});
