/** TLS with an authority of one's own, passwords and tokens, against the cluster of `npm run trino:up`: who gets in, and what is said of whom. */
import { createSign, generateKeyPairSync, type KeyLike } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { schemaNames } from "../../src/sql/cluster-tables.js";
import { sql } from "../../src/sql/sql.js";
import { clearSchemasAfterwards, openAt, RUN, schemaFor } from "../support/cluster.js";
import { emptyFolder } from "../support/effects.js";
import { longworth, type Ended } from "../support/process.js";

clearSchemasAfterwards();

const TLS = process.env["LONGWORTH_TEST_TRINO_TLS"] ?? "localhost:18443";
const CLEAR = "localhost:18080";
const SECRETS = path.join(RUN, "security"); // of scripts/trino/security.mjs
const REQUESTS = path.join(RUN, "coordinator/data/var/log/http-request.log");
const USER = "ann";
const AT_ONCE = 15_000; // ms of a process that is refused; who asks again does so for 2 minutes
const LOG_MS = 12_000;
const HOUR = 3600;
const OWN_CA = { NODE_EXTRA_CA_CERTS: path.join(SECRETS, "ca.pem") };

const secretIn = (name: string): string => readFileSync(path.join(SECRETS, name), "utf8").trim();
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A JWT of RS256 that ends in so many seconds. */
function token(seconds: number, { user = USER, key }: Readonly<{ user?: string; key?: KeyLike }> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const text = `${part({ alg: "RS256", typ: "JWT" })}.${part({ sub: user, iat: now - HOUR, exp: now + seconds })}`;
  return `${text}.${createSign("RSA-SHA256")
    .update(text)
    .sign(key ?? secretIn("jwt.key"), "base64url")}`;
}

function secretFile(text: string, mode = 0o600): string {
  const file = path.join(emptyFolder(), "secret");
  writeFileSync(file, text, { mode });
  return file;
}

