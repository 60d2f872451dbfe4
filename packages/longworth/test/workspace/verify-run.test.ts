import * as fs from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { verify } from "../../src/app/verify.js";
import { emptyFolder, testEffects } from "../support/effects.js";
import { NEW, OLD, published } from "../support/published.js";

const FILES = {
  "customers.parquet": "0123456789".repeat(1000),
  "report.html": "<p>report</p>".repeat(100),
  "quality.json": "[]\n",
};

async function workspaceWith(): Promise<string> {
  const workspace = emptyFolder();
  await published(workspace, OLD, FILES);
  await published(workspace, NEW, FILES);
  return workspace;
}

test("an untouched run is as published, with its size", async () => {
  const workspace = await workspaceWith();
  expect(await verify({ workspace }, testEffects())).toEqual({ run: NEW, artefacts: 3, bytes: 10_000 + 1300 + 3 });
});

type Damage = (file: string) => Promise<unknown>;
const edit =
  (change: (bytes: Buffer) => Buffer): Damage =>
  async (file) =>
    fs.writeFile(file, change(await fs.readFile(file)));
const DAMAGES: Readonly<Record<string, Damage>> = {
  "a flipped bit": edit((bytes) => {
    bytes[bytes.length >> 1]! ^= 1;
    return bytes;
  }),
  zeroes: edit((bytes) => bytes.fill(0, 0, 2)),
  "a cut end": edit((bytes) => bytes.subarray(0, -1)),
  "nothing left": edit(() => Buffer.alloc(0)),
  "two bytes swapped": edit((bytes) => Buffer.concat([bytes.subarray(1, 2), bytes.subarray(0, 1), bytes.subarray(2)])),
  "something added": edit((bytes) => Buffer.concat([bytes, Buffer.from("x")])),
  "a missing file": (file) => fs.rm(file),
};
const NAMES = ["customers.parquet", "report.html", "quality.json", "run.json", "run.sha256"];
const cases = Object.keys(DAMAGES).flatMap((damage) =>
  NAMES.flatMap((name) => [OLD, NEW].map((run) => ({ damage, name, run }))),
);

test.each(cases)("verify finds $damage in $name of $run", async ({ damage, name, run }) => {
  const workspace = await workspaceWith();
  await DAMAGES[damage]!(path.join(workspace, "runs", run, name));
  const named = name === "run.sha256" ? "run.json" : name;
  await expect(verify({ workspace, run }, testEffects())).rejects.toMatchObject({
    code: "artefact_damaged",
    exitCode: 9,
    facts: { names: named, run },
  });
});

test("verify finds a file that was never published", async () => {
  const workspace = await workspaceWith();
  await fs.writeFile(path.join(workspace, "runs", NEW, "extra.csv"), "x");
  await expect(verify({ workspace }, testEffects())).rejects.toMatchObject({ facts: { names: "extra.csv" } });
});

test.each([
  ["is no JSON", "{"],
  ["names a run that is not there", JSON.stringify({ run: "20270101T040000Z-1a2b3c4d", manifestSha256: "x" })],
  ["leads out of the workspace", JSON.stringify({ run: "../../etc", manifestSha256: "x" })],
])("verify finds a current.json that %s", async (_why, text) => {
  const workspace = await workspaceWith();
  await fs.writeFile(path.join(workspace, "current.json"), text);
  await expect(verify({ workspace }, testEffects())).rejects.toMatchObject({
    exitCode: 9,
    facts: { names: "current.json" },
  });
});

test("a manifest that was exchanged together with its digest does not agree with current.json", async () => {
  const workspace = await workspaceWith();
  const [from, to] = [path.join(workspace, "runs", OLD), path.join(workspace, "runs", NEW)];
  const text = (await fs.readFile(path.join(from, "run.json"), "utf8")).replaceAll(OLD, NEW).replace("EUR", "USD");
  await fs.writeFile(path.join(to, "run.json"), text);
  const { sha256 } = await import("../../src/workspace/durable.js");
  await fs.writeFile(path.join(to, "run.sha256"), `${sha256(text)}  run.json\n`);
  await expect(verify({ workspace }, testEffects())).rejects.toMatchObject({
    exitCode: 9,
    facts: { names: "run.json" },
  });
});
