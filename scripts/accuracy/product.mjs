/** Runs the built product on a cut log, the way a user would. */
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";

const PROGRAM = new URL("../../packages/longworth/bin/longworth.js", import.meta.url).pathname;

/** Fifty equal strips of (0, 1): their quantiles give a CRPS; .05 and .95 are among them. */
export const LEVELS = Array.from({ length: 50 }, (_, k) => (2 * k + 1) / 100);

/**
 * One run. @param model `auto` for what is served, else the name of a candidate; `levels` of the
 * quantiles, none for the usual ones
 * @returns `{ manifest, customers, seconds }`, customers the path of customers.parquet; `{ error }` when it failed
 */
export async function forecast(file, { asOf, horizon, model, workspace, levels = LEVELS, effort }) {
  const started = performance.now();
  const horizonDays = `${horizon}d`;
  const one = model === "auto" ? [] : ["--model", model, "--backtest", "off"];
  const argv = ["run", file, "--as-of", asOf, "--horizon", horizonDays, "--workspace", workspace, ...one];
  const effortOf = effort === undefined ? [] : ["--effort", effort];
  const quantilesOf = levels.length === 0 ? [] : ["--quantiles", levels.join(",")];
  const { code, stdout, stderr } = await run([...argv, ...effortOf, ...quantilesOf, "--json"]);
  if (code !== 0) return { error: reasonOf({ code, stdout, stderr }) };
  const { run: id } = JSON.parse(await readFile(path.join(workspace, "current.json"), "utf8"));
  const folder = path.join(workspace, "runs", id);
  const manifest = JSON.parse(await readFile(path.join(folder, "run.json"), "utf8"));
  const seconds = (performance.now() - started) / 1000;
  return { manifest, customers: path.join(folder, "customers.parquet"), seconds };
}

/** The sentence a user would read; without one the end of what was printed. */
function reasonOf({ code, stdout, stderr }) {
  const line = stdout.split("\n").find((text) => text.startsWith('{"error":'));
  return line ? JSON.parse(line).error.message : `exit ${code}: ${(stderr || stdout).trim().slice(-500)}`;
}

function run(argv) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [PROGRAM, ...argv], { stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) child[name].on("data", (chunk) => (output[name] += chunk));
    child.on("close", (code) => resolve({ code, ...output }));
  });
}
