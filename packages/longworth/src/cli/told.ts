/** What was thrown, as the error a user reads: code, message, hint, place, exit code. */
import { CommanderError } from "commander";
import { ZodError } from "zod";
import { ERROR_CODES, UserError, type ErrorCode } from "../errors.js";
import type { Words } from "../words/en.js";
import { closest } from "./options/closest.js";

/** The object of `{"error": …}`. */
export type Told = Readonly<{
  code: ErrorCode | "bug";
  message: string;
  hint: string;
  place: string | null;
  exitCode: number;
}>;

/** What the sentences need to know of the situation. */
export type Situation = Readonly<{
  words: Words;
  user: string;
  isAborted: boolean; // whatever was thrown then is the stop itself
  stopReason?: UserError | undefined; // why, when it was not the user who stopped
  command: string; // that was called; "" where none was
  flags: readonly string[]; // its options
  elsewhere: (flag: string) => readonly string[]; // other commands that have such an option
  commands: readonly string[];
}>;

/** A `UserError` as it is, a stop as `interrupted`, a parser's or the system's error by its code, the rest a bug. */
export function told(thrown: unknown, situation: Situation): Told {
  const error = userError(thrown, situation);
  if (error === null) return { code: "bug", ...situation.words.cli.bug, place: null, exitCode: 1 };
  const { code, facts, place, exitCode } = error;
  return { code, ...situation.words.errors[code](facts), place: place ?? null, exitCode };
}

function userError(thrown: unknown, situation: Situation): UserError | null {
  if (situation.isAborted && situation.stopReason !== undefined) return situation.stopReason;
  if (thrown instanceof UserError && thrown.code !== "interrupted" && !situation.isAborted) return thrown;
  if (situation.isAborted || (thrown instanceof UserError && thrown.code === "interrupted")) {
    return new UserError("interrupted", {}, { cause: thrown });
  }
  if (thrown instanceof CommanderError) return usageError(thrown, situation);
  if (isOutOfMemory(thrown)) return new UserError("memory_exhausted", {}, { cause: thrown });
  return thrown instanceof ZodError ? null : systemError(thrown, situation);
}

/** What the runtime says when it cannot get memory for a column, or for a copy of one on its way to a thread. */
const isOutOfMemory = (thrown: unknown): boolean =>
  thrown instanceof Error && /out of memory|array buffer allocation failed/iu.test(thrown.message);

/** commander's sentences name the option; ours say what it was meant to be. */
function usageError(
  { code, message }: CommanderError,
  { words, command, flags, elsewhere, commands }: Situation,
): UserError {
  const { bad } = words.cli;
  const named = /'([^']+)'/.exec(message)?.[1] ?? "";
  const name = named.split(/[ ,=]/).find((part) => part.startsWith("--")) ?? named;
  if (code === "commander.unknownOption") {
    return new UserError(
      "bad_arguments",
      bad.unknownOption({ option: name, command, others: elsewhere(name), nearest: closest(name, flags) }),
    );
  }
  if (code === "commander.unknownCommand") {
    return new UserError("bad_arguments", bad.unknownCommand({ name, nearest: closest(name, commands) }));
  }
  if (code === "commander.optionMissingArgument")
    return new UserError("bad_arguments", bad.missingValue({ option: name }));
  if (code === "commander.missingArgument") return new UserError("bad_arguments", bad.noInputs());
  return new UserError("bad_arguments", bad.usage({ text: message.replace(/^error: /, "") }));
}

/** A failed system call that nobody below had a better sentence for. */
function systemError(thrown: unknown, { user, words }: Situation): UserError | null {
  if (!(thrown instanceof Error) || !("code" in thrown) || typeof thrown.code !== "string") return null;
  const path = "path" in thrown && typeof thrown.path === "string" ? thrown.path : "";
  const writes =
    "syscall" in thrown && thrown.syscall !== "scandir" && thrown.syscall !== "stat" && thrown.syscall !== "open";
  switch (thrown.code) {
    case "EACCES":
    case "EPERM":
      return new UserError("permission_denied", { path, user, what: writes ? "written" : "opened" }, { cause: thrown });
    case "EROFS":
      return new UserError("permission_denied", { path, user, what: "written" }, { cause: thrown });
    case "ENOSPC":
    case "EDQUOT":
      return new UserError("disk_full", { path }, { cause: thrown });
    case "EMFILE":
    case "ENFILE":
      return new UserError("limit_exceeded", words.cli.bad.tooManyFiles(), { cause: thrown });
    case "EIO":
      return new UserError("disk_failed", { path: path === "" ? thrown.message : path }, { cause: thrown });
    default:
      return null;
  }
}

/** For tests and the server: every code there is. */
export const TOLD_CODES: readonly string[] = [...ERROR_CODES, "bug"];
