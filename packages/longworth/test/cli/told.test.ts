import { expect, test } from "vitest";
import { told, type Situation } from "../../src/cli/told.js";
import { ERROR_CODES, UserError } from "../../src/errors.js";
import { en } from "../../src/words/en.js";

const situation: Situation = {
  words: en,
  user: "ann",
  isAborted: false,
  command: "run",
  flags: ["--horizon"],
  elsewhere: () => [],
  commands: ["run"],
};
const system = (code: string, syscall = "open") =>
  Object.assign(new Error(`${code}: no`), { code, path: "/x", syscall });

test.each(ERROR_CODES)("%s has a message, a hint and its exit code", (code) => {
  const error = told(new UserError(code, { message: "m", hint: "h" }, { place: "a.csv:1:2" }), situation);
  expect(error.message).not.toBe("");
  expect(error.hint).not.toBe("");
  expect(error).toMatchObject({
    code,
    place: code === "interrupted" ? null : "a.csv:1:2",
    exitCode: new UserError(code).exitCode,
  });
});

test.each([
  ["EACCES", "permission_denied", 5, "/x cannot be opened by ann"],
  ["EROFS", "permission_denied", 5, "/x cannot be written by ann"],
  ["ENOSPC", "disk_full", 6, "No space left: /x"],
  ["EMFILE", "limit_exceeded", 6, "The system lets this process open no more files"],
])("a system call that fails with %s is told as %s", (system_, code, exitCode, message) =>
  expect(told(system(system_), situation)).toMatchObject({ code, exitCode, message }),
);

test.each([
  new DOMException("Data cannot be cloned, out of memory.", "DataCloneError"),
  new RangeError("Array buffer allocation failed"),
])("%s is told as memory that ran out", (thrown) =>
  expect(told(thrown, situation)).toMatchObject({ code: "memory_exhausted", exitCode: 6 }),
);

test("what is thrown after a stop is the stop", () =>
  expect(told(new Error("interrupted query"), { ...situation, isAborted: true })).toMatchObject({
    code: "interrupted",
    exitCode: 130,
  }));

test("what stopped the run is told, whatever was thrown then", () => {
  const stopReason = new UserError("memory_exhausted", { group: 512e6 });
  expect(told(new Error("interrupted query"), { ...situation, isAborted: true, stopReason })).toMatchObject({
    code: "memory_exhausted",
    message: "Memory ran out: the container or control group allows 512.0 MB; nothing was published",
    exitCode: 6,
  });
});

test("anything else is our bug, and its text stays inside", () => {
  const error = told(new Error("secret of a customer"), situation);
  expect(error).toMatchObject({ code: "bug", exitCode: 1 });
  expect(JSON.stringify(error)).not.toContain("secret");
});
