/** What a spreadsheet or a wrong encoding did to ids: seen over whole columns, mended where what was meant is certain. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { ident, integer, sql } from "../sql/sql.js";
import { problems as words } from "../words/en/problems.js";
import type { Bound } from "./plan.js";
import { idFaults, idForms } from "./facts.js";
import { lostLetters, mendIds } from "./mangled-ids.js";
import { placesOf } from "./places.js";
import type { IntakeTools } from "./request.js";
import type { Staged, StagedColumn } from "./staged.js";
import type { IdMarks, Repair, TypedOptions } from "./typed-options.js";

type IdRepairs = Pick<TypedOptions, "repairs" | "damaged" | "mended"> & Readonly<{ lost: readonly IdMarks[] }>;

const MAX_ID = 1000; // characters; TRUST row 58
const Facts = z.record(z.string(), z.number().nullable());

/** What a spreadsheet did to every id of a column. @throws file_unreadable for an id that is a text */
export async function idRepairs({ staged, plan }: Bound, { engine, effects }: IntakeTools): Promise<IdRepairs> {
  const columns = [...plan.key, ...plan.order].filter(
    ({ type }, i, all) => type === "text" && all.findIndex(({ id }) => id === all[i]?.id) === i,
  );
  const asText = await doublesOf([...plan.key, ...plan.order], staged.table, engine);
  if (columns.length === 0) return { repairs: asText, damaged: [], mended: [], lost: [] };
  const [facts = {}] = await engine.rows(idFaults(staged.table, columns, engine.dialect), Facts);
  const of = (id: string, fact: string): number => facts[`${id}_${fact}`] ?? 0;
  const tooLong = plan.key.find(({ id }) => of(id, "longest") > MAX_ID);
  if (tooLong) throw await longId(tooLong, staged, { engine, effects });
  const having = (fact: string): readonly StagedColumn[] => columns.filter(({ id }) => of(id, fact) > 0);
  const repairs = await repairsOf(staged.table, { columns, engine, of });
  return {
    repairs: { ...asText, ...repairs },
    damaged: having("damaged"),
    mended: await mendIds(having("mangled"), staged.table, engine),
    lost: await lostLetters(having("lost"), staged.table, engine),
  };
}

type Ids = Readonly<{ columns: readonly StagedColumn[]; engine: Engine; of(id: string, fact: string): number }>;

/** Columns in which `.0` stands behind whole numbers and no other decimals do, and columns in which `'` stands before numbers or before every id. */
async function repairsOf(table: string, { columns, engine, of }: Ids): Promise<TypedOptions["repairs"]> {
  const suspects = columns.filter(({ id }) => ["dot_zero", "apostrophe", "formula"].some((fact) => of(id, fact) > 0));
  if (suspects.length === 0) return {};
  const [forms = {}] = await engine.rows(idForms(table, suspects, engine.dialect), Facts);
  const found = suspects.flatMap(({ id }): [string, Repair][] => {
    const [filled, zeros, marks] = [of(id, "filled"), of(id, "dot_zero"), of(id, "apostrophe")];
    const isZero = zeros > 0 && forms[`${id}_whole`] === zeros && forms[`${id}_broken`] === zeros;
    if (isZero) return [[id, { kind: "dot zero", ids: zeros, of: filled }]];
    if (filled > 0 && of(id, "formula") === filled) return [[id, { kind: "formula", ids: filled, of: filled }]];
    const isMark = marks > 0 && (marks === filled || forms[`${id}_quoted`] === marks);
    return isMark ? [[id, { kind: "apostrophe", ids: marks, of: filled }]] : [];
  });
  return Object.fromEntries(found);
}

/** Ids that Parquet holds as doubles: as text they end in `.0`. */
async function doublesOf(
  columns: readonly StagedColumn[],
  table: string,
  engine: Engine,
): Promise<TypedOptions["repairs"]> {
  const found: Record<string, Repair> = {};
  for (const { id } of columns.filter(({ type }) => type === "number")) {
    const first = sql`SELECT CAST(${ident(id)} AS VARCHAR) AS id FROM ${ident(table)} WHERE ${ident(id)} IS NOT NULL LIMIT 1`;
    const [row] = await engine.rows(first, z.object({ id: z.string() }));
    if (row?.id.endsWith(".0")) found[id] = { kind: "dot zero", ids: 0, of: 0 };
  }
  return found;
}

async function longId(column: StagedColumn, staged: Staged, { engine, effects }: IntakeTools): Promise<UserError> {
  const Record = z.object({ record: z.number() });
  const query = sql`SELECT CAST(min(record) AS double) AS record FROM ${ident(staged.table)} WHERE length(${ident(column.id)}) > ${integer(MAX_ID)}`;
  const [row] = await engine.rows(query, Record);
  const [at = staged.source.name] = await placesOf(staged.source, [{ record: row?.record ?? 1, column }], effects);
  return new UserError("file_unreadable", words.idTooLong({ column: column.name, at }), { place: at });
}
