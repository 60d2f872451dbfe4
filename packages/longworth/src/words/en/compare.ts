/** Sentences of `compare`: help, refusals and the tables. */
import { formatter } from "../format.js";
import { contractsTold, type ContractResult } from "./compare-contracts.js";
import { candidateName, columns, wrapped } from "./layout.js";

const { day, decimal, integer, percent, plural } = formatter("en");

type Compared = Readonly<{
  candidate: string;
  role: string;
  weight: number | null;
  measures: Readonly<Record<string, number>>;
}>;
type Result = Readonly<{
  asOf: string;
  customers: number;
  horizon: number;
  windowDays: number;
  origins: readonly string[];
  judged: "value" | "orders";
  learning: boolean;
  served: string;
  grade: Readonly<{ letter: string; why: string }>;
  candidates: readonly Compared[];
  better: readonly string[];
}>;

const nameOf = ({ candidate }: Pick<Compared, "candidate">): string => candidateName(candidate);
const NONE = "–";
const days = (count: number): string => `${integer(count)} ${plural(count, { one: "day", other: "days" })}`;

/** As many decimals as tell candidates apart: four digits of the best score. */
const digitsFor = (best: number): number => (best > 0 ? Math.max(0, 3 - Math.floor(Math.log10(best))) : 3);

function table({ candidates, served }: Result, kind: "value" | "orders"): string {
  const head = ["", "weight", `CRPS of ${kind}`, "worse by", "Gini", "bias", "AUC", "in 90 % band", "PIT <= .95"];
  const known = candidates.filter(({ measures }) => measures[`${kind}_crps`] !== undefined);
  const digits = digitsFor(Math.min(...known.map(({ measures }) => measures[`${kind}_crps`] ?? Infinity)));
  const amount = (value: number): string => decimal(value, digits);
  const rows = known
    .toSorted((a, b) => (a.measures[`${kind}_crps`] ?? 0) - (b.measures[`${kind}_crps`] ?? 0))
    .map((one) => {
      const of = (name: string, show: (value: number) => string): string => {
        const value = one.measures[name];
        return value === undefined ? NONE : show(value);
      };
      const error = one.measures[`${kind}_crps_difference_se`] ?? 0;
      const mark = one.candidate === served ? " (served)" : "";
      return [
        `${nameOf(one)}${mark}`,
        one.weight === null ? NONE : percent(one.weight),
        of(`${kind}_crps`, amount),
        of(`${kind}_crps_difference`, (value) => `${amount(value)} ± ${amount(2 * error)}`),
        of(`${kind}_gini`, (value) => decimal(value, 3)),
        of(`${kind}_bias`, (value) => `${value > 0 ? "+" : ""}${percent(value, 1)}`),
        of("active_auc", (value) => decimal(value, 3)),
        of(`${kind}_coverage90`, (value) => percent(value, 1)),
        of(`${kind}_below_p95`, (value) => decimal(value, 3)),
      ];
    });
  return columns([head, ...rows], [0]);
}

function verdict({ better, served, judged }: Result): string {
  if (served !== "pool")
    return `A simple formula was better on your own past by more than chance, so run serves it: ${nameOf({ candidate: served })}.`;
  return better.length === 0
    ? `Nothing is better than the pool on ${judged} by more than two standard errors.`
    : `Better than the pool on ${judged} here, by more than two standard errors: ${better.map((candidate) => nameOf({ candidate })).join(", ")}.`;
}

function told(result: Result | ContractResult): string {
  if ("terms" in result) return contractsTold(result);
  const { origins, windowDays, horizon, customers, judged, learning, grade } = result;
  if (origins.length === 0)
    return wrapped(
      `There is nothing to compare yet: the history is too short for a blind forecast at an earlier day (${grade.why}).`,
    );
  const short = windowDays < horizon ? `; ${days(horizon)} were asked for, the history allows that many` : "";
  const lead =
    `Every candidate forecast ${days(windowDays)} blind, at the end of ${origins.map(day).join(", ")}${short}. ` +
    `${integer(customers)} customers at the newest.`;
  return [
    wrapped(lead),
    "",
    ...(judged === "value" ? [table(result, "value"), ""] : []),
    table(result, "orders"),
    "",
    wrapped(verdict(result)),
    wrapped(
      "Lower CRPS is better. Worse by: mean difference per customer to the pool, ± two standard errors of the paired difference. " +
        "Where most bring nothing a 90 % band rightly holds more than 90 %: of an honest forecast .95 of the PIT lie up to .95. " +
        `Simple formulas give a point: no band, no PIT. ${learning ? "The pool holds what was learnt on your own past." : "Without learning (--effort quick)."}`,
    ),
  ].join("\n");
}

export const compare = {
  description: "every model, the simple formulas and what is served, side by side on your own past",
  after: `
Examples
  longworth compare orders.csv
  longworth compare orders.csv --horizon 90d
  longworth compare orders.csv --json
  longworth compare subscriptions.csv

Each candidate forecasts at earlier days of your own data, blind, and is measured on what came. Nothing is
published. The longest horizon is compared, every model and always with a backtest.`,
  told,
};
