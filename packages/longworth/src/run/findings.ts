/** Findings of a run, told, and which one leads for each customer. */
import { horizonKey } from "../domain.js";
import type { Engine } from "../engines/engine.js";
import { judgeFindings, readMarks } from "../findings/judge.js";
import { LOW_SATISFACTION, lowCustomers, lowWorth } from "../findings/low-satisfaction.js";
import { listCommand, type Finding } from "../findings/rule.js";
import { leadColumn } from "../findings/members.js";
import type { Recipe } from "../forecast/recipe.js";
import { levelOf } from "../forecast/totals.js";
import type { Sql } from "../sql/sql.js";
import { en } from "../words/en.js";
import type { QuestionFacts } from "../workspace/satisfaction.js";
import type { Manifest } from "../workspace/manifest.js";
import { isoDay } from "./days.js";
import { cents, type Group } from "./groups.js";
import { TABLES } from "./prepare.js";
import type { PipelineRequest } from "./request.js";

export interface FindingParts {
  readonly request: PipelineRequest;
  readonly recipe: Recipe;
  readonly groups: readonly Group[];
  readonly customers: string; // the table of scored customers
  readonly satisfaction: readonly QuestionFacts[];
  readonly firstDay: number; // of the history, days since 1970-01-01
}

/** What run.json tells, and the column `lead` over the table `customers`. */
export type Findings = Readonly<{ told: Manifest["findings"]; lead: Sql }>;

export async function findingsOf(
  engine: Engine,
  { request, recipe, groups, customers, satisfaction, firstDay }: FindingParts,
): Promise<Findings> {
  const { asOf, currency, basis, hasAmounts, horizons, problems } = request;
  const headline = horizons.at(-1) ?? 0;
  const all = groups.find(({ scheme }) => scheme === "total");
  const sums = all?.byHorizon[horizonKey(headline)];
  const total = {
    expected: (sums?.value ?? sums?.orders)?.mean ?? 0,
    historic: hasAmounts ? (all?.historicValue ?? 0) : (all?.orders ?? 0),
  };
  const judged = await judgeFindings(
    engine,
    { customers, days: TABLES.days, history: TABLES.history },
    {
      asOf,
      firstDay: isoDay(firstDay),
      currency,
      basis,
      headline,
      hasAmounts,
      level: levelOf(recipe, headline),
      total,
      problems,
    },
  );
  const findings = withSaid(judged, satisfaction, total.expected);
  const told = findings.map((one) => ({
    id: one.id,
    text: one.tell(en),
    amount: cents(one.worth.mean),
    p05: cents(one.worth.p05),
    p95: cents(one.worth.p95),
    customers: one.customers,
    export: one.export,
  }));
  return {
    told,
    lead: leadColumn(customers, await readMarks(engine), {
      findings,
      asOf,
      headline,
      hasAmounts,
      dialect: engine.dialect,
    }),
  };
}

const LEAST_SHARE = 0.002; // of what is expected of all, below which it is not told

/** With what the first question says, in the order of the money. */
function withSaid(
  findings: readonly Finding[],
  [question]: readonly QuestionFacts[],
  expected: number,
): readonly Finding[] {
  const worth = question && lowWorth(question);
  if (!question || !worth || worth.mean < LEAST_SHARE * expected) return findings;
  const customers = lowCustomers(question);
  const { days, gap } = question.after;
  const facts = { question, customers, gap: gap?.mean ?? 0, days, business: "orders" as const }; // cast: a literal
  const said: Finding = {
    id: LOW_SATISFACTION,
    worth,
    customers,
    export: listCommand(LOW_SATISFACTION),
    tell: (words) => words.report.satisfaction.finding(facts),
  };
  return [...findings, said].sort((a, b) => b.worth.mean - a.worth.mean || (a.id < b.id ? -1 : 1));
}
