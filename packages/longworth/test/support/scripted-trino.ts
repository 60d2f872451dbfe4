/** An HTTP server that speaks Trino's protocol from a script: what a test says comes, in order, and everything is noted. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { TrinoConnection } from "../../src/engines/trino-client.js";

export type Asked = Readonly<{ method: string; path: string; body: string; headers: IncomingHttpHeaders }>;

type Column = Readonly<{ name: string; type: string }>;
export type Answer = Readonly<{
  status?: number; // 200 unless given
  text?: string; // instead of a page
  headers?: Readonly<Record<string, string>>;
  next?: string; // path of the next page
  columns?: readonly Column[];
  data?: string; // JSON as the server writes it: numbers beyond a double included
  error?: Readonly<{ message: string; errorName: string; errorType: string }>;
  hang?: boolean; // no answer at all
}>;

export type Scripted = Readonly<{
  server: string;
  asked: readonly Asked[];
  connection: (parts?: Partial<TrinoConnection>) => TrinoConnection;
  close: () => Promise<void>;
}>;

export const COLUMNS = {
  n: { name: "n", type: "double" },
  id: { name: "id", type: "bigint" },
  name: { name: "name", type: "varchar" },
} as const;

/** @param answer by what is asked; DELETE is answered with 204 */
export async function scriptedTrino(answer: (asked: Asked, count: number) => Answer): Promise<Scripted> {
  const asked: Asked[] = [];
  const http = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const one = { method: request.method ?? "", path: request.url ?? "", body, headers: request.headers };
      asked.push(one);
      if (one.method === "DELETE") return response.writeHead(204).end();
      const scripted = answer(one, asked.filter(({ method }) => method !== "DELETE").length);
      if (scripted.hang) return undefined;
      response.writeHead(scripted.status ?? 200, scripted.headers);
      return response.end(scripted.text ?? page(scripted, server));
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo; // cast: it listens on TCP
  const server = `http://127.0.0.1:${port}`;
  return {
    server,
    asked,
    connection: (parts = {}) => ({
      server,
      user: "ann",
      catalog: "hive",
      schema: "draft",
      session: {},
      tags: [],
      patienceMs: 1500,
      signal: new AbortController().signal,
      ...parts,
    }),
    close: () =>
      new Promise((resolve) => {
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };
}

function page({ next, columns, data, error }: Answer, server: string): string {
  const members = [
    `"id":"q1"`,
    ...(next === undefined ? [] : [`"nextUri":"${next.startsWith("http") ? next : server + next}"`]),
    ...(columns ? [`"columns":${JSON.stringify(columns)}`] : []),
    ...(data === undefined ? [] : [`"data":${data}`]),
    ...(error ? [`"error":${JSON.stringify(error)}`] : []),
  ];
  return `{${members.join(",")}}`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
