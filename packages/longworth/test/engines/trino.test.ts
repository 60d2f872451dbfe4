/** The engine against a server that says what the test wants, faults included. */
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { openDuckDb } from "../../src/engines/duckdb.js";
import type { Engine } from "../../src/engines/engine.js";
import { openTrino } from "../../src/engines/trino.js";
import type { TrinoConnection } from "../../src/engines/trino-client.js";
import { tlsFault } from "../../src/engines/trino-failure.js";
import { UserError } from "../../src/errors.js";
import { ident, sql } from "../../src/sql/sql.js";
import { duckDbWith } from "../support/duckdb.js";
import { emptyFolder } from "../support/effects.js";
import { COLUMNS, scriptedTrino, type Answer, type Asked, type Scripted } from "../support/scripted-trino.js";

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Opened = Scripted & Readonly<{ engine: Engine }>;

async function opened(
  answer: (asked: Asked, count: number) => Answer,
  parts: Partial<TrinoConnection> = {},
): Promise<Opened> {
  const scripted = await scriptedTrino(answer);
  const engine = openTrino(scripted.connection(parts), await duckDbWith());
  closers.push(
    () => scripted.close(),
    () => engine.close(),
  );
  return { ...scripted, engine };
}

const done: Answer = { columns: [COLUMNS.n], data: "[[1.0]]" };
const failing = (errorName: string, errorType = "USER_ERROR", message = "no"): Answer => ({
  error: { message, errorName, errorType },
});
const one = sql`SELECT CAST(1 AS double) AS n`;
const errorOf = (job: Promise<unknown>): Promise<unknown> => job.then(() => null, (thrown: unknown) => thrown); // prettier-ignore
const codeOf = async (job: Promise<unknown>): Promise<string> => {
  const thrown = await errorOf(job);
  return thrown instanceof UserError ? thrown.code : `${String(thrown)}`;
};

test("pages are followed to the last, with the headers that keep values whole", async () => {
  const { engine, asked } = await opened(({ path: at }) => {
    if (at === "/v1/statement") return { next: "/1" };
    if (at === "/1") return { columns: [COLUMNS.n], data: "[[0.1],[null]]", next: "/2" };
    return { columns: [COLUMNS.n], data: '[["NaN"],[-0.0],["Infinity"]]' };
  });
  const { n } = await engine.numbers(one, ["n"]);
  expect([...n]).toEqual([0.1, NaN, NaN, -0, Infinity]);
  expect(asked.map(({ method, path: at }) => `${method} ${at}`)).toEqual(["POST /v1/statement", "GET /1", "GET /2"]);
  expect(asked[0]?.headers).toMatchObject({
    "x-trino-user": "ann",
    "x-trino-catalog": "hive",
    "x-trino-schema": "draft",
    "x-trino-client-capabilities": "PARAMETRIC_DATETIME",
    "accept-encoding": "identity",
  });
});

test("values travel beside the statement, and quotes in them stay quotes", async () => {
  const { engine, asked } = await opened(() => done);
  const name = "O'Brien -- ? \\ $1";
  await engine.numbers(sql`SELECT ${name} AS "it's", ${1.5}, ${-0}, ${7}, ${null}, ${true}`, []);
  expect(asked[0]?.body).toBe(
    `EXECUTE IMMEDIATE 'SELECT ? AS "it''s", ?, ?, ?, ?, ?' USING 'O''Brien -- ? \\ $1', 1.5e+0, -0e0, 7, NULL, true`,
  );
});

test("rows keep whole numbers beyond a double, decimals and dates as text", async () => {
  const columns = [
    COLUMNS.id,
    { name: "amount", type: "decimal(38,2)" },
    { name: "day", type: "date" },
    { name: "text", type: "varchar(40)" },
    { name: "small", type: "integer" },
    { name: "flag", type: "boolean" },
  ];
  const data = `[[9007199254740993,"1.50","2024-02-29","[9007199254740993]",3,true],[null,null,null,null,null,null]]`;
  const { engine } = await opened(() => ({ columns, data }));
  const row = z.record(z.string(), z.unknown());
  expect(await engine.rows(one, row)).toEqual([
    {
      id: "9007199254740993",
      amount: "1.50",
      day: "2024-02-29",
      text: "[9007199254740993]",
      small: 3,
      flag: true,
    },
    { id: null, amount: null, day: null, text: null, small: null, flag: null },
  ]);
});

