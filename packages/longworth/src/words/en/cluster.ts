/** Sentences about a run on a cluster. */
const FORM = "trino://user@host:8080/catalog/schema/table; trinos:// for TLS";
const SECRETS = "LONGWORTH_TRINO_PASSWORD, LONGWORTH_TRINO_TOKEN or LONGWORTH_TRINO_SECRET_FILE";

function untrustedHint(code: string): string {
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "Use a name in the address that the certificate has";
  if (code === "CERT_HAS_EXPIRED") return "The server needs a new certificate";
  return "If it is your own, set NODE_EXTRA_CA_CERTS to a file with the certificate of its authority (PEM)";
}

export const cluster = {
  passwordInAddress: () => ({
    message: "A password does not belong in an address: others see the command line",
    hint: `Take it out and set ${SECRETS}`,
  }),
  badAddress: ({ text }: Readonly<{ text: string }>) => ({ message: `${text} names no table of a Trino`, hint: FORM }),
  badAddressPart: ({ name }: Readonly<{ name: string }>) => ({
    message: `?${name}= is nothing an address can say`,
    hint: "?session.NAME=value sets a session property, ?tags=a,b client tags",
  }),
  badOutput: ({ text }: Readonly<{ text: string }>) => ({
    message: `--output ${text} is no catalog and schema`,
    hint: "--output catalog.schema",
  }),
  outputWithoutTable: () => ({
    message: "--output names a schema of a cluster, and the input is a file",
    hint: "Give the input as trino://user@host:8080/catalog/schema/table, or leave --output out",
  }),
  onlyOneTable: () => ({
    message: "A table of a cluster is read alone",
    hint: "Make a view of what belongs together, and name the view",
  }),
  tableTaken: ({ table }: Readonly<{ table: string }>) => ({
    message: `${table} exists`,
    hint: "Choose another name, or drop the table",
  }),
  otherColumns: ({ file }: Readonly<{ file: string }>) => ({
    message: `${file} has other columns than the files before it`,
    hint: "Load it into a table of its own",
  }),
  ragged: ({ fields, columns }: Readonly<{ fields: number; columns: number }>) => ({
    message: `A record has ${fields} fields, the table ${columns} columns; nothing was loaded`,
    hint: "Correct the line; run reads the file itself and can leave such lines out",
  }),
  sameNames: ({ name }: Readonly<{ name: string }>) => ({
    message: `Two columns are ${name} where case does not count`,
    hint: "Rename one of them in the file",
  }),
  noOrder: ({ table }: Readonly<{ table: string }>) => ({
    message: `${table} is an export in which a record belongs to the one above it, and a table has no order`,
    hint: "Run the file itself, or put the name on every record",
  }),
  secretFileOpen: ({ path }: Readonly<{ path: string }>) => ({
    message: `${path} can be read by others`,
    hint: `chmod 600 ${path}`,
  }),
  secretTwice: () => ({ message: "Several secrets for Trino are set", hint: `Set one of ${SECRETS}` }),
  secretInClear: () => ({
    message: "A secret is not sent without TLS",
    hint: "Use trinos://; NODE_EXTRA_CA_CERTS names the server's own certificate",
  }),
  lost: () => "the server lost the query twice or more; it may have restarted",
  unreachable: ({ server, why }: Readonly<{ server: string; why: string }>) => `${server} does not answer: ${why}`,
  untrusted: ({ server, code, message }: Readonly<{ server: string; code: string; message: string }>) => ({
    message: `the certificate of ${server} is not trusted (${message.replace(/: $/, "")})`,
    hint: untrustedHint(code),
  }),
  otherProtocol: ({ server }: Readonly<{ server: string }>) => ({
    message: `${server} does not speak ${server.startsWith("https") ? "TLS" : "HTTP in clear"}`,
    hint: server.startsWith("https") ? "trino:// is without TLS; is it this port?" : "Use trinos://, or another port",
  }),
  noTrino: ({ server, said }: Readonly<{ server: string; said?: string }>) =>
    said === undefined ? `${server} is no Trino` : `${server} answers ${said}`,
  otherOrigin: ({ server, other }: Readonly<{ server: string; other: string }>) =>
    `${server} sends us on to ${other}, which gets no password`,
  notLoggedIn: ({
    server,
    user,
    said,
    isSecretGiven,
  }: Readonly<{ server: string; user: string; said: string; isSecretGiven: boolean }>) => ({
    path: server,
    user: said === "" ? user : `${user} (${said})`,
    what: "opened",
    hint: isSecretGiven ? "Is the password or token right, and of this user?" : `Set ${SECRETS}`,
  }),
  denied: ({ message, user }: Readonly<{ message: string; user: string }>) => ({
    path: "What this needs",
    user: `${user} (${message.replace(/^Access Denied: /, "")})`,
    what: "done",
    hint: "Ask for the right, or name another schema: --output catalog.schema",
  }),
  missing: ({ message }: Readonly<{ message: string }>) => ({
    path: message.replace(/^line \d+:\d+: | (does not exist|not found)$/g, ""),
    hint: "Check catalog, schema and table of the address",
  }),
  noSuchTable: ({ table }: Readonly<{ table: string }>) => ({
    path: table,
    reason: "does not exist, or this user may not see it",
    hint: "Check catalog, schema and table of the address",
  }),
  clusterLimit: ({ message }: Readonly<{ message: string }>) => `of the cluster: ${message}`,
  limited: ({ message }: Readonly<{ message: string }>) => ({
    message: `The cluster stopped the query: ${message}`,
    hint: "Raise the limit of the resource group or the session property, or run at another time",
  }),
  badSession: ({ message }: Readonly<{ message: string }>) => ({
    message,
    hint: "Correct the ?session. part of the address",
  }),
};
