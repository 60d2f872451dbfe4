/** What is known of contracts at their start: the plan and the channel they came by, by their largest levels. */
import { z } from "zod";
import type { Engine } from "../../engines/engine.js";
import type { Term } from "../../forecast/contracts/cells.js";
import type { CovariateTrial } from "../../forecast/contracts/covariates.js";
import { pooledLevel, type PatternTrait } from "../../forecast/contracts/patterns.js";
import { planSizes, traitColumn } from "../../sql/contract-states.js";
import { ident, integer, list, sql, type Sql } from "../../sql/sql.js";

const COLUMNS = [
  { name: "plan", column: "start_plan" },
  { name: "channel", column: "channel" },
] as const;
const MOST_LEVELS = 12; // with an effect of their own

/** A trait of contracts: what it is called, where it stands, its levels from the largest. */
export type ContractTrait = Readonly<{ name: string; column: string; levels: readonly string[] }>;

type Named = Pick<ContractTrait, "name" | "column">;

/** Those with two levels at least. @param known the table, and its columns that files about customers gave */
export async function traitsOf(
  engine: Engine,
  { table, columns }: Readonly<{ table: string; columns: readonly Named[] }>,
): Promise<readonly ContractTrait[]> {
  const found: ContractTrait[] = [];
  for (const { name, column } of [...COLUMNS, ...columns]) {
    const sizes = await engine.rows(planSizes(table, MOST_LEVELS, column), Level);
    if (sizes.length > 1) found.push({ name, column, levels: sizes.map(({ plan }) => plan) });
  }
  return found;
}

const Level = z.object({ plan: z.string(), contracts: z.number() });

/** The number of a pattern, for the engine: its levels as digits. */
export const patternCode = ({ patterns: { traits, levels } }: CovariateTrial, pattern: number): number =>
  traits.reduce((code, trait, k) => code * sizeOf(trait) + digitOf(trait, levels[pattern]?.[k] ?? -1), 1);

const digitOf = ({ base, levels }: PatternTrait, level: number): number => [base, ...levels].indexOf(level);
const sizeOf = ({ levels }: PatternTrait): number => levels.length + 1;

/** A renewal period, and whether traits serve it. */
type TriedTerm = Readonly<{ term: Term; covariates: CovariateTrial | null }>;

/** The number of a contract's pattern; 0 where its period is served without. Null where all are. */
export function patternOf(terms: readonly TriedTerm[], traits: readonly ContractTrait[]): Sql | null {
  const cases = terms.flatMap(({ term, covariates }) =>
    covariates?.isServed === true
      ? [sql`WHEN unit = ${term.unit} AND periods = ${integer(term.count)} THEN ${codeOf(covariates, traits)}`]
      : [],
  );
  return cases.length === 0 ? null : sql`CASE ${list(cases, sql` `)} ELSE 0 END`;
}

function codeOf({ patterns }: CovariateTrial, traits: readonly ContractTrait[]): Sql {
  return patterns.traits.reduce(
    (code, one) => {
      const known = traits[one.trait]?.levels ?? [];
      const digits = known.map((_, level) => sql`WHEN ${integer(level)} THEN ${integer(digitOf(one, pooledLevel(one, level)))}`); // prettier-ignore
      const others = integer(digitOf(one, pooledLevel(one, -1)));
      const column = ident(traitColumn(one.trait));
      return sql`(${code}) * ${integer(sizeOf(one))} + CASE ${column} ${list(digits, sql` `)} ELSE ${others} END`;
    },
    sql`1`,
  );
}