test("a column that is no double is a bug that names it", async () => {
  const { engine } = await opened(() => ({ columns: [COLUMNS.id], data: "[[1]]" }));
  expect(String(await errorOf(engine.numbers(one, ["id"])))).toContain("column id is not double");
});

test.each([
  ["PERMISSION_DENIED", "USER_ERROR", "permission_denied"],
  ["TABLE_NOT_FOUND", "USER_ERROR", "file_not_found"],
  ["NOT_FOUND", "EXTERNAL", "file_not_found"],
  ["EXCEEDED_LOCAL_MEMORY_LIMIT", "INSUFFICIENT_RESOURCES", "memory_exhausted"],
  ["EXCEEDED_TIME_LIMIT", "INSUFFICIENT_RESOURCES", "limit_exceeded"],
  ["ADMINISTRATIVELY_KILLED", "USER_ERROR", "engine_failed"],
  ["GENERIC_INTERNAL_ERROR", "INTERNAL_ERROR", "engine_failed"],
  ["HIVE_METASTORE_ERROR", "EXTERNAL", "engine_failed"],
  ["INVALID_SESSION_PROPERTY", "USER_ERROR", "bad_arguments"],
])("%s becomes a code of ours", async (name, type, code) => {
  const { engine } = await opened(() => failing(name, type));
  expect(await codeOf(engine.numbers(one, ["n"]))).toBe(code);
});

test("a query that is wrong stays our bug, under the server's name of it", async () => {
  const { engine } = await opened(() => failing("SYNTAX_ERROR", "USER_ERROR", "line 1:3: mismatched"));
  const thrown = await errorOf(engine.numbers(one, ["n"]));
  expect(thrown).not.toBeInstanceOf(UserError);
  expect(String(thrown)).toContain("Trino SYNTAX_ERROR: line 1:3: mismatched");
});

test("a lost query is asked again where that does no harm", async () => {
  const { engine, asked } = await opened(({ path: at }, count) => {
    if (at === "/v1/statement") return count === 1 ? { next: "/lost" } : done;
    return { status: 404, text: "Query not found" };
  });
  expect([...(await engine.numbers(one, ["n"])).n]).toEqual([1]);
  expect(asked.filter(({ method }) => method === "POST")).toHaveLength(2);
});

test("a table that was being made when its query was lost is dropped and made anew", async () => {
  let tries = 0;
  const { engine, asked } = await opened(({ path: at, body }) => {
    if (at === "/lost") return { status: 404, text: "Query not found" };
    if (body.startsWith("CREATE TABLE")) return tries++ === 0 ? { next: "/lost" } : {};
    return {};
  });
  await engine.execute(sql`CREATE TABLE ${ident("cells")} AS SELECT 1 AS n`);
  const texts = asked.filter(({ method }) => method === "POST").map(({ body }) => body);
  expect(texts).toEqual([
    'CREATE TABLE "cells" AS SELECT 1 AS n',
    'DROP TABLE IF EXISTS "cells"',
    'CREATE TABLE "cells" AS SELECT 1 AS n',
  ]);
});

test("a lost INSERT is not repeated: nobody knows whether its rows are there", async () => {
  const { engine, asked } = await opened(({ path: at }) =>
    at === "/lost" ? { status: 404, text: "Query not found" } : { next: "/lost" },
  );
  expect(await codeOf(engine.execute(sql`INSERT INTO typed SELECT 1`))).toBe("engine_failed");
  expect(asked.filter(({ method }) => method === "POST")).toHaveLength(1);
});

test("a worker that is gone is waited for, until patience ends", async () => {
  const { engine, asked } = await opened(() => failing("NO_NODES_AVAILABLE", "INTERNAL_ERROR", "No nodes available"));
  expect(await codeOf(engine.numbers(one, ["n"]))).toBe("engine_failed");
  expect(asked.filter(({ method }) => method === "POST").length).toBeGreaterThan(1);
});

