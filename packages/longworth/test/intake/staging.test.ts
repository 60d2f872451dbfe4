import { writeFileSync } from "node:fs";
import * as fs from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { openDuckDb } from "../../src/engines/duckdb.js";
import type { Engine } from "../../src/engines/engine.js";
import { openSources } from "../../src/intake/files.js";
import { placesOf } from "../../src/intake/places.js";
import { readablePaths, type Source } from "../../src/intake/source.js";
import { loadText, stage } from "../../src/intake/staging.js";
import { duckdb, render } from "../../src/sql/dialect.js";
import { ident, sql } from "../../src/sql/sql.js";
import { duckDbWith } from "../support/duckdb.js";
import { emptyFolder } from "../support/effects.js";

const signal = new AbortController().signal;

async function opened(name: string, content: string | Buffer): Promise<Readonly<{ source: Source; engine: Engine }>> {
  const folder = emptyFolder();
  const at = path.join(folder, name);
  writeFileSync(at, content);
  const temp = emptyFolder();
  const [source] = await openSources([at], { temp }, { files: fs, signal });
  if (!source) throw new Error("no source");
  const engine = await openDuckDb({
    threads: 2,
    memory: "500MB",
    temp,
    readable: readablePaths([source]),
    writable: [temp],
    signal,
  });
  return { source, engine };
}

const Cells = z.object({ record: z.string(), file: z.number(), c1: z.string().nullable(), c2: z.string().nullable() });
const cells = (engine: Engine) =>
  engine.rows(sql`SELECT record, file, c1, c2 FROM ${ident("staging")} ORDER BY record`, Cells);

test("every cell is text, as written, with the number of its record", async () => {
  const { source, engine } = await opened(
    "orders.csv",
    'record,File\n007,"two\nlines"\n1E5,"say ""hi"""\n,03/04/2024\n',
  );
  const staged = await stage(source, engine, "staging");
  expect(staged.columns).toEqual([
    { name: "record", id: "c1", type: "text" },
    { name: "File", id: "c2", type: "text" },
  ]);
  expect(await cells(engine)).toEqual([
    { record: "1", file: 0, c1: "007", c2: "two\nlines" },
    { record: "2", file: 0, c1: "1E5", c2: 'say "hi"' },
    { record: "3", file: 0, c1: null, c2: "03/04/2024" },
  ]);
  engine.close();
});

test("ragged records are in the table of their own, and the others keep their numbers", async () => {
  const { source, engine } = await opened("orders.csv", "a,b\n1,2\n3\n4,5\n6,7,8\n");
  const staged = await stage(source, engine, "staging");
  expect(staged.records).toBe(4);
  expect((await cells(engine)).map(({ record, c1 }) => [record, c1])).toEqual([["1", "1"], ["3", "4"]]); // prettier-ignore
  const Ragged = z.object({
    record: z.number(),
    line: z.number(),
    fields: z.number(),
    code: z.string(),
    text: z.string(),
  });
  expect(await engine.rows(sql`SELECT * EXCLUDE (file) FROM ${ident(staged.ragged)} ORDER BY record`, Ragged)).toEqual([
    { record: 2, line: 3, fields: 1, code: "row_ragged", text: "3" },
    { record: 4, line: 5, fields: 3, code: "row_ragged", text: "6,7,8" },
  ]);
  engine.close();
});

test("a column without name is left out when it is empty, kept nowhere when it leads, refused otherwise", async () => {
  const trailing = await opened("orders.csv", "a,b,\n1,2,\n3,4\n");
  expect((await stage(trailing.source, trailing.engine, "staging")).columns.map(({ name }) => name)).toEqual([
    "a",
    "b",
  ]);
  const leading = await opened("orders.csv", ",a,b\n0,1,2\n1,3,4\n");
  expect((await stage(leading.source, leading.engine, "staging")).columns.map(({ id }) => id)).toEqual(["c2", "c3"]);
  const inside = await opened("orders.csv", "a,,b\n1,x,2\n");
  await expect(stage(inside.source, inside.engine, "staging")).rejects.toMatchObject({
    code: "file_unreadable",
    place: "orders.csv:1:2",
  });
  for (const { engine } of [trailing, leading, inside]) engine.close();
});

test("records are numbered in the order of the file, also when it is read in parallel", async () => {
  const lines = Array.from({ length: 400_000 }, (_, i) => `${i + 1},${"x".repeat(60 + (i % 17))}`);
  const { source, engine } = await opened("orders.csv", `a,b\n${lines.join("\n")}\n`);
  await stage(source, engine, "staging");
  const query = sql`SELECT CAST(count(*) AS double) AS n FROM ${ident("staging")} WHERE CAST(c1 AS BIGINT) <> record`;
  expect(await engine.rows(query, z.object({ n: z.number() }))).toEqual([{ n: 0 }]);
  engine.close();
});

