/** How the files were read, for the user: format, columns, styles. */
import type { Intake } from "./intake.js";
import type { Bound } from "./plan.js";
import type { IntakeRequest } from "./request.js";
import type { Source } from "./source.js";
import { roleName } from "./synonyms.js";
import type { Typed } from "./typing.js";

/** Known as soon as the bytes were read. */
export function sourceFacts(
  sources: readonly Source[],
): Pick<Intake, "format" | "encoding" | "delimiter" | "timezone"> {
  const [source] = sources;
  if (source?.kind !== "text")
    return { format: source?.kind ?? "parquet", encoding: null, delimiter: null, timezone: null };
  const { delimiter } = source.dialect;
  const { from } = source.origin ?? {};
  if (from === "xlsx" || from === "jsonl") return { format: from, encoding: null, delimiter: null, timezone: null };
  return { format: delimiter === "\t" ? "tsv" : "csv", encoding: source.encoding, delimiter, timezone: null };
}

/** Known when the columns have their roles. */
export function planFacts(
  bound: readonly Bound[],
  { map }: IntakeRequest,
): Pick<Intake, "layout" | "columns" | "choices"> {
  const plan = bound[0]?.plan;
  const choices = Object.entries(plan?.choices ?? {}).flatMap(([role, choice]) =>
    choice ? [[role, choice] as const] : [],
  );
  const told = choices.filter(([role]) => map[role] !== "none");
  return {
    layout: plan?.layout ?? "generic",
    columns: Object.fromEntries(told.map(([role, { column }]) => [roleName(role), column.name])),
    choices: Object.fromEntries(
      told.map(([role, { column, reason, runnerUp, score }]) => [
        roleName(role),
        { header: column.name, reason, runnerUp: runnerUp?.header ?? null, score },
      ]),
    ),
  };
}

/** Known when the styles of numbers and dates are decided. */
export function styleFacts(
  typed: readonly Typed[],
  { timezone }: IntakeRequest,
): Pick<Intake, "dateFormat" | "decimal" | "timezone"> {
  const [first] = typed;
  const forms = first?.styles.dates.forms;
  const text = first?.plan.date.type === "text";
  return {
    dateFormat:
      forms && text
        ? forms.used
            .map((form) => (form === "numeric" ? forms.numeric : form === "short" ? forms.short : form))
            .join(", ")
        : null,
    decimal: first?.styles.numbers.decimal ?? null,
    timezone: timezone ?? null,
  };
}