test("a busy server is asked for the same page again", async () => {
  const { engine, asked } = await opened(({ path: at }, count) => {
    if (at === "/v1/statement") return count === 1 ? { status: 503, text: "busy" } : { next: "/1" };
    return count === 3 ? { status: 429, text: "slow down", headers: { "Retry-After": "0" } } : done;
  });
  expect([...(await engine.numbers(one, ["n"])).n]).toEqual([1]);
  expect(asked.map(({ method }) => method)).toEqual(["POST", "POST", "GET", "GET"]);
});

test("a page that does not come in time is asked for again", async () => {
  const { engine } = await opened(
    ({ path: at }, count) => (at === "/v1/statement" ? { next: "/1" } : count === 2 ? { hang: true } : done),
    { answerMs: 200 },
  );
  expect([...(await engine.numbers(one, ["n"])).n]).toEqual([1]);
});

test("nobody there is said with the address", async () => {
  const { engine, close, server } = await opened(() => done, { patienceMs: 300 });
  await close();
  const thrown = await errorOf(engine.numbers(one, ["n"]));
  expect(thrown).toMatchObject({ code: "engine_failed" });
  expect(JSON.stringify((thrown as UserError).facts)).toContain(`${server} does not answer`);
});

test("an answer that is no page is no Trino", async () => {
  const { engine } = await opened(() => ({ text: "<html>welcome</html>" }));
  expect(await codeOf(engine.numbers(one, ["n"]))).toBe("engine_failed");
});

test("a wrong password is a refusal that does not repeat it", async () => {
  const { engine, asked } = await opened(() => ({ status: 401, text: "Access Denied: Invalid credentials" }), {
    authorization: `Basic ${Buffer.from("ann:hunter2").toString("base64")}`,
  });
  const thrown = (await errorOf(engine.numbers(one, ["n"]))) as UserError;
  expect(thrown.code).toBe("permission_denied");
  expect(asked.map(({ headers }) => headers.authorization)).toEqual([expect.stringMatching(/^Basic /)]); // once
  expect(JSON.stringify(thrown.facts) + String(thrown.stack)).not.toMatch(/hunter2|YW5u/);
});

test("a server that does not speak TLS is asked once", async () => {
  const { server } = await opened(() => done);
  const { engine } = await opened(() => done, { server: server.replace("http:", "https:"), authorization: "Bearer t" });
  const thrown = (await errorOf(engine.numbers(one, ["n"]))) as UserError;
  expect([thrown.code, thrown.facts["message"]]).toEqual([
    "engine_failed",
    expect.stringMatching(/does not speak TLS$/),
  ]);
});

test.each([
  ["DEPTH_ZERO_SELF_SIGNED_CERT", /NODE_EXTRA_CA_CERTS/],
  ["SELF_SIGNED_CERT_IN_CHAIN", /NODE_EXTRA_CA_CERTS/],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", /NODE_EXTRA_CA_CERTS/],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", /NODE_EXTRA_CA_CERTS/],
  ["CERT_UNTRUSTED", /NODE_EXTRA_CA_CERTS/],
  ["CERT_HAS_EXPIRED", /new certificate/],
  ["ERR_TLS_CERT_ALTNAME_INVALID", /name in the address/],
  ["HPE_INVALID_CONSTANT", /trinos:/],
  ["ECONNRESET", null],
  ["HPE_INVALID_EOF_STATE", null], // a network that was cut
])("%s: what to do about it", (code, hint) => {
  const inner = Object.assign(new Error("no"), { code });
  const fault = tlsFault(new TypeError("fetch failed", { cause: inner }), { server: "http://host" });
  if (hint === null) expect(fault).toBeNull();
  else expect(fault?.facts["hint"]).toMatch(hint);
});

test("a password goes to the named server only", async () => {
  const { engine } = await opened(() => ({ next: "http://127.0.0.1:1/elsewhere" }), { authorization: "Bearer t" });
  const thrown = (await errorOf(engine.numbers(one, ["n"]))) as UserError;
  expect(thrown.facts["message"]).toContain("which gets no password");
});

test("an abort ends the query on the server and says interrupted", async () => {
  const stop = new AbortController();
  const { engine, asked } = await opened(
    ({ path: at }) => {
      if (at !== "/v1/statement") setTimeout(() => stop.abort(), 20);
      return at === "/v1/statement" ? { next: "/1" } : { hang: true };
    },
    { signal: stop.signal },
  );
  expect(await codeOf(engine.numbers(one, ["n"]))).toBe("interrupted");
  expect(asked.at(-1)).toMatchObject({ method: "DELETE", path: "/1" });
});

