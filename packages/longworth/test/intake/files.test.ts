import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createHash } from "node:crypto";
import * as fs from "node:fs/promises";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { openSources } from "../../src/intake/files.js";
import type { ReadOptions, Source } from "../../src/intake/source.js";
import type { Files } from "../../src/run/effects.js";
import { emptyFolder } from "../support/effects.js";

const TABLE = "customer,date,amount\nann,2024-01-05,10.50\nbob,2024-02-06,20.00\n";
const signal = new AbortController().signal;

const open = (
  paths: readonly string[],
  { files = fs, ...options }: Partial<ReadOptions> & { files?: Files } = {},
): Promise<readonly Source[]> => openSources(paths, { temp: emptyFolder(), ...options }, { files, signal });

function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = emptyFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  return folder;
}

/** The real files, with some calls replaced. */
const filesWith = (parts: Partial<Files>): Files => ({ ...fs, ...parts });

test("a plain file is loaded from where it lies, hashed, counted, and gets no copy", async () => {
  const folder = folderWith({ "orders.csv": TABLE });
  const temp = emptyFolder();
  const [source] = await open([path.join(folder, "orders.csv")], { temp });
  const sha256 = createHash("sha256").update(TABLE).digest("hex");
  expect(source).toMatchObject({
    kind: "text",
    name: "orders.csv",
    records: 2,
    cleaned: false,
    loadPath: path.join(folder, "orders.csv"),
    sha256,
    bytes: TABLE.length,
    notes: [],
  });
  expect(readdirSync(temp)).toEqual([]);
});

test("a gzip is hashed as it lies on the disk and loaded directly", async () => {
  const packed = gzipSync(TABLE);
  const [source] = await open([path.join(folderWith({ "orders.csv.gz": packed }), "orders.csv.gz")]);
  expect(source).toMatchObject({
    compressed: true,
    cleaned: false,
    records: 2,
    sha256: createHash("sha256").update(packed).digest("hex"),
  });
});

test("a file in a legacy encoding is hashed whole", async () => {
  const lines = Array.from({ length: 200_000 }, (_, i) => `M\xFCller${i};2024-01-05;1,50`);
  const bytes = Buffer.from(`Kundennummer;Bestelldatum;Betrag\n${lines.join("\n")}\n`, "latin1");
  const [source] = await open([path.join(folderWith({ "orders.csv": bytes }), "orders.csv")]);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  expect(source).toMatchObject({ encoding: "windows-1252", records: 200_000, sha256 });
});

test("a file that ends inside a character is no UTF-8", async () => {
  const bytes = Buffer.concat([Buffer.from(`${TABLE}cid,2024-03-07,1`), Buffer.from([0xc3])]);
  await expect(open([path.join(folderWith({ "orders.csv": bytes }), "orders.csv")])).rejects.toMatchObject({
    code: "file_unreadable",
    place: expect.stringMatching(/^orders\.csv:4:\d+$/),
    facts: { message: expect.stringContaining("0xC3") },
  });
});

test("no file stays open after a refusal", async () => {
  const folder = folderWith({
    "orders.csv": `${TABLE}cid,2024-03-07\0,1.00\n`,
    "orders.csv.gz": gzipSync(`${TABLE}"`),
    "page.csv": "<html></html>",
  });
  const opened: fs.FileHandle[] = [];
  const files = filesWith({
    open: async (...asked) => {
      const handle = await fs.open(...asked);
      opened.push(handle);
      return handle;
    },
  });
  for (const name of readdirSync(folder))
    await expect(open([path.join(folder, name)], { files })).rejects.toMatchObject({ code: "file_unreadable" });
  expect(opened.map(({ fd }) => fd)).toEqual(opened.map(() => -1)); // closed handles have no descriptor
  expect(opened.length).toBeGreaterThan(2);
});

test("a folder gives its files by name, hidden ones and folders left out", async () => {
  const folder = folderWith({ "b.csv": `${TABLE}x,2024-01-01,1\n`, "a.csv": TABLE, ".hidden.csv": "x" });
  mkdirSync(path.join(folder, "inside"));
  const sources = await open([folder]);
  expect(sources.map(({ name, file }) => [name, file])).toEqual([["a.csv", 0], ["b.csv", 1]]); // prettier-ignore
});

test("what is not plain is loaded from a cleaned copy whose name says tmp", async () => {
  const text = '\n"customer","date","amount"\r\nann,2024-01-05,5" disk\n\nbob,2024-02-06\ncid,2024-03-07,1,2\n';
  const [source] = await open([path.join(folderWith({ "orders.csv": text }), "orders.csv")]);
  if (source?.kind !== "text") throw new Error("not text");
  expect(path.basename(source.loadPath)).toContain("tmp");
  expect(readFileSync(source.loadPath, "utf8")).toBe(
    '"customer","date","amount"\n"ann","2024-01-05","5"" disk"\n"bob","2024-02-06",""\n"cid","2024-03-07","1"\n',
  );
  expect(source.ragged.map(({ record, line, fields }) => [record, line, fields])).toEqual([[2, 5, 2], [3, 6, 4]]); // prettier-ignore
  expect(source.notes.map(({ as }) => as)).toEqual([
    "lines with mixed ends",
    "blank lines left out (1)",
    "quotes inside fields taken literally",
  ]);
});

