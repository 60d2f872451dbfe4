/** The command as a process of its own: signals, exit codes and streams as the system has them. */
import { spawn } from "node:child_process";
import path from "node:path";
import { emptyFolder } from "./effects.js";

const BIN = path.join(import.meta.dirname, "..", "..", "bin", "longworth.js"); // runs what `npm run build` made

export type Ended = Readonly<{ code: number | null; signal: string | null; stdout: string; stderr: string }>;

/** When stderr says `at`, this many Ctrl-C are sent. */
export type Stop = Readonly<{ at: string; times: number }>;

/** The command as a process of its own, in an empty folder. */
export function longworth(
  argv: readonly string[],
  {
    closeStdout = false,
    stop = null as Stop | null,
    env = {} as NodeJS.ProcessEnv,
    onData = () => undefined as void,
  } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, ...argv], { cwd: emptyFolder(), env: { ...process.env, ...env } });
  let stdout = "";
  let stderr = "";
  if (closeStdout) child.stdout.destroy();
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  let stops = 0;
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
    onData();
    const isTime = stop !== null && stderr.includes(stops === 0 ? stop.at : "Stopping");
    if (isTime && stops < stop.times) stops += Number(child.kill("SIGINT"));
  });
  return new Promise((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