test("an error of ours in the middle ends the query on the server", async () => {
  const { engine, asked } = await opened(({ path: at }) =>
    at === "/v1/statement" ? { columns: [COLUMNS.id], data: "[[1]]", next: "/1" } : done,
  );
  await errorOf(engine.numbers(one, ["missing"]));
  expect(asked.at(-1)).toMatchObject({ method: "DELETE", path: "/1" });
});

test("columns are loaded as arrays of JSON, NULL and minus zero included, in several texts when they are long", async () => {
  const { engine, asked } = await opened(() => ({}));
  const columns = {
    cell: Int32Array.of(1, 2),
    score: Float64Array.of(NaN, -0),
    name: ["it's", null],
  };
  await engine.load(columns, "scores");
  expect(asked.map(({ body }) => body)).toEqual([
    'DROP TABLE IF EXISTS "scores"',
    'CREATE TABLE "scores" ("cell" INTEGER, "score" DOUBLE, "name" VARCHAR)',
    `INSERT INTO "scores" SELECT * FROM UNNEST(CAST(json_parse('[1,2]') AS ARRAY(INTEGER)), ` +
      `CAST(json_parse('[null,-0.0]') AS ARRAY(DOUBLE)), ` +
      `CAST(json_parse('["it''s",null]') AS ARRAY(VARCHAR))) AS loaded ("cell", "score", "name")`,
  ]);
  await engine.load({ long: Float64Array.from({ length: 120_000 }, (_, i) => i + 0.123456789) }, "long");
  const inserts = asked.filter(({ body }) => body.startsWith('INSERT INTO "long"'));
  expect(inserts.length).toBeGreaterThan(1);
  expect(Math.max(...inserts.map(({ body }) => body.length))).toBeLessThan(1_000_000);
  const uneven = Array.from({ length: 4000 }, (_, i) => "x".repeat(i < 2000 ? 100 : 1000));
  await engine.load({ text: uneven }, "uneven");
  const halves = asked.filter(({ body }) => body.startsWith('INSERT INTO "uneven"')).map(({ body }) => body);
  expect(Math.max(...halves.map((body) => body.length))).toBeLessThan(1_000_000);
  expect(halves.join("").match(/"x+"/g)).toHaveLength(4000);
});

test("results become Parquet in their order and their types, several at once", async () => {
  const columns = [
    { name: "customer_id", type: "varchar" },
    { name: "orders", type: "integer" },
    { name: "value", type: "double" },
    { name: "first", type: "date" },
    { name: "paid", type: "decimal(18, 4)" },
  ];
  const { connection, close } = await scriptedTrino(({ path: at }) =>
    at === "/v1/statement"
      ? { columns, data: `[["z",2,0.1,"2024-02-29","90071992547409.0001"]]`, next: "/1" }
      : { columns, data: `[["a",null,null,null,null]]` },
  );
  const folder = emptyFolder();
  const signal = new AbortController().signal;
  const local = await openDuckDb({
    threads: 1,
    memory: "500MB",
    temp: folder,
    readable: [],
    writable: [folder],
    signal,
  });
  const engine = openTrino(connection(), local);
  closers.push(close, () => engine.close());
  const file = path.join(folder, "customers.parquet");
  const other = path.join(folder, "others.parquet");
  expect(await Promise.all([file, other].map((each) => engine.copyTo(one, each)))).toEqual([2, 2]);
  const described = sql`SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM read_parquet(${file}))`;
  const types = await engine.files.rows(described, z.object({ name: z.string(), type: z.string() }));
  expect(types.map(({ name, type }) => `${name} ${type}`)).toEqual([
    "customer_id VARCHAR",
    "orders INTEGER",
    "value DOUBLE",
    "first DATE",
    "paid DECIMAL(18,4)",
  ]);
  const rows = await engine.files.rows(sql`SELECT * FROM read_parquet(${file})`, z.record(z.string(), z.unknown()));
  expect(rows).toEqual([
    { customer_id: "z", orders: 2, value: 0.1, first: "2024-02-29", paid: "90071992547409.0001" },
    { customer_id: "a", orders: null, value: null, first: null, paid: null },
  ]);
});
