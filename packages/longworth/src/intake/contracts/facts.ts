/** How files of contracts were read, for the user: columns, styles. */
import type { IntakeRequest } from "../request.js";
import { contractFlag, type ContractPlan } from "./plan.js";
import type { ContractIntake } from "./result.js";
import type { BoundContracts, ContractStyles } from "./styles.js";

/** Layout and columns as short texts, to be saved one day and compared the next: see settled.ts. */
export const settledContracts = ({ layout, choices }: ContractPlan): Readonly<Record<string, string>> => ({
  layout,
  ...Object.fromEntries(
    Object.entries(choices).map(([role, { column }]) => [`column.${contractFlag(role)}`, column.name]),
  ),
});

/** Known when the columns have their roles and their cells their styles. */
export function contractFacts(
  files: readonly (BoundContracts & Readonly<{ styles: ContractStyles }>)[],
  { timezone }: IntakeRequest,
): Pick<
  ContractIntake,
  "layout" | "columns" | "choices" | "explained" | "decisions" | "settled" | "dateFormat" | "decimal" | "timezone"
> {
  const [first] = files;
  const choices = Object.entries(first?.plan.choices ?? {}).map(
    ([role, choice]) => [contractFlag(role), choice] as const,
  );
  const start = first?.plan.columns.start;
  const forms = start?.type === "text" ? first?.styles.dates.get(start.id)?.forms : undefined;
  return {
    layout: first?.plan.layout ?? "contracts",
    columns: Object.fromEntries(choices.map(([role, { column }]) => [role, column.name])),
    choices: Object.fromEntries(
      choices.map(([role, { column, reason, runnerUp, score }]) => [
        role,
        { header: column.name, reason, runnerUp: runnerUp?.header ?? null, score: Math.min(1, score) },
      ]),
    ),
    explained: [],
    decisions: [],
    settled: first ? settledContracts(first.plan) : {},
    dateFormat: forms
      ? forms.used
          .map((form) => (form === "numeric" ? forms.numeric : form === "short" ? forms.short : form))
          .join(", ")
      : null,
    decimal: first?.plan.columns.price ? first.styles.numbers.decimal : null,
    timezone: timezone ?? null,
  };
}
