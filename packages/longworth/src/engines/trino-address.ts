/** Where a Trino is and which table is meant: `trino://user@host:8080/catalog/schema/table`. Secrets are never in it. */
import { UserError } from "../errors.js";
import { cluster as words } from "../words/en/cluster.js";

/** An address as a user writes it. */
export type TrinoAddress = Readonly<{
  server: string; // "http://host:8080"
  user: string;
  catalog: string;
  schema: string;
  table: string;
  session: Readonly<Record<string, string>>; // session properties by name: `?session.retry_policy=QUERY`
  tags: readonly string[]; // client tags: `?tags=a,b`
}>;

/** How to prove who one is: at most one of the two. From the environment or a file, never from the command line. */
export type TrinoSecret = Readonly<{ password: string } | { token: string } | { none: true }>;

const SCHEMES: Readonly<Record<string, Readonly<{ http: "http" | "https"; port: string }>>> = {
  "trino:": { http: "http", port: "8080" },
  "trinos:": { http: "https", port: "443" },
};

export const isTrino = (input: string): boolean => /^trinos?:\/\//i.test(input);

/** @throws bad_arguments for an address that names no table, or that holds a password: it is not repeated */
export function parseTrinoAddress(text: string): TrinoAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  const scheme = SCHEMES[url?.protocol ?? ""];
  if (url?.password) throw new UserError("bad_arguments", words.passwordInAddress());
  if (!url || !scheme) throw new UserError("bad_arguments", words.badAddress({ text }));
  const names = url.pathname.split("/").slice(1).map(decoded);
  const [catalog = "", schema = "", table = ""] = names;
  if (names.length !== 3 || names.includes("") || url.username === "" || url.hostname === "")
    throw new UserError("bad_arguments", words.badAddress({ text }));
  return {
    server: `${scheme.http}://${url.hostname}:${url.port || scheme.port}`,
    user: decoded(url.username),
    catalog,
    schema,
    table,
    ...queryOf(url),
  };
}

function queryOf(url: URL): Pick<TrinoAddress, "session" | "tags"> {
  const session: Record<string, string> = {};
  const tags: string[] = [];
  for (const [name, value] of url.searchParams) {
    if (name.startsWith("session.")) session[name.slice("session.".length)] = value;
    else if (name === "tags") tags.push(...value.split(",").filter((tag) => tag !== ""));
    else throw new UserError("bad_arguments", words.badAddressPart({ name }));
  }
  return { session, tags };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The value of the header Authorization. */
export function authorization(user: string, secret: TrinoSecret): string | undefined {
  if ("token" in secret) return `Bearer ${secret.token}`;
  if ("password" in secret) return `Basic ${Buffer.from(`${user}:${secret.password}`).toString("base64")}`;
  return undefined;
}

/** The table as a user would write it in a query. */
export const tableName = ({ catalog, schema, table }: Pick<TrinoAddress, "catalog" | "schema" | "table">): string =>
  `${catalog}.${schema}.${table}`;
