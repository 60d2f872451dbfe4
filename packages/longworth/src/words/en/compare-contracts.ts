/** What `compare` says of contracts. */
import { formatter } from "../format.js";
import { termWord } from "./contract-charts.js";
import { columns, wrapped } from "./layout.js";

const { day, decimal, integer } = formatter("en");

export type ContractResult = Readonly<{
  contracts: number;
  terms: readonly Readonly<{
    term: string;
    windowDays: number;
    origins: readonly string[];
    decisions: number;
    served: string;
    candidates: readonly Readonly<{ candidate: string; role: string; logLikelihood: number; error: number | null }>[];
    traits: readonly Readonly<{ name: string; p: number; used: boolean }>[];
  }>[];
}>;
type Term = ContractResult["terms"][number];

const NAMES: Readonly<Record<string, string>> = {
  "one-churn": "one churn rate for all",
  "same-tenure": "the rate last seen at the same age",
  "by-plan": "a curve for each plan",
};

function nameOf(candidate: string, traits: readonly string[]): string {
  const known = NAMES[candidate];
  return known ?? candidate.replace("+traits", ` by ${traits.join(" and ")}`);
}

function termTold({ term, windowDays, origins, decisions, candidates, traits }: Term): string {
  const title = `Renewed ${termWord(term)}`;
  if (candidates.length === 0) return wrapped(`${title}: no earlier day to forecast from.`);
  const used = traits.filter((one) => one.used).map(({ name }) => name);
  const best = candidates[0]?.logLikelihood ?? 0;
  const rows = candidates.map(({ candidate, role, logLikelihood, error }) => [
    `${nameOf(candidate, used)}${role === "served" ? " (served)" : ""}`,
    decimal(logLikelihood, 4),
    `${decimal(1000 * (best - logLikelihood), 1)}${error === null ? "" : ` (± ${decimal(1000 * error, 1)} to those without)`}`,
  ]);
  const silent = traits.filter((one) => !one.used).map(({ name }) => name);
  return [
    wrapped(
      `${title}: ${integer(windowDays)} days forecast blind, at the end of ${origins.map(day).join(", ")}; ${integer(decisions)} renewals.`,
    ),
    columns([["", "log score of a renewal", "less by, thousandths"], ...rows], [0]),
    ...(silent.length === 0 ? [] : [wrapped(`Says nothing of who stays: ${silent.join(", ")}.`)]),
  ].join("\n");
}

export const contractsTold = ({ terms }: ContractResult): string =>
  [
    ...terms.map(termTold),
    wrapped("A higher log score is better: the mean log of the chance that was given to what came. By what was known at the start is served where it says more than the curves without by more than its standard error (±)."), // prettier-ignore
  ].join("\n\n");
