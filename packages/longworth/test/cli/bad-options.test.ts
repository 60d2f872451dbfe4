import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../support/cli.js";

const FOLDER = path.join(import.meta.dirname, "..", "fixtures", "bad-inputs");
const cases = readdirSync(FOLDER)
  .filter((name) => /^09[5-7]/.test(name))
  .map((name) => ({ name, ...JSON.parse(readFileSync(path.join(FOLDER, name, "expected.json"), "utf8")) }));

test.each(cases)("bad options $name: $why", async ({ name, argv, exitCode, stdout }) => {
  const files = readdirSync(path.join(FOLDER, name));
  const result = await runCli(argv.map((arg: string) => (files.includes(arg) ? path.join(FOLDER, name, arg) : arg)));
  expect(result.exitCode).toBe(exitCode);
  expect(JSON.parse(result.stdout.replaceAll(`${path.join(FOLDER, name)}/`, ""))).toMatchObject(stdout);
});