test("a footer with fewer fields is a total row, not a ragged record", async () => {
  const [source] = await open([
    path.join(folderWith({ "orders.csv": `${TABLE}Total,30.50\n3 record(s) downloaded` }), "orders.csv"),
  ]);
  expect(source).toMatchObject({
    records: 4,
    raggedRecords: 2,
    ragged: [{ code: "total_row" }, { code: "total_row" }],
  });
});

test.each([
  { name: "missing", at: "missing.csv", expected: { code: "file_not_found" } },
  { name: "below a file", at: "orders.csv/inside", expected: { code: "file_not_found" } },
  {
    name: "an empty folder",
    at: "empty",
    expected: { code: "file_not_found", facts: { reason: "is a folder without files" } },
  },
  {
    name: "a link that leads to itself",
    at: "loop.csv",
    expected: { code: "file_not_found", facts: { reason: "is a symbolic link that leads back to itself" } },
  },
  { name: "a pipe", at: "pipe.csv", expected: { code: "file_not_found", facts: { reason: "is not a regular file" } } },
  {
    name: "a socket",
    at: "socket.csv",
    expected: { code: "file_not_found", facts: { reason: "is not a regular file" } },
  },
  {
    name: "a file of the kernel",
    at: "status.csv",
    expected: { code: "file_not_found", facts: { reason: "is not a regular file" } },
  },
  { name: "a path that is too long", at: "x/".repeat(2100), expected: { code: "file_not_found" } },
])("refused: $name", async ({ at, expected }) => {
  const folder = folderWith({ "orders.csv": TABLE });
  mkdirSync(path.join(folder, "empty"));
  symlinkSync("loop.csv", path.join(folder, "loop.csv"));
  execFileSync("mkfifo", [path.join(folder, "pipe.csv")]);
  symlinkSync("/proc/self/status", path.join(folder, "status.csv"));
  const server = createServer().listen(path.join(folder, "socket.csv"));
  await once(server, "listening");
  await expect(open([path.join(folder, at)])).rejects.toMatchObject(expected);
  server.close();
});

test.each([
  "a\nb.csv", "a;b'c\".csv", "😀 ü 顧客.csv", "-rf.csv", "$(id).csv", "%s%n.csv", "orders[1]*?{a,b}.csv", `${"n".repeat(251)}.csv`, "\u202egpj.csv",
])("a file name is a name and nothing else: %j", async (name) => {
  const folder = folderWith({ [name]: TABLE });
  expect(await open([path.join(folder, name)])).toMatchObject([{ name, records: 2 }]);
  expect(await open([folder])).toMatchObject([{ name, records: 2 }]);
}); // prettier-ignore

test("a file that may not be read names the user", async () => {
  const folder = folderWith({ "orders.csv": TABLE });
  const denied = Object.assign(new Error("denied"), { code: "EACCES" });
  const files = filesWith({ open: () => Promise.reject(denied) });
  const at = path.join(folder, "orders.csv");
  await expect(open([at], { files })).rejects.toMatchObject({
    code: "permission_denied",
    place: at,
    facts: { user: expect.stringMatching(/./) },
  });
});

test.each(["orders.csv", "orders.parquet"])("%s that grows while it is read is refused", async (name) => {
  const at = path.join(folderWith({ "orders.csv": TABLE, "orders.parquet": "PAR1........PAR1" }), name);
  let calls = 0;
  const stat = (async (asked: string) => {
    if (++calls === 2) writeFileSync(asked, `${TABLE}cid,2024-03-07,1.00\n`);
    return fs.stat(asked);
  }) as Files["stat"]; // cast: of the overloads only the one with a path is called
  await expect(open([at], { files: filesWith({ stat }) })).rejects.toMatchObject({ code: "file_changed", place: name });
});

test("a Parquet file without its end mark is refused", async () => {
  const at = path.join(folderWith({ "orders.parquet": "PAR1 and then nothing" }), "orders.parquet");
  await expect(open([at])).rejects.toMatchObject({
    code: "file_unreadable",
    facts: { message: expect.stringContaining("end mark") },
  });
});

test("--allow-empty takes a header without records", async () => {
  const at = path.join(folderWith({ "orders.csv": "customer,date,amount\n" }), "orders.csv");
  await expect(open([at])).rejects.toMatchObject({ code: "file_empty" });
  expect(await open([at], { allowEmpty: true })).toMatchObject([{ records: 0 }]);
});

test("a bomb of a gzip is stopped", async () => {
  const at = path.join(
    folderWith({
      "orders.csv.gz": gzipSync(
        Buffer.concat([Buffer.from(TABLE), Buffer.alloc(120_000_000, "ann,2024-01-05,1.00\n")]),
      ),
    }),
    "orders.csv.gz",
  );
  await expect(open([at])).rejects.toMatchObject({ code: "limit_exceeded", place: "orders.csv.gz" });
});

const retail = path.resolve("../shared/data/online_retail_2010_2011.csv.gz");
test.skipIf(!existsSync(retail))("half a million lines are counted as they are", async () => {
  expect(await open([retail])).toMatchObject([{ records: 541_909, raggedRecords: 0, cleaned: false }]);
});
