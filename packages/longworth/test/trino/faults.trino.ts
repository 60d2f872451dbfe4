/** What a cluster does on a bad day, each with its outcome. Ends and starts nodes of `npm run trino:up`, never others. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer, connect, type AddressInfo, type Server, type Socket } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Cluster } from "../../src/engines/engine.js";
import { openTrino } from "../../src/engines/trino.js";
import type { TrinoConnection } from "../../src/engines/trino-client.js";
import { sql } from "../../src/sql/sql.js";
import { runCli } from "../support/cli.js";
import { CLUSTER, clearSchemasAfterwards, openAt, RUN, schemaFor, urlOf } from "../support/cluster.js";
import { duckDbWith } from "../support/duckdb.js";
import { emptyFolder } from "../support/effects.js";

clearSchemasAfterwards();

const WORKERS = 2;
const MOST_DYING = 60_000; // ms that a killed process with gigabytes takes to go

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

let schema = "";
let watcher: Cluster;

beforeAll(async () => {
  schema = await schemaFor("iceberg", "faults");
  watcher = await openAt("iceberg", schema);
  await watcher.execute(
    sql`CREATE TABLE lines AS SELECT orderkey, partkey, suppkey, comment FROM tpch.tiny.lineitem WHERE orderkey < 24000`,
  );
});

/** Long enough to be hit, and with one right answer: some seconds of work for two workers. */
const LONG = sql`SELECT CAST(count(*) AS double) AS n, CAST(count(DISTINCT a.comment) AS double) AS comments
FROM lines a JOIN lines b ON a.suppkey = b.suppkey AND length(concat(a.comment, b.comment)) > 3`;
const long = async (engine: Cluster): Promise<readonly number[]> => {
  const { n, comments } = await engine.numbers(LONG, ["n", "comments"]);
  return [n[0] ?? NaN, comments[0] ?? NaN];
};

async function open(parts: Partial<TrinoConnection> = {}): Promise<Cluster> {
  const connection: TrinoConnection = {
    server: `http://${CLUSTER}`,
    user: "tester",
    catalog: "iceberg",
    schema,
    session: {},
    tags: ["faults"],
    signal: new AbortController().signal,
    ...parts,
  };
  return openTrino(connection, await duckDbWith());
}

const Query = z.object({ id: z.string(), state: z.string(), error: z.string().nullable() });
/** Queries of ours that the cluster still knows, newest first. */
const queries = () =>
  watcher.rows(
    sql`SELECT query_id AS id, state, error_code AS error FROM system.runtime.queries WHERE source = 'longworth' AND query LIKE '%count(DISTINCT a.comment)%' AND query NOT LIKE '%runtime%' ORDER BY created DESC`,
    Query,
  );
const running = async (): Promise<number> =>
  (await queries()).filter(({ state }) => !["FINISHED", "FAILED"].includes(state)).length;

const activeWorkers = async (): Promise<number> => {
  const count = sql`SELECT CAST(count(*) AS double) AS n FROM system.runtime.nodes WHERE state = 'active' AND NOT coordinator`;
  return (await watcher.numbers(count, ["n"])).n[0] ?? 0;
};

const hasNodes = existsSync(path.join(RUN, "worker1", "pid"));
const processOf = (node: string): number => Number(readFileSync(path.join(RUN, node, "pid"), "utf8"));
const kill = (node: string): void => void process.kill(processOf(node), "SIGKILL");
async function startAgain(node: string): Promise<void> {
  for (let waited = 0; waited < MOST_DYING && isThere(processOf(node)); waited += 500) await sleep(500);
  await sleep(2000); // the launcher says "already running" for a moment more
  execFileSync(path.join(RUN, node, "start"));
}
async function whole(): Promise<void> {
  while ((await activeWorkers()) < WORKERS) await sleep(1000);
}

test("an abort leaves no query in the cluster", async () => {
  const stop = new AbortController();
  const before = await running(); // of a process that was killed, until the cluster abandons them
  const engine = await open({ signal: stop.signal });
  const asked = expect(long(engine)).rejects.toMatchObject({ code: "interrupted" });
  while ((await running()) === before) await sleep(200);
  stop.abort();
  await asked;
  await sleep(1000);
  expect((await queries())[0]).toMatchObject({ state: "FAILED", error: "USER_CANCELED" });
  expect(await running()).toBe(before);
});

test("a network that is cut for half a minute costs that half minute", async () => {
  const whereTo = CLUSTER.split(":");
  const proxy = await openProxy(whereTo[0] ?? "", Number(whereTo[1]));
  const [expected, engine] = [await long(watcher), await open({ server: `http://127.0.0.1:${proxy.port}` })];
  const asked = long(engine);
  await sleep(1500);
  await proxy.cut(30_000);
  expect(await asked).toEqual(expected);
  await proxy.close();
});

test("a user who may not: exit 5, and it says what", async () => {
  const { exitCode, stdout } = await runCli([
    "run",
    urlOf("iceberg", schema, "lines", "guest"),
    "--workspace",
    emptyFolder(),
    "--json",
    "--quiet",
  ]);
  expect([exitCode, stdout]).toEqual([5, expect.stringContaining("guest")]);
});

describe.skipIf(!hasNodes)("nodes (skipped where the cluster is not that of npm run trino:up)", () => {
  test.each(["NONE", "QUERY", "TASK"])("a worker killed in mid query under retry policy %s", async (policy) => {
    const expected = await long(watcher);
    const engine = await open({ session: { retry_policy: policy } });
    const asked = long(engine);
    while ((await running()) === 0) await sleep(100);
    await sleep(1000);
    kill("worker1");
    expect(await asked).toEqual(expected);
    await startAgain("worker1");
    await whole();
  });

  test("the coordinator killed and started again: a lost query is asked again", async () => {
    const expected = await long(watcher);
    const engine = await open({ patienceMs: 240_000 });
    const asked = long(engine);
    while ((await running()) === 0) await sleep(100);
    kill("coordinator");
    await startAgain("coordinator");
    expect(await asked).toEqual(expected);
    await whole();
  });

  test("without workers: patience, then an error that says so", async () => {
    for (const node of ["worker1", "worker2"]) kill(node);
    const engine = await open({ patienceMs: 5000 });
    await expect(long(engine)).rejects.toMatchObject({ code: "engine_failed" });
    for (const node of ["worker1", "worker2"]) await startAgain(node);
    await whole();
    expect(await running()).toBe(0);
  });
});

/** TCP to the coordinator that can be cut: connections end, new ones are not answered. */
async function openProxy(host: string, port: number) {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server: Server = createServer((socket) => {
    if (isCut) return void socket.destroy();
    const there = connect(port, host);
    for (const one of [socket, there]) {
      sockets.add(one);
      one.on("error", () => undefined);
      one.on("close", () => sockets.delete(one));
    }
    return void socket.pipe(there).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port, // cast: it listens on TCP
    async cut(ms: number): Promise<void> {
      isCut = true;
      drop();
      await sleep(ms);
      isCut = false;
    },
    close: () =>
      new Promise<void>((resolve) => {
        drop();
        server.close(() => resolve());
      }),
  };
}
