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
  problems?: Readonly<Record<string, number>>; // codes that must be among those told, and their records
}>;

const cases = readdirSync(FOLDER)
  .filter((name) => /^0([0-7]|80|93)/.test(name)) // 81 to 92 are runs: proofs/degenerate.test.ts
  .map((name) => {
    const expected: Expected = JSON.parse(readFileSync(path.join(FOLDER, name, "expected.json"), "utf8"));
    return { name, ...expected };
  });

test.each(cases)("bad input $name: $why", async ({ name, argv, exitCode, stdout, problems = {} }) => {
  const files = readdirSync(path.join(FOLDER, name));
  const result = await runCli(argv.map((arg) => (files.includes(arg) ? path.join(FOLDER, name, arg) : arg)));
  const answer: Readonly<{ problems?: readonly Readonly<{ code: string; records: number }>[] }> = JSON.parse(
    result.stdout.replaceAll(`${path.join(FOLDER, name)}/`, ""),
  );
  expect(answer).toMatchObject({ ...stdout });
  for (const [code, records] of Object.entries(problems))
    expect(answer.problems?.find((problem) => problem.code === code)).toMatchObject({ code, records });
  expect(result.exitCode).toBe(exitCode);
});
