/** A file beside the orders that an option names: rates, prices, refunds, first days. Read strictly: it has no budget of faults. */
import path from "node:path";
import { z } from "zod";
import { UserError, type ErrorCode } from "../errors.js";
import { ident, sql, type Sql } from "../sql/sql.js";
import { sides as words } from "../words/en/side-files.js";
import { stageBeside } from "./carried.js";
import { openSources } from "./files.js";
import { norm } from "./header-words.js";
import { candidate, type ColumnProfile } from "./matcher.js";
import { placesOf } from "./places.js";
import { profiles } from "./profile.js";
import type { IntakeRequest, IntakeTools } from "./request.js";
import type { Staged, StagedColumn } from "./staged.js";
import type { Role } from "./synonyms.js";

/** A staged file; `option` names it in messages: `--rates`. */
export type SideFile = Readonly<{ staged: Staged; seen: readonly ColumnProfile[]; option: string }>;

/** `hint` is what to do when the option names no file. */
type Asked = Readonly<{ given: string; option: string; reason?: string | undefined }>;

/** @throws file_not_found, row_ragged, whatever is wrong with the file itself */
export async function openSideFile(
  { given, option, reason }: Asked,
  { temp }: Pick<IntakeRequest, "temp">,
  { engine, effects }: IntakeTools,
): Promise<SideFile> {
  if (temp === undefined) throw new Error("reading a file beside the orders needs a folder for its copy");
  const isFile = await effects.files.stat(given).then(
    (facts) => facts.isFile(),
    () => false,
  );
  if (!isFile)
    throw new UserError(
      "file_not_found",
      { path: given, ...(reason === undefined ? {} : { reason }) },
      { place: option },
    );
  const folder = path.join(temp, `${option.replace(/^-+/, "")}-tmp`); // the engine was opened for the inputs and `temp` only
  await effects.files.mkdir(folder, { recursive: true });
  const copy = path.join(folder, path.basename(given));
  await effects.files.writeFile(copy, await effects.files.readFile(given));
  const [source] = await openSources([copy], { temp: folder }, effects);
  if (!source) throw new Error("a file that exists gave no source");
  const staged = await stageBeside(source, engine, `staged_${option.replaceAll(/\W/g, "_")}`);
  if (source.kind === "text" && source.raggedRecords > 0) throw raggedSide(source);
  return { staged, seen: await profiles(engine, staged, "all"), option };
}

function raggedSide(source: Extract<Staged["source"], { kind: "text" }>): UserError {
  const [first] = source.ragged;
  const place = `${source.name}:${first?.line ?? 1}:1`;
  const facts = { n: source.raggedRecords, found: first?.fields ?? 0, expected: source.columns.length };
  return new UserError("row_ragged", words.ragged(facts), { place });
}

/** The columns whose names say the role, best first. */
export const fitting = ({ seen }: SideFile, role: Role): readonly StagedColumn[] =>
  seen
    .map((profile) => candidate(role, profile))
    .filter(({ name }) => name > 0.4)
    .toSorted((a, b) => b.score - a.score || b.name - a.name)
    .map(({ profile }) => profile.column);

/** The column with one of these headers. */
export const headed = ({ staged }: SideFile, headers: readonly string[]): StagedColumn | undefined =>
  staged.columns.find(({ name }) => headers.includes(norm(name)));

/** @throws column_missing in words that say what the file must have */
export function needed(
  { staged, option }: SideFile,
  column: StagedColumn | undefined,
  what: "date" | "currency" | "rate" | "price" | "product" | "order" | "amount",
): StagedColumn {
  if (column) return column;
  const said = words.columnMissing({ option, what, found: staged.columns.map(({ name }) => name) });
  throw new UserError("column_missing", said, { place: `${staged.source.name}:1:1` });
}

const First = z.object({ record: z.number().nullable(), n: z.number() });

type Check = Readonly<{ column: StagedColumn; wrong: Sql; code: ErrorCode; what: keyof typeof words.wrong }>;

/** @throws the code at the first record where `wrong` holds */
export async function refuseWhere(
  { staged }: SideFile,
  { column, wrong, code, what }: Check,
  { engine, effects }: IntakeTools,
): Promise<void> {
  const query = sql`SELECT CAST(min(record) AS double) AS record, CAST(count(*) AS double) AS n FROM ${ident(staged.table)} WHERE ${wrong}`;
  const [first] = await engine.rows(query, First);
  if (!first || first.record === null) return;
  const { record, n } = first;
  const cell = sql`SELECT coalesce(CAST(${ident(column.id)} AS VARCHAR), '') AS cell FROM ${ident(staged.table)} WHERE record = ${record}`;
  const [found] = await engine.rows(cell, z.object({ cell: z.string() }));
  const [at = staged.source.name] = await placesOf(staged.source, [{ record, column }], effects);
  throw new UserError(code, words.wrong[what]({ n, value: found?.cell ?? "", at, column: column.name }), { place: at });
}

/** For decisions about columns of the file: where a record is. */
export const placeIn =
  ({ staged }: SideFile, { effects }: IntakeTools) =>
  async (record: number, column: StagedColumn): Promise<string> =>
    (await placesOf(staged.source, [{ record, column }], effects))[0] ?? staged.source.name;
