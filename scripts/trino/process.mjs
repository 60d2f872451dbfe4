/** Runs the command line as a user would and watches the process: peak memory, processor time, bytes that went through it. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

const CLI = path.resolve(import.meta.dirname, "../../packages/longworth/bin/longworth.js");
const LOOK_MS = 100;
const TICKS = 100; // per second, of /proc/PID/stat on Linux
const KB = 1024;

const read = (pid, file) => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return ""; // it has ended between two looks
  }
};
const numberIn = (text, pattern) => Number(pattern.exec(text)?.[1] ?? 0);

/** What is seen of a process now: bytes held, held at most, read and written through calls (sockets and files); seconds of processor time. */
function look(pid) {
  const status = read(pid, "status");
  const io = read(pid, "io");
  const [, , , , , , , , , , , , , user = 0, system = 0] = read(pid, "stat")
    .replace(/\(.*\)/, "()")
    .split(" ");
  return {
    held: KB * numberIn(status, /VmRSS:\s+(\d+)/),
    peak: KB * numberIn(status, /VmHWM:\s+(\d+)/),
    read: numberIn(io, /rchar: (\d+)/),
    written: numberIn(io, /wchar: (\d+)/),
    processor: (Number(user) + Number(system)) / TICKS,
  };
}

/** @returns {Promise<{ answer: object, seconds: number, peak: number, read: number, written: number, processor: number, steps: object[] }>} of `longworth …args --json` */
export function watched(args, { env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const started = Date.now();
    const child = spawn(process.execPath, [CLI, ...args, "--json"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    let [out, said] = ["", ""];
    const steps = []; // the first look after each line of progress
    let last = look(child.pid);
    child.stdout.on("data", (text) => (out += text));
    child.stderr.on("data", (text) => {
      said += text;
      steps.push({ said: String(text).trim().slice(0, 80), after: (Date.now() - started) / 1000, held: last.held, peak: last.peak }); // prettier-ignore
    });
    const watch = setInterval(() => {
      const now = look(child.pid);
      if (now.peak > 0) last = now;
    }, LOOK_MS);
    child.on("close", (code) => {
      clearInterval(watch);
      if (code !== 0) return reject(new Error(`longworth ${args.join(" ")} ended with ${code}: ${said}${out}`));
      const { held: _held, ...seen } = last;
      resolve({ answer: JSON.parse(out), seconds: (Date.now() - started) / 1000, ...seen, steps });
    });
  });
}
