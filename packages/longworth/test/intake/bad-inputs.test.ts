/** Every folder of fixtures/bad-inputs that is about an input file goes through the whole command line. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../support/cli.js";

const FOLDER = path.join(import.meta.dirname, "..", "fixtures", "bad-inputs");

type Expected = Readonly<{
  why: string;
  argv: readonly string[];
  exitCode: number;
  stdout?: Readonly<Record<string, unknown>>;
}>;

const cases = readdirSync(FOLDER)
  .filter((name) => /^0[0-8]/.test(name))
  .map((name) => {
    const expected: Expected = JSON.parse(readFileSync(path.join(FOLDER, name, "expected.json"), "utf8"));
    return { name, ...expected };
  });

test.each(cases)("bad input $name: $why", async ({ name, argv, exitCode, stdout }) => {
  const files = readdirSync(path.join(FOLDER, name));
  const result = await runCli(argv.map((arg) => (files.includes(arg) ? path.join(FOLDER, name, arg) : arg)));
  const answer: unknown = JSON.parse(result.stdout.replaceAll(`${path.join(FOLDER, name)}/`, ""));
  expect(answer).toMatchObject({ ...stdout });
  expect(result.exitCode).toBe(exitCode);
});