describe.skipIf(!existsSync(SECRETS))("under TLS (skipped where the cluster has none)", () => {
  let schema = "";
  const url = (server = TLS): string => `trinos://${USER}@${server}/iceberg/${schema}/orders`;

  beforeAll(async () => {
    schema = await schemaFor("iceberg", "security");
    const engine = await openAt("iceberg", schema);
    await engine.execute(sql`CREATE TABLE orders AS
SELECT concat('c', CAST(mod(n * 7, 97) AS varchar)) AS customer, date_add('day', mod(n * 31, 500), DATE '2024-01-01') AS order_date,
  CAST(10 + mod(n, 40) AS DECIMAL(18, 2)) AS amount FROM (SELECT n FROM UNNEST(sequence(0, 599)) AS t (n))`);
    engine.close();
  });

  type At = Readonly<{ address?: string; workspace?: string }>;
  type Tried = Ended & Readonly<{ ms: number; workspace: string; commands: string }>;

  /** The whole command line with these variables; `commands`: the process list while it ran. */
  async function run(env: NodeJS.ProcessEnv, { address = url(), workspace = emptyFolder() }: At = {}): Promise<Tried> {
    const since = Date.now();
    let commands = "";
    const onData = (): void => void (commands += processList());
    const argv = ["run", address, "--workspace", workspace, "--backtest", "off", "--horizon", "90d", "--json"];
    const ended = await longworth(argv, { env, onData });
    return { ...ended, ms: Date.now() - since, workspace, commands };
  }

  const Refusal = z.object({ error: z.object({ code: z.string(), message: z.string(), hint: z.string() }) });

  /** At once, with the code; the sentences. */
  async function refused(code: number, env: NodeJS.ProcessEnv, options: At = {}): Promise<string> {
    const tried = await run(env, options);
    expect([tried.code, tried.stdout]).toEqual([code, expect.stringContaining('"error"')]);
    expect(tried.ms).toBeLessThan(AT_ONCE);
    expectNowhere(env, tried);
    const { error } = Refusal.parse(JSON.parse(tried.stdout));
    return `${error.message}\n${error.hint}`;
  }

  describe("in", () => {
    test.each<[string, () => NodeJS.ProcessEnv]>([
      ["a password of the environment", () => ({ LONGWORTH_TRINO_PASSWORD: secretIn("password") })],
      ["a password of a file", () => ({ LONGWORTH_TRINO_SECRET_FILE: path.join(SECRETS, "password") })],
      ["a token of the environment", () => ({ LONGWORTH_TRINO_TOKEN: token(HOUR) })],
      ["a token of a file", () => ({ LONGWORTH_TRINO_SECRET_FILE: secretFile(`token: ${token(HOUR)}\n`) })],
    ])("%s: the run is published, and the secret is nowhere", async (_name, secret) => {
      const env = secret();
      const tried = await run({ ...OWN_CA, ...env });
      expect([tried.code, tried.stdout.slice(0, tried.code === 0 ? 0 : 600)]).toEqual([0, ""]);
      expect(readdirSync(path.join(tried.workspace, "runs"))).toHaveLength(1);
      expect(tried.commands).toContain(url()); // the list was taken, and the process is on it
      expectNowhere(env, tried);
      const seen = (await asked()).filter((text) => secretsOf(env).some((each) => text.includes(each)));
      expect(seen).toEqual([]);
    });

    test("a token that expires in mid run ends it, and the next run removes what it left", async () => {
      const [workspace, before] = [emptyFolder(), await drafts()];
      const ended = await refused(5, { ...OWN_CA, LONGWORTH_TRINO_TOKEN: token(8) }, { workspace });
      expect(ended).toMatch(/\(JWT expired/);
      expect(await drafts()).toHaveLength(before.length + 1);
      expect(await run({ ...OWN_CA, LONGWORTH_TRINO_TOKEN: token(HOUR) }, { workspace })).toMatchObject({ code: 0 });
      expect(await drafts()).toEqual(before);
    });
  });

  describe("not in", () => {
    test("a wrong password is asked once, and not repeated", async () => {
      const since = Date.now();
      const said = await refused(5, { ...OWN_CA, LONGWORTH_TRINO_PASSWORD: "hunter2-and-more" });
      expect(said).toBe(`https://${TLS} cannot be opened by ann (Access Denied: Invalid credentials)
Is the password or token right, and of this user?`);
      expect(await sentSince(since)).toEqual(["POST /v1/statement 401"]);
    });

    test("no secret: which there are", async () => {
      expect(await refused(5, OWN_CA)).toBe(`https://${TLS} cannot be opened by ann (Unauthorized)
Set LONGWORTH_TRINO_PASSWORD, LONGWORTH_TRINO_TOKEN or LONGWORTH_TRINO_SECRET_FILE`);
    });

    test("a token that has expired, one of another key, one of another user", async () => {
      const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
      const said = (env: string): Promise<string> => refused(5, { ...OWN_CA, LONGWORTH_TRINO_TOKEN: env });
      expect(await said(token(-HOUR))).toMatch(/cannot be opened by ann \(JWT expired/);
      expect(await said(token(HOUR, { key: other }))).toMatch(/cannot be opened by ann \(JWT signature does not match/);
      expect(await said(token(HOUR, { user: "bob" }))).toContain("User bob cannot impersonate user ann");
      expect(await said("no.token.atall")).toMatch(/cannot be opened by ann/);
    });

    test("a secret in a file that others can read, and a secret in clear", async () => {
      const file = secretFile(secretIn("password"), 0o640);
      expect(await refused(2, { ...OWN_CA, LONGWORTH_TRINO_SECRET_FILE: file })).toContain(`chmod 600 ${file}`);
      const env = { LONGWORTH_TRINO_PASSWORD: secretIn("password") };
      expect(await refused(2, env, { address: url().replace("trinos:", "trino:") })).toContain("not sent without TLS");
    });

    test("a certificate of an authority that nobody named: no password is sent, and what names it", async () => {
      const [since, env] = [Date.now(), { LONGWORTH_TRINO_PASSWORD: secretIn("password") }];
      expect(await refused(8, env)).toMatch(
        /certificate of https:\/\/localhost:\d+ is not trusted \(unable to verify the first certificate\)\n.*NODE_EXTRA_CA_CERTS/,
      );
      const env2 = { ...OWN_CA, ...env };
      const other = await refused(8, env2, { address: url(TLS.replace("localhost", "127.0.0.1")) });
      expect(other).toContain("Use a name in the address that the certificate has");
      expect(await sentSince(since)).toEqual([]);
    });

    test("TLS to a port in clear, and the other way round", async () => {
      const env = { LONGWORTH_TRINO_PASSWORD: secretIn("password") };
      expect(await refused(8, env, { address: url(CLEAR) })).toContain(`https://${CLEAR} does not speak TLS`);
      expect(await refused(8, {}, { address: url().replace("trinos:", "trino:") })).toContain("Use trinos://");
    });
  });
});

/** What clients sent to the coordinator from then on until now: its log is written every 10 s. */
async function sentSince(since: number): Promise<readonly string[]> {
  const until = Date.now();
  await sleep(LOG_MS);
  const lines = readFileSync(REQUESTS, "utf8")
    .split("\n")
    .map((line) => line.split("\t"));
  return lines.flatMap(([time = "", , method = "", at = "", , , status = ""]) =>
    Date.parse(time) >= since && Date.parse(time) <= until && at.startsWith("/v1/statement")
      ? [`${method} ${at} ${status}`]
      : [],
  );
}

async function drafts(): Promise<readonly string[]> {
  const engine = await openAt("iceberg", "none");
  const rows = await engine.rows(schemaNames("iceberg"), z.object({ name: z.string() }));
  engine.close();
  return rows.map(({ name }) => name).filter((name) => name.startsWith("longworth_tmp_"));
}

/** The texts of queries that the coordinator knows. */
async function asked(): Promise<readonly string[]> {
  const engine = await openAt("iceberg", "none");
  const rows = await engine.rows(sql`SELECT query AS text FROM system.runtime.queries`, z.object({ text: z.string() }));
  engine.close();
  return rows.map(({ text }) => text);
}

/** The command lines of all processes, as others see them. */
function processList(): string {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const commands = pids.map((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    } catch {
      return ""; // it has ended
    }
  });
  return commands.join("\n");
}

/** The secret of these variables, in each form it has on its way. */
function secretsOf(env: NodeJS.ProcessEnv): readonly string[] {
  const file = env["LONGWORTH_TRINO_SECRET_FILE"];
  const kept =
    file === undefined
      ? undefined
      : readFileSync(file, "utf8")
          .trim()
          .replace(/^token: /, "");
  const given = [env["LONGWORTH_TRINO_PASSWORD"], env["LONGWORTH_TRINO_TOKEN"], kept].filter(
    (one) => one !== undefined,
  );
  return given.flatMap((secret) => [secret, Buffer.from(`${USER}:${secret}`).toString("base64")]);
}

function expectNowhere(env: NodeJS.ProcessEnv, tried: Ended & { workspace: string; commands: string }): void {
  const files = readdirSync(tried.workspace, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const places = [["stdout", tried.stdout], ["stderr", tried.stderr], ["process list", tried.commands]]; // prettier-ignore
  for (const { parentPath, name } of files) places.push([name, readFileSync(path.join(parentPath, name), "latin1")]);
  for (const secret of secretsOf(env)) {
    const found = places.filter(([, text]) => text?.includes(secret)).map(([name]) => name);
    expect(found).toEqual([]);
  }
}
