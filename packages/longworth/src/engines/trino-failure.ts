/** What Trino says went wrong, as an error a user can act on. */
import { UserError, type ErrorCode } from "../errors.js";
import { cluster as words } from "../words/en/cluster.js";

/** An error the server reports of a query; never shown as it is. */
export class TrinoFailure extends Error {
  override readonly name = "TrinoFailure";
  readonly errorName: string;
  readonly errorType: string;

  constructor({ message, errorName, errorType }: Readonly<{ message: string; errorName: string; errorType: string }>) {
    super(message);
    this.errorName = errorName;
    this.errorType = errorType;
  }
}

/** The query is gone without an answer: the server restarted, or nobody knows whether it arrived. */
export class LostQuery extends Error {
  override readonly name = "LostQuery";
}

/** OpenSSL's and Node's names of what is wrong with a certificate, and of an answer in another protocol than the address says. */
const UNTRUSTED = /^(CERT_\w+|\w*SELF_SIGNED_CERT\w*|UNABLE_TO_\w*(CERT|ISSUER|SIGNATURE)\w*|ERR_TLS_CERT_\w+)$/;
const OTHER_PROTOCOL = /^(ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)|HPE_INVALID_CONSTANT)$/;

/** The user's error for a server that TLS does not reach: asking again changes nothing. Null for every other cause. */
export function tlsFault(cause: unknown, { server }: Readonly<{ server: string }>): UserError | null {
  const inner = cause instanceof Error ? cause.cause : undefined;
  if (!(inner instanceof Error && "code" in inner && typeof inner.code === "string")) return null;
  const { code, message } = inner;
  if (UNTRUSTED.test(code))
    return new UserError("engine_failed", words.untrusted({ server, code, message }), { cause });
  return OTHER_PROTOCOL.test(code) ? new UserError("engine_failed", words.otherProtocol({ server }), { cause }) : null;
}

const RETRYABLE = new Set([
  "REMOTE_HOST_GONE",
  "REMOTE_TASK_ERROR",
  "REMOTE_TASK_MISMATCH",
  "REMOTE_TASK_FAILED",
  "PAGE_TRANSPORT_ERROR",
  "PAGE_TRANSPORT_TIMEOUT",
  "NO_NODES_AVAILABLE",
  "SERVER_STARTING_UP",
  "SERVER_SHUTTING_DOWN",
]);

/** Asking again may help, where it may be asked again. */
export const isPassing = (cause: unknown): boolean =>
  cause instanceof LostQuery ||
  (cause instanceof TrinoFailure && (RETRYABLE.has(cause.errorName) || /nodes is empty/.test(cause.message)));

const CODES: Readonly<Record<string, ErrorCode>> = {
  PERMISSION_DENIED: "permission_denied",
  TABLE_NOT_FOUND: "file_not_found",
  SCHEMA_NOT_FOUND: "file_not_found",
  CATALOG_NOT_FOUND: "file_not_found",
  NOT_FOUND: "file_not_found", // a schema that is not there, in iceberg's words
  CATALOG_NOT_AVAILABLE: "file_not_found",
  EXCEEDED_GLOBAL_MEMORY_LIMIT: "memory_exhausted",
  EXCEEDED_LOCAL_MEMORY_LIMIT: "memory_exhausted",
  CLUSTER_OUT_OF_MEMORY: "memory_exhausted",
  GENERIC_INSUFFICIENT_RESOURCES: "memory_exhausted",
  EXCEEDED_TIME_LIMIT: "limit_exceeded",
  EXCEEDED_CPU_LIMIT: "limit_exceeded",
  EXCEEDED_SCAN_LIMIT: "limit_exceeded",
  EXCEEDED_SPILL_LIMIT: "limit_exceeded",
  QUERY_QUEUE_FULL: "limit_exceeded",
  QUERY_TEXT_TOO_LARGE: "limit_exceeded",
  USER_CANCELED: "engine_failed",
  ADMINISTRATIVELY_KILLED: "engine_failed",
  ADMINISTRATIVELY_PREEMPTED: "engine_failed",
  INVALID_SESSION_PROPERTY: "bad_arguments",
};

/**
 * The user's error; what is left (a query of ours that is wrong, a value it could not hold) stays what it is, with the
 * server's name of it.
 */
export function translated(cause: unknown, { signal, user }: Readonly<{ signal: AbortSignal; user: string }>): unknown {
  if (signal.aborted) return new UserError("interrupted", {}, { cause });
  if (cause instanceof LostQuery) return new UserError("engine_failed", { message: words.lost() }, { cause });
  if (!(cause instanceof TrinoFailure)) return cause;
  const { errorName, errorType, message } = cause;
  const code = CODES[errorName] ?? (errorType === "USER_ERROR" ? undefined : "engine_failed");
  if (code === undefined) return new Error(`Trino ${errorName}: ${message}`, { cause });
  return new UserError(code, factsOf(code, { errorName, message, user }), { cause });
}

type Said = Readonly<{ errorName: string; message: string; user: string }>;

function factsOf(code: ErrorCode, { errorName, message, user }: Said): Readonly<Record<string, string>> {
  if (code === "permission_denied") return words.denied({ message, user });
  if (code === "file_not_found") return words.missing({ message });
  if (code === "memory_exhausted") return { limit: words.clusterLimit({ message }) };
  if (code === "limit_exceeded") return words.limited({ message });
  if (code === "bad_arguments") return words.badSession({ message });
  return { message: `${errorName}: ${message}` };
}
