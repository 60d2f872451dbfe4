import { spawn } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import { lockWorkspace } from "../../src/workspace/lock.js";
import { thisMachine } from "../../src/cli/machine.js";
import { emptyFolder, testEffects } from "../support/effects.js";
import { NEW, OLD, published } from "../support/published.js";

const BIN = path.join(import.meta.dirname, "..", "..", "bin", "longworth.js"); // runs what `npm run build` made

type Ended = Readonly<{ code: number | null; stdout: string; stderr: string }>;

/** The command as a process of its own, in an empty folder. */
function longworth(argv: readonly string[], { closeStdout = false } = {}): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, ...argv], { cwd: emptyFolder() });
  let stdout = "";
  let stderr = "";
  if (closeStdout) child.stdout.destroy();
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => {
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

test("the command answers with its exit code, result on stdout, errors on stderr", async () => {
  expect(await longworth(["--help"])).toMatchObject({ code: 0, stderr: "" });
  expect(await longworth(["verify"])).toMatchObject({ code: 2, stdout: "" });
  const refused = await longworth(["run", "a.csv", "--horzion", "1d", "--json"]);
  expect([refused.code, JSON.parse(refused.stdout)]).toMatchObject([2, { error: { code: "bad_arguments" } }]);
});

test("a reader who leaves early is no error", async () => {
  expect(await longworth(["run", "--help"], { closeStdout: true })).toMatchObject({ code: 0, stderr: "" });
});

test("while one process works in a workspace, another is refused with its pid, and works when the lock is gone", async () => {
  const workspace = emptyFolder();
  await published(workspace, OLD);
  await published(workspace, NEW);
  const lock = await lockWorkspace(workspace, testEffects({ machine: thisMachine("0.0.0-test") }));
  const refused = await longworth(["prune", "--keep", "1d", "--workspace", workspace]);
  expect(refused).toMatchObject({ code: 7, stdout: "" });
  expect(refused.stderr).toContain(`process ${process.pid} since 2026-02-01T04:00:00.000Z`);
  await lock.release();
  expect(await longworth(["prune", "--keep", "1d", "--workspace", workspace])).toMatchObject({ code: 0 });
});
