/** What files about customers say of contracts, as it was known when these began. */
import type { Engine } from "../../engines/engine.js";
import { FACTS_TABLE, type Attributes, type FactSpec } from "../../intake/attributes.js";
import { refusalOf } from "../../retention/leaks.js";
import type { Lives, Trait } from "../../retention/lives.js";
import { factsAndOutcomes, factsAtStart, knownContracts, type FactText } from "../../sql/known-contracts.js";
import { ident, sql, type Sql } from "../../sql/sql.js";
import { en } from "../../words/en.js";
import type { AttributeFacts } from "../../workspace/manifest.js";
import { CONTRACT_TABLES as T } from "./tables.js";

const FACTS = "facts_at_start";

/** A column of `contracts` that a file gave. */
export type KnownColumn = Readonly<{ name: string; column: string; block: number }>;

export type Known = Readonly<{
  table: string; // of the contracts with these columns
  columns: readonly KnownColumn[];
  refused: readonly Readonly<{ name: string; block: number; why: AttributeFacts["columns"][number]["kind"] }>[];
}>;

/** The columns beside those of `contracts`; those that tell by themselves who has left hold what was not known, and stay out. */
export async function addKnown(engine: Engine, { facts }: Attributes, asOf: string): Promise<Known> {
  if (facts.length === 0) return { table: T.contracts, columns: [], refused: [] };
  const names = facts.map(({ column }) => column);
  const tables = { contracts: T.contracts, facts: FACTS };
  await replace(engine, FACTS, factsAtStart(T.contracts, FACTS_TABLE, names));
  const read = await engine.numbers(factsAndOutcomes(tables, names, asOf), ["observed", "duration", ...names]);
  const lives: Lives = { observed: read["observed"] ?? NONE, duration: read["duration"] ?? NONE };
  const judged = facts.map((fact) => {
    const values = read[fact.column] ?? NONE;
    return { fact, values, refusal: refusalOf(traitOf(fact, values), lives) };
  });
  const kept = judged.filter(({ refusal }) => refusal === null);
  const texts = kept.map(({ fact, values }) => textOf(fact, values));
  await replace(engine, T.known, knownContracts(tables, texts));
  return {
    table: T.known,
    columns: kept.map(({ fact: { name, column, block } }) => ({ name, block, column: knownColumn(column) })),
    refused: judged.flatMap(({ fact: { name, block }, refusal }) =>
      refusal === null ? [] : [{ name, block, why: WHY[refusal.reason] ?? "tells_the_outcome" }],
    ),
  };
}

const NONE = new Float64Array();
const WHY: Readonly<Record<string, string>> = { empty: "empty", constant: "constant", "own-values": "identifier" };

const replace = (engine: Engine, table: string, query: Sql): Promise<void> =>
  engine.execute(sql`CREATE OR REPLACE TABLE ${ident(table)} AS ${query}`);

const traitOf = ({ name, labels }: FactSpec, values: Float64Array): Trait =>
  labels ? { name, kind: "group", labels, code: values } : { name, kind: "number", value: values };

const knownColumn = (fact: string): string => `known_${fact}`;

/** Its label, or the third of a number. */
function textOf({ column: fact, labels }: FactSpec, values: Float64Array): FactText {
  const column = knownColumn(fact);
  if (labels) return { fact, column, labels };
  const sorted = values.filter((one) => !Number.isNaN(one)).toSorted();
  const [low = 0, high = 0] = [1, 2].map((third) => sorted[Math.floor((third * (sorted.length - 1)) / 3)]);
  const words = en.contractResults.thirds;
  return { fact, column, low, high, thirds: [words.upTo(low), words.between(low, high), words.over(high)] };
}

/** The files as run.json tells them: used where one of their columns serves. */
export const knownFacts = (
  { files, facts }: Attributes,
  { refused }: Known,
  served: ReadonlySet<string>,
): AttributeFacts[] =>
  files.map(({ columns, ...file }, block) => {
    const named = (name: string) => facts.find((fact) => fact.block === block && (fact.name === name || fact.name === `${name} (${file.name})`))?.name; // prettier-ignore
    const whyOf = (name: string) => refused.find((one) => one.block === block && one.name === named(name))?.why;
    return {
      ...file,
      columns: columns.map((column) => ({ ...column, kind: whyOf(column.name) ?? column.kind })),
      crps: null,
      gini: null,
      isUsed: facts.some((fact) => fact.block === block && served.has(fact.name)),
    };
  });
