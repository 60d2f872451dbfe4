/** What a finding about contracts is: a condition on published contracts, money with an interval, a sentence. */
import type { Outcome } from "../../domain.js";
import type { Sql } from "../../sql/sql.js";
import type { Words } from "../../words/en.js";

/** What rules are judged with. Sums are over published contracts. */
export type ContractScope = Readonly<{
  asOf: string; // ISO day
  hasPrice: boolean;
  headline: number; // days
  mrr: number; // of all that runs
  yearly: number; // expected of all within the headline horizon
}>;

export type ContractFinding = Readonly<{
  id: string;
  members: Sql; // a condition on the columns of contracts
  contracts: number; // how many it lists
  worth: Outcome; // money, or payments without prices
  tell(words: Words): string;
}>;

const Z95 = 1.6448536269514722;

/** A sum of independent decisions, each about all or nothing of some money. */
export const bandOf = (mean: number, variance: number): Outcome => {
  const half = Z95 * Math.sqrt(Math.max(0, variance));
  return { mean, p05: Math.max(0, mean - half), p95: mean + half };
};

/** The command that lists them. */
export const listContracts = (id: string): string =>
  `longworth export --table contracts --segment ${id} --for spreadsheet --out ${id}.csv`;
