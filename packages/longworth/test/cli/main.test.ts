import { mkdtempSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { formatter } from "../../src/words/format.js";
import { runCli } from "../support/cli.js";
import { tables } from "../support/customers.js";
import { emptyFolder } from "../support/effects.js";
import { NEW, OLD, published } from "../support/published.js";

const workspace = emptyFolder();
beforeAll(async () => {
  const contents = { ...(await tables()), "report.html": "<!doctype html>", "quality.json": "[]\n" };
  await published(workspace, OLD, contents);
  await published(workspace, NEW, contents);
});

const COMMANDS = [
  "run",
  "inspect",
  "compare",
  "load",
  "runs",
  "report",
  "explain",
  "export",
  "drivers",
  "verify",
  "prune",
  "doctor",
  "demo",
];

test("--help lists the commands and shows the first steps", async () => {
  const { exitCode, stdout, stderr } = await runCli(["--help"]);
  expect([exitCode, stderr]).toEqual([0, ""]);
  await expect(stdout).toMatchFileSnapshot("../golden/help/longworth.txt");
  for (const command of COMMANDS) expect(stdout).toContain(`  ${command} `);
});

test.each(COMMANDS)("the help of %s teaches", async (command) => {
  const { exitCode, stdout, stderr } = await runCli([command, "--help"]);
  expect([exitCode, stderr]).toEqual([0, ""]);
  await expect(stdout).toMatchFileSnapshot(`../golden/help/${command}.txt`);
  expect(stdout).toMatch(/Examples?\n/);
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
});

test("without a command the help is shown", async () => {
  const { exitCode, stdout } = await runCli([]);
  expect([exitCode, stdout.startsWith("Usage: longworth")]).toEqual([0, true]);
});

test("--version is the version and nothing else", async () => {
  expect(await runCli(["--version"])).toMatchObject({ exitCode: 0, stdout: "0.0.0-test\n", stderr: "" });
});

test.each([
  [["run", "a.csv", "--horzion", "90d"], "--horzion is no option: did you mean --horizon?", "Write --horizon"],
  [["run", "a.csv", "--horzion=90d"], "--horzion is no option: did you mean --horizon?", "Write --horizon"],
  [["verify", "--workspce", "x"], "--workspce is no option: did you mean --workspace?", "Write --workspace"],
  [["verfy"], "verfy is no command: did you mean verify?", "longworth verify"],
  [["run", "a.csv", "--horizon"], "--horizon needs a value", "longworth run --help shows it"],
  [["run"], "No file was named", "longworth run orders.csv"],
  [["prune"], "required option '--keep <duration>' not specified", "longworth --help"],
  [["run", "a.csv", "--progress", "fast"], "--progress fast: one of bar, plain, json", "--progress bar"],
])("%j is refused with exit 2 and what was meant, as sentence and as JSON", async (argv, message, hint) => {
  const people = await runCli(argv);
  expect(people).toMatchObject({ exitCode: 2, stdout: "", stderr: `longworth: ${message}\n  ${hint}\n` });
  const json = await runCli([...argv, "--json"]);
  expect(json).toMatchObject({ exitCode: 2, stderr: "" });
  expect(JSON.parse(json.stdout)).toEqual({
    error: { code: "bad_arguments", message, hint, place: null, exitCode: 2 },
  });
});

test.each([
  ["compare", "--surveys", "s.csv", "run has it"],
  ["compare", "--again", undefined, "run has it"],
  ["inspect", "--account", "Company", "run has it"],
  ["inspect", "--mask-ids", undefined, "run, report, and export have it"],
  ["drivers", "--margin", "35%", "run and inspect have it"],
  ["explain", "--seed", "3", "run and demo have it"],
  ["score-past", "--horizon", "90d", "run, compare, and explain have it"],
])("%s does not take %s, which would not act there, and says who does", async (command, option, value, others) => {
  const said = await runCli([command, "a.csv", option, ...(value === undefined ? [] : [value])]);
  expect([said.exitCode, said.stdout]).toEqual([2, ""]);
  expect(said.stderr).toContain(`longworth: ${option} is no option of ${command}; ${others}`);
  expect(said.stderr).toContain(`Leave ${option} out; longworth ${command} --help lists the options that act`);
  const { stdout } = await runCli([command, "--help"]);
  expect(stdout).not.toMatch(new RegExp(`^ +${option}\\b`, "mu"));
});

test.each([
  [["drivers", "t.csv", "--duration", "months", "--event", "left=yes", "--as-of", "2025-01-31"], "--as-of says nothing about a table of customers (--duration, --event)"],
  [["drivers", "t.csv", "--duration", "months", "--event", "left=yes", "--silence", "90d"], "--silence says nothing about a table of customers (--duration, --event)"],
  [["drivers", "--attributes", "a.csv", "--on-bad-row", "reject"], "--on-bad-row says nothing about the customers of a run"],
] as const)("%j is refused", async (argv, message) => {
  expect(await runCli(argv)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(`longworth: ${message}`) });
}); // prettier-ignore

