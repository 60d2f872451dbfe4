/** F9: files of the workspace that are not as they were written. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { random } from "@longworth/models";
import { verify } from "../../../src/app/verify.js";
import { openRun } from "../../../src/workspace/runs.js";
import { runCli } from "../../support/cli.js";
import { emptyFolder, testEffects } from "../../support/effects.js";
import { DAMAGES, damagedCopy } from "../damages.js";
import { type Scene } from "../kill.js";
import { substance } from "../shops.js";
import { pick, trialsOf, type Result } from "./trials.js";

const TABLE = "customers";
const OF_EVERY_READER = ["run.json", "run.sha256", "current.json"];

/** F9: a file is damaged: `verify` names it, nothing is read from it, and the next run is whole. */
export async function damages(scene: Scene, count: number, seed: number): Promise<Result> {
  const next = random.seeded(seed);
  const { run } = scene.before;
  const names = [...(await fs.readdir(path.join(scene.workspace, "runs", run))).sort(), "current.json"];
  const sound = await exported(scene.workspace);
  const kinds = Object.keys(DAMAGES);
  const how = `bytes of its files: ${kinds.join(", ")}`;
  return trialsOf({ fault: "F9 damaged workspace", how, trials: count }, async (i, ended) => {
    const name = pick(next, names);
    const isPointer = name === "current.json";
    const kind = pick(next, isPointer ? kinds.filter((one) => one !== "delete") : kinds); // without it there is no run
    const workspace = await damagedCopy({ workspace: scene.workspace, run, name }, kind, next);
    const told = `${kind} of ${name} in ${workspace}`;
    const { exitCode, stdout } = await runCli(["verify", "--workspace", workspace, "--json"]);
    ended(`exit ${exitCode}`);
    const { error } = JSON.parse(stdout);
    const shown = new RegExp(isPointer ? "current.json|run.json" : name === "run.sha256" ? "run.json" : name, "u");
    if (exitCode !== 9 || !shown.test(`${error?.message}`)) throw new Error(`${told}: ${stdout}`);
    const isTouched = name === `${TABLE}.parquet` || OF_EVERY_READER.includes(name);
    if ((await exported(workspace)) !== (isTouched ? "exit 9" : sound)) throw new Error(`${told}: another export`);
    if (i % 5 === 0) await expectAnew(scene, workspace);
    await fs.rm(path.dirname(workspace), { recursive: true });
  });
}

/** The customers as CSV, or how the export ended. */
async function exported(workspace: string): Promise<string> {
  const out = path.join(emptyFolder(), "out.csv");
  const { exitCode } = await runCli(["export", "--workspace", workspace, "--out", out]);
  return exitCode === 0 ? fs.readFile(out, "utf8") : `exit ${exitCode}`;
}

/** Another run in the same place is whole, without any repair. */
async function expectAnew(scene: Scene, workspace: string): Promise<void> {
  const { exitCode, stderr } = await runCli([...scene.argv(workspace), "--again"], { effects: () => testEffects() });
  if (exitCode !== 0) throw new Error(`beside the damage a run ended with ${exitCode}: ${stderr}`);
  const made = await openRun(workspace, undefined, fs);
  await verify({ workspace, run: made.run }, testEffects());
  if (JSON.stringify(substance(made)) !== JSON.stringify(scene.whole))
    throw new Error("beside the damage another result");
}
