import { expect, test } from "vitest";
import { thisMachine } from "../../src/cli/machine.js";
import { lockWorkspace } from "../../src/workspace/lock.js";
import { emptyFolder, testEffects } from "../support/effects.js";
import { expectCleanStop } from "../support/interrupt.js";
import { longworth } from "../support/process.js";
import { NEW, OLD, published } from "../support/published.js";

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

test("Ctrl-C ends with 130, publishes nothing, and the next start leaves nothing behind", () =>
  expectCleanStop("reading …"));

test("a second Ctrl-C kills", async () => {
  const argv = ["demo", "--customers", "1000", "--workspace", emptyFolder()];
  const killed = await longworth(argv, { stop: { at: "reading …", times: 2 } });
  expect([killed.signal, killed.code]).toContainEqual(expect.toBeOneOf(["SIGINT", 130]));
});