test("runs are listed newest first, for people and as JSON", async () => {
  const { stdout } = await runCli(["runs", "--workspace", workspace]);
  const asOf = formatter("en").day("2026-01-31");
  expect(stdout.replace(/ +\n/, "\n")).toBe(
    `run                        ${"as of".padEnd(asOf.length)}  customers  grade\n` +
      `${NEW}  ${asOf}  3          B      current\n${OLD}  ${asOf}  3          B\n`,
  );
  const json = await runCli(["runs", "--workspace", workspace, "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({
    workspace,
    runs: [
      { run: NEW, current: true },
      { run: OLD, current: false },
    ],
  });
});

test("a workspace without runs says how to make one", async () => {
  const { stdout, exitCode } = await runCli(["runs", "--workspace", "nowhere"]);
  expect([exitCode, stdout]).toEqual([0, "No runs in nowhere yet. longworth run FILE makes the first.\n"]);
});

test("verify tells what is as published, and names a run that is not there with exit 2", async () => {
  const { stdout } = await runCli(["verify", OLD, "--workspace", workspace]);
  expect(stdout).toMatch(/^20260101T040000Z-1a2b3c4d: 4 files are as published \(\d+\.\d kB\)\n$/);
  const missing = await runCli(["verify", "20270101", "--workspace", workspace, "--json"]);
  expect(JSON.parse(missing.stdout)).toMatchObject({
    error: { code: "run_not_found", exitCode: 2, message: `There is no run 20270101 in ${workspace}` },
  });
});

test("export streams to stdout and says nothing else there", async () => {
  const { stdout, exitCode } = await runCli([
    "export",
    "--workspace",
    workspace,
    "--columns",
    "customer_id",
    "--segment",
    "Gold",
    "--quiet",
  ]);
  expect([exitCode, stdout]).toEqual([0, "customer_id\nbob@x.com\n"]);
});

test("export to a file tells the file; a mailing tool's file comes with a word about consent", async () => {
  const out = path.join(emptyFolder(), "gold.csv");
  const { stdout, stderr } = await runCli([
    "export",
    "--workspace",
    workspace,
    "--for",
    "klaviyo",
    "--segment",
    "Gold",
    "--out",
    out,
  ]);
  expect(stdout).toMatch(/^1 row in .*gold\.csv \(\d+ B\)\n$/);
  expect(stderr).toContain("gives no consent");
});

test("prune removes old runs and says how much", async () => {
  const own = emptyFolder();
  await published(own, OLD);
  await published(own, NEW);
  const { stdout } = await runCli(["prune", "--keep", "1d", "--workspace", own]);
  expect(stdout).toMatch(/^0 runs removed \(0 B\), 2 stay\n$|^1 run removed \(\d+\.\d kB\), 1 stays\n$/);
});

test("options of the configuration file hold where the command line says nothing", async () => {
  const folder = mkdtempSync(path.join(emptyFolder(), "x"));
  const config = path.join(folder, "c.yaml");
  writeFileSync(config, "horizon: 12 parsecs\n");
  const json = async (...argv: string[]) => JSON.parse((await runCli([...argv, "--config", config, "--json"])).stdout);
  expect(await json("run", "a.csv")).toMatchObject({
    error: { message: "--horizon 12 parsecs: a duration is a number with d, w, m or y" },
  });
  expect(await json("run", "a.csv", "--horizon", "1 mile")).toMatchObject({
    error: { message: expect.stringContaining("1 mile") },
  });
});

test("a configuration file that was named must be there", async () => {
  const { exitCode, stdout } = await runCli(["run", "a.csv", "--config", "nowhere.yaml", "--json"]);
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([
    3,
    { error: { code: "file_not_found", message: "nowhere.yaml does not exist" } },
  ]);
});

test("a thread count reaches the effects", async () => {
  const limits = { threads: 3, memory: "1000MB" };
  const { settings } = await runCli(["export", "--workspace", workspace, "--quiet"], { limits });
  expect(settings).toEqual([{ threads: 3, progress: "plain", quiet: true }]);
});

test("what is told to people steers no terminal and turns no line around", async () => {
  const folder = emptyFolder();
  const name = "a\u001b[31m\u202e.csv";
  writeFileSync(path.join(folder, name), "customer,date,amount\na\u001b[2Jb,2024-13-01,1.00\n");
  const { stdout, stderr } = await runCli(["inspect", path.join(folder, name)]);
  expect(stdout).toContain("a\\u001b[31m\\u202e.csv (1 record)");
  const missing = await runCli(["inspect", path.join(folder, "no\u001b[2J.csv")]);
  const all = [stdout, stderr, missing.stdout, missing.stderr].join("");
  for (const unseen of ["\u001b", "\u202e"]) expect(all).not.toContain(unseen);
});
