/** Trino's protocol over fetch: one statement, its pages, and the end of it whatever happens. */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { UserError } from "../errors.js";
import { cluster as words } from "../words/en/cluster.js";
import { LostQuery, tlsFault, TrinoFailure } from "./trino-failure.js";
import { parseExact } from "./trino-values.js";

export type TrinoConnection = Readonly<{
  server: string; // "http://host:8080"
  user: string;
  catalog: string; // of names that say no catalog
  schema: string;
  authorization?: string | undefined;
  session: Readonly<Record<string, string>>;
  tags: readonly string[];
  patienceMs?: number | undefined; // how long a server that was there may be away; 2 minutes unless given
  answerMs?: number | undefined; // how long one answer may take; a minute unless given
  signal: AbortSignal;
}>;

const Failure = z.object({ message: z.string().default(""), errorName: z.string(), errorType: z.string() });
const Page = z.object({
  id: z.string(),
  nextUri: z.string().optional(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })).optional(),
  data: z.array(z.array(z.unknown())).optional(),
  updateCount: z.union([z.number(), z.string()]).nullish(),
  error: Failure.optional(),
});
export type Page = Readonly<z.infer<typeof Page>>;

const PATIENCE_MS = 120_000; // a coordinator is back after 80 s
const ANSWER_MS = 60_000; // it answers within a second or two, also when there is nothing to say
const CANCEL_MS = 1000; // Ctrl-C leaves after 1.5 s
const PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
const AWAY = new Set([429, 502, 503, 504]);

/**
 * The pages of one statement. A reader that stops early, an abort and an error end the query on the server.
 * @throws TrinoFailure, LostQuery, and engine_failed or permission_denied for a server that does not take us
 */
export async function* pages(text: string, connection: TrinoConnection): AsyncGenerator<Page, void> {
  let page = await submit(text, connection);
  let next = page.nextUri;
  try {
    for (;;) {
      next = page.nextUri;
      if (page.error) throw new TrinoFailure(page.error);
      yield page;
      if (next === undefined) return;
      page = await follow(next, connection);
    }
  } finally {
    if (next !== undefined) await cancel(next, connection);
  }
}

async function submit(text: string, connection: TrinoConnection): Promise<Page> {
  const url = `${connection.server}/v1/statement`;
  return patiently(connection, async () => {
    try {
      return await answer(url, { method: "POST", body: text }, connection);
    } catch (cause) {
      throw isRefused(cause) || cause instanceof UserError ? cause : asLost(cause, connection);
    }
  });
}

/** A page that was asked for twice is the same page. */
const follow = (next: string, connection: TrinoConnection): Promise<Page> =>
  patiently(connection, () => answer(next, { method: "GET" }, connection));

/** Nobody knows whether the statement arrived; an answer that says "not now" is one, too. */
const asLost = (cause: unknown, { signal }: TrinoConnection): unknown =>
  signal.aborted || cause instanceof Away || cause instanceof TrinoFailure
    ? cause
    : new LostQuery("no answer", { cause });

/** The server is there and says that it cannot answer now. */
class Away extends Error {
  override readonly name = "Away";
  readonly waitMs: number;

  constructor(status: number, waitMs: number) {
    super(`HTTP ${status}`);
    this.waitMs = waitMs;
  }
}

/** No connection was made: whatever was to be sent was not. */
export function isRefused(cause: unknown): boolean {
  const inner = cause instanceof Error ? cause.cause : undefined;
  const code = inner instanceof Error && "code" in inner ? inner.code : undefined;
  return typeof code === "string" && /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/.test(code); // prettier-ignore
}

async function patiently(connection: TrinoConnection, call: () => Promise<Page>): Promise<Page> {
  const { signal, patienceMs = PATIENCE_MS } = connection;
  const until = Date.now() + patienceMs;
  for (let pause = PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await call();
    } catch (cause) {
      if (signal.aborted || cause instanceof UserError || cause instanceof LostQuery) throw cause;
      const wait = cause instanceof Away ? Math.max(pause, cause.waitMs) : pause;
      if (Date.now() + wait > until) throw unreachable(cause, connection);
      await sleep(wait, undefined, { signal });
    }
  }
}

function unreachable(cause: unknown, { server }: TrinoConnection): UserError {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const why = inner instanceof Error ? inner.message : String(inner);
  return new UserError("engine_failed", { message: words.unreachable({ server, why }) }, { cause });
}

async function answer(url: string, init: RequestInit, connection: TrinoConnection): Promise<Page> {
  const { signal, answerMs = ANSWER_MS } = connection;
  const timed = AbortSignal.any([signal, AbortSignal.timeout(answerMs)]);
  const request = { ...init, headers: headersOf(connection), signal: timed };
  const response = await fetch(sameOrigin(url, connection), request).catch((cause: unknown) => {
    throw tlsFault(cause, connection) ?? cause;
  });
  const text = await response.text();
  if (response.status === 200) return readPage(text, connection);
  const seconds = Number(response.headers.get("retry-after") ?? 0);
  if (AWAY.has(response.status)) throw new Away(response.status, Number.isFinite(seconds) ? 1000 * seconds : 0);
  if (response.status === 404 && init.method === "GET") throw new LostQuery(text.slice(0, 200));
  throw refusal(response.status, text, connection);
}

function readPage(text: string, { server }: TrinoConnection): Page {
  const page = text.startsWith("{") ? Page.safeParse(parseExact(text)) : null;
  if (page?.success) return page.data;
  throw new UserError("engine_failed", { message: words.noTrino({ server }) });
}

function refusal(status: number, text: string, { server, user, authorization }: TrinoConnection): UserError {
  const said = text.slice(0, 200).trim();
  if (status === 401 || status === 403) {
    const facts = words.notLoggedIn({ server, user, said, isSecretGiven: authorization !== undefined });
    return new UserError("permission_denied", facts);
  }
  return new UserError("engine_failed", { message: words.noTrino({ server, said: `HTTP ${status} ${said}`.trim() }) });
}

/** A password goes to the server that was named and to nobody else. */
function sameOrigin(url: string, { server, authorization }: TrinoConnection): string {
  if (authorization !== undefined && new URL(url).origin !== new URL(server).origin)
    throw new UserError("engine_failed", { message: words.otherOrigin({ server, other: new URL(url).origin }) });
  return url;
}

function headersOf({ user, catalog, schema, authorization, session, tags }: TrinoConnection): Record<string, string> {
  const properties = Object.entries(session).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return {
    "X-Trino-User": user,
    "X-Trino-Source": "longworth",
    "X-Trino-Catalog": catalog,
    "X-Trino-Schema": schema,
    "X-Trino-Time-Zone": "UTC",
    "X-Trino-Client-Capabilities": "PARAMETRIC_DATETIME", // without it timestamps are cut to milliseconds
    "Accept-Encoding": "identity",
    ...(authorization === undefined ? {} : { Authorization: authorization }),
    ...(properties.length === 0 ? {} : { "X-Trino-Session": properties.join(",") }),
    ...(tags.length === 0 ? {} : { "X-Trino-Client-Tags": tags.join(",") }),
  };
}

/** Best effort: a server that is away forgets the query by itself. */
async function cancel(next: string, connection: TrinoConnection): Promise<void> {
  const signal = AbortSignal.timeout(CANCEL_MS);
  const headers = headersOf(connection);
  await fetch(sameOrigin(next, connection), { method: "DELETE", headers, signal }).catch(() => undefined);
}
