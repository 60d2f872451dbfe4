/**
 * Inputs that are larger than the memory: writes docs/big-inputs.md. `npm run bench:big` takes a quarter of an hour on two
 * idle cores and 4 GB of disk; what it makes it deletes. Each run is in a control group that the kernel enforces, where the
 * machine has one (memory, v1, as root); elsewhere the engine's own limit is all there is, and the page says so.
 */
import { DuckDBInstance } from "@duckdb/node-api";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeLog } from "./make-log.mjs";
import { readingSpeeds, speedTable } from "./reading.mjs";

const root = path.resolve(import.meta.dirname, "..");
const cli = path.join(root, "packages/longworth/bin/longworth.js");
const CUSTOMERS = 100_000; // simulated, with about 450,000 orders; then written so many times under other ids
const COPIES = { ten: 23, forty: 92 }; // millions of orders: 10.4, 41.5
const ONLY = process.env.ONLY ?? ""; // part of the name of an input, to run that alone: the page keeps the other rows
const PAGE = path.join(root, "docs/big-inputs.md");
const GROUP = "/sys/fs/cgroup/memory";
const DEADLINE = 3_600_000; // ms

async function ask(query) {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "3GB" });
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(query)).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A control group of so many bytes; null where none can be made. */
function groupOf(bytes) {
  const folder = path.join(GROUP, `longworth-${process.pid}-${bytes}`);
  try {
    mkdirSync(folder);
    writeFileSync(path.join(folder, "memory.limit_in_bytes"), `${bytes}`);
    return folder;
  } catch {
    return null;
  }
}

/** Runs the command line in a group; how it ended, how long it took, what it held and whether the kernel had to kill. */
function runIn(bytes, args) {
  const group = groupOf(bytes);
  return new Promise((resolve) => {
    const started = process.hrtime.bigint();
    const inner = ["-c", `echo $$ > "$0/cgroup.procs" && exec "$@"`, group, process.execPath, cli, ...args];
    const [command, argv] = group ? ["/bin/sh", inner] : [process.execPath, [cli, ...args]];
    const child = spawn(command, argv, { stdio: ["ignore", "ignore", "pipe"], timeout: DEADLINE });
    let said = "";
    child.stderr.on("data", (text) => (said += text));
    let peak = 0;
    const watch = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
      } catch {
        // it has ended between two looks
      }
    }, 100);
    child.on("close", (code, signal) => {
      clearInterval(watch);
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      if (group) rmdirSync(group);
      resolve({ code, signal, seconds, peak: peak / 1024, enforced: group !== null, said: said.trim().split("\n") });
    });
  });
}

const GB = 2 ** 30;
const folder = mkdtempSync(path.join(process.env.BIG ?? os.tmpdir(), "longworth-big-"));
const at = (name) => path.join(folder, name);

/** The orders of one log under ever other customers, as a file that the engine writes by its name's ending. */
async function copied(log, copies, name) {
  const rows = `SELECT concat(customer_id, '-', copy) AS customer_id, order_date, amount FROM '${log}', range(${copies}) AS copies(copy)`;
  const form = name.endsWith(".gz") ? "FORMAT csv, COMPRESSION gzip" : "FORMAT parquet";
  await ask(`COPY (${rows}) TO '${at(name)}' (${form})`);
  return at(name);
}

const INPUTS = [
  { name: "10 million orders, Parquet", copies: COPIES.ten, file: "ten.parquet", limit: GB },
  { name: "10 million orders, CSV.gz", copies: COPIES.ten, file: "ten.csv.gz", limit: GB },
  { name: "40 million orders, Parquet", copies: COPIES.forty, file: "forty.parquet", limit: 4 * GB },
  { name: "40 million orders, CSV.gz", copies: COPIES.forty, file: "forty.csv.gz", limit: 4 * GB },
];
const chosen = INPUTS.filter(({ name }) => name.includes(ONLY));

/** What the page says already: rows by the input's name, and the table of speeds. */
function pageBefore() {
  const text = existsSync(PAGE) ? readFileSync(PAGE, "utf8") : "";
  const rows = text.split("\n").filter((line) => line.startsWith("| "));
  return {
    rowOf: (name) => rows.find((row) => row.startsWith(`| ${name} (`)),
    speeds: /^## Records[^]*/m.exec(text)?.[0],
  };
}

const ENDS = { 0: "finished", 6: "exit 6" };

async function measured({ name, file, limit }) {
  const read = file.endsWith(".parquet") ? `'${file}'` : `read_csv('${file}', header = true)`;
  const [[orders]] = await ask(`SELECT count(*) FROM ${read}`);
  const workspace = at("workspace");
  const args = ["run", file, "--workspace", workspace, "--backtest", "off", "--currency", "EUR", "--threads", "2"];
  const found = await runIn(limit, [...args, "--progress", "plain"]);
  rmSync(workspace, { recursive: true, force: true });
  const sentence = found.code === 0 ? "" : found.said.filter((line) => !/: done$|…$/.test(line)).join(" ");
  return { name, orders: Number(orders), bytes: statSync(file).size, limit, sentence, ...found };
}

const rowOf = ({ name, orders, bytes, limit, code, signal, seconds, peak, sentence }) =>
  `| ${name} (${orders.toLocaleString("en")}; ${Math.round(bytes / 1e6)} MB) | ${limit / GB} GB | ${ENDS[code] ?? `ended with ${code ?? signal}`} | ${seconds.toFixed(0)} s | ${Math.round(peak)} MB | ${sentence} |`;

try {
  const log = await makeLog(CUSTOMERS, folder);
  const all = [];
  for (const input of chosen) {
    const file = await copied(log, input.copies, input.file);
    all.push(await measured({ ...input, file }));
    process.stderr.write(`${rowOf(all.at(-1))}\n`);
    rmSync(file);
  }
  const before = pageBefore();
  const speeds =
    ONLY === "" || before.speeds === undefined ? speedTable(await readingSpeeds(log, folder)) : before.speeds;
  const rows = INPUTS.map(({ name }) => {
    const now = all.find((one) => one.name === name);
    return now ? rowOf(now) : before.rowOf(name);
  });
  const enforced = all.every((one) => one.enforced);
  const page = `# Inputs larger than the memory

Written by \`npm run bench:big\`; not to be edited. ${os.cpus().length} cores, Node ${process.versions.node}, run without backtest on two
threads. ${enforced ? "The limit is that of a control group: the kernel kills what goes beyond it." : "No control group could be made here: the engine's own limit is all there was."}
A run must finish, or end with 6 and a sentence that helps; being killed (137) is a failure.

| input | limit | outcome | wall | peak memory | what it said |
|---|---|---|---|---|---|
${rows.filter((row) => row !== undefined).join("\n")}

${speeds.trimEnd()}
`;
  writeFileSync(PAGE, page);
  if (all.some(({ code }) => !(code in ENDS))) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