test("a count that differs from our own is refused", async () => {
  const { source, engine } = await opened("orders.csv", "a,b\n1,2\n3,4\n");
  if (source.kind !== "text") throw new Error("not text");
  await expect(stage({ ...source, records: 3 }, engine, "staging")).rejects.toMatchObject({
    code: "file_unreadable",
    facts: { message: expect.stringContaining("3 records were counted and 2 loaded") },
  });
  engine.close();
});

test("a file whose name is a pattern is still only itself", async () => {
  const { source, engine } = await opened("orders[1]*.csv", "a,b\n1,2\n");
  expect((await stage(source, engine, "staging")).records).toBe(1);
  engine.close();
});

test("Parquet keeps its types and its order", async () => {
  const maker = await duckDbWith();
  const folder = emptyFolder();
  const writer = await openDuckDb({
    threads: 1,
    memory: "500MB",
    temp: emptyFolder(),
    readable: [],
    writable: [folder],
    signal,
  });
  for (const name of ["orders.parquet", "orders.data"]) {
    const at = path.join(folder, name);
    await writer.copyTo(
      sql`SELECT '007' AS id, DATE '2024-02-29' AS day, CAST(1.5 AS DECIMAL(18, 2)) AS money, TIMESTAMP '2024-02-29 10:00:00' AS t,
        TIMESTAMPTZ '2024-02-29 10:00:00+00' AS i, true AS yes, [1, 2] AS many UNION ALL SELECT 'x', NULL, NULL, NULL, NULL, NULL, NULL`,
      at,
    );
    const [source] = await openSources([at], { temp: folder }, { files: fs, signal });
    if (!source) throw new Error("no source");
    const engine = await openDuckDb({
      threads: 1,
      memory: "500MB",
      temp: emptyFolder(),
      readable: readablePaths([source]),
      writable: [],
      signal,
    });
    const staged = await stage(source, engine, "staging");
    expect(staged.columns.map(({ type }) => type)).toEqual([
      "text",
      "date",
      "number",
      "timestamp",
      "instant",
      "boolean",
      "text",
    ]);
    expect(
      (
        await engine.rows(
          sql`SELECT record, file, c1, CAST(c2 AS VARCHAR) AS c2 FROM ${ident("staging")} ORDER BY record`,
          Cells,
        )
      ).map(({ record, c1, c2 }) => [record, c1, c2]),
    ).toEqual([
      ["1", "007", "2024-02-29"],
      ["2", "x", null],
    ]);
    engine.close();
  }
  writer.close();
  maker.close();
});

test("a damaged Parquet file is refused", async () => {
  const { source, engine } = await opened("orders.parquet", `PAR1${"x".repeat(200)}PAR1`);
  await expect(stage(source, engine, "staging")).rejects.toMatchObject({
    code: "file_unreadable",
    place: "orders.parquet",
  });
  engine.close();
});

test.each([
  { name: "plain", content: (text: string) => text },
  { name: "with a mark", content: (text: string) => `\uFEFF${text}` },
  { name: "in UTF-16", content: (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le") },
])("places are physical lines and columns of characters: $name", async ({ content }) => {
  const rows = Array.from({ length: 3000 }, (_, i) => `ü${i},"x${i % 7 === 0 ? "\n" : " "}y",${i}`);
  const { source, engine } = await opened("orders.csv", content(`a,b,c\n${rows.join("\n")}\n`));
  engine.close();
  const lines = (records: number): number => 1 + records + Math.ceil(records / 7);
  const wanted = [1, 8, 2100, 2999].map((record) => ({ record, column: { id: "c3" } }));
  const places = await placesOf(source, wanted, { files: fs, signal });
  expect(places).toEqual(wanted.map(({ record }) => {
    const i = record - 1;
    const column = i % 7 === 0 ? 4 : `ü${i},"x y",`.length + 1;
    return `orders.csv:${lines(record - 1) + 1 + (i % 7 === 0 ? 1 : 0)}:${column}`;
  })); // prettier-ignore
  expect(await placesOf(source, [{ record: 2 }], { files: fs, signal })).toEqual(["orders.csv:4:1"]);
});

test("loadText: the text for duckdb", async () => {
  const { source, engine } = await opened("orders.csv", "a,b\n1,2\n");
  engine.close();
  if (source.kind !== "text") throw new Error("not text");
  const columns = [{ name: "a", id: "c1", type: "text" }, { name: "b", id: "c2", type: "text" }] as const; // prettier-ignore
  await expect(`${render(loadText(source, columns, "staging"), duckdb)}\n`).toMatchFileSnapshot(
    "../golden/load-text.duckdb.sql",
  );
});
