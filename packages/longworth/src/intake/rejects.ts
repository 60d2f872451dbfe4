/** rejects: one row per rejected record, where it is and what it says: becomes rejects.csv. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { list, sql, type Sql } from "../sql/sql.js";
import { REJECTED } from "./fates.js";
import { placesOf } from "./places.js";
import { cellsOf } from "./problems.js";
import type { IntakeEffects } from "./request.js";
import type { Typed } from "./typing.js";

type Rejected = Readonly<{ record: number; place: string; code: string; text: string }>;

const Row = z.object({ code: z.string(), file: z.number(), record: z.number() });

/** rejected: one row per rejected record, in the order of the files. */
export const rejected = (
  fates: Sql,
): Sql => sql`SELECT code, CAST(file AS double) AS file, CAST(record AS double) AS record
FROM (${fates}) AS fates WHERE code IN (${list([...REJECTED].map((code) => sql`${code}`))}) ORDER BY file, record`;

/**
 * Make the table `rejects`: record, file, place, code, text.
 * @param fates  null when no typed record was rejected
 */
export async function writeRejects(
  fates: Sql | null,
  typed: readonly Pick<Typed, "staged">[],
  { engine, effects }: Readonly<{ engine: Engine; effects: IntakeEffects }>,
): Promise<void> {
  const found = fates === null ? [] : await engine.rows(rejected(fates), Row);
  const rows: (Rejected & { file: number })[] = [];
  for (const [file, each] of typed.entries()) {
    const { source } = each.staged;
    const own = found.filter((row) => row.file === file);
    const cells =
      own.length === 0
        ? new Map<number, never>()
        : await cellsOf(
            each,
            own.map(({ record }) => record),
            engine,
          );
    const places =
      own.length === 0
        ? []
        : await placesOf(
            source,
            own.map(({ record }) => ({ record })),
            effects,
          );
    const text = (record: number): string =>
      Object.entries(cells.get(record) ?? {})
        .filter(([id]) => id !== "record")
        .map(([, cell]) => cell)
        .join(",");
    const read = own.map(({ record, code }, i) => ({
      file,
      record,
      place: places[i] ?? source.name,
      code,
      text: text(record),
    }));
    const ragged = source.kind === "text" ? source.ragged.filter(({ code }) => code === "row_ragged") : [];
    rows.push(
      ...read,
      ...ragged.map(({ record, line, code, text: raw }) => ({
        file,
        record,
        place: `${source.name}:${line}:1`,
        code,
        text: raw,
      })),
    );
  }
  rows.sort((a, b) => a.file - b.file || a.record - b.record);
  await engine.load(
    {
      record: Float64Array.from(rows, ({ record }) => record),
      file: Int32Array.from(rows, ({ file }) => file),
      place: rows.map(({ place }) => place),
      code: rows.map(({ code }) => code),
      text: rows.map(({ text }) => text),
    },
    "rejects",
  );
}
