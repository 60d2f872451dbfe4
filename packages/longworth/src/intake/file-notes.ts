/** Notes about files as a whole: what they do not say, and how they were read. */
import type { Decided } from "./decide.js";
import type { OrderSums } from "./ladder.js";
import { maskedText } from "./mask.js";
import type { Finding } from "./problems.js";
import type { IntakeRequest } from "./request.js";
import type { Source } from "./source.js";
import type { Repair } from "./typed-options.js";
import type { Typed } from "./typing.js";

type FileContext = Readonly<{ typed: readonly Typed[]; request: IntakeRequest; decided: Decided; sums: OrderSums }>;

const MARKS = { "dot zero": ".0", apostrophe: "'", formula: '="…"' } as const satisfies Record<Repair["kind"], string>;

/** About the file as a whole. */
export function fileNotes({ typed, request, decided, sums }: FileContext): readonly Finding[] {
  const [first] = typed;
  if (!first) return [];
  const { plan } = first;
  const { records } = { records: sums.orders };
  const found: Finding[] = [];
  const amounts = decided.fates.amounts;
  if (!amounts) found.push({ code: "amount_missing", records, amount: null });
  if (amounts && plan.net.kind === "same" && request.amount === "net")
    found.push({ code: "net_unavailable", records, amount: sums.total });
  if (amounts && decided.currency === null) found.push({ code: "currency_missing", records, amount: sums.total });
  if (!plan.status) found.push({ code: "status_missing", records, amount: sums.total });
  if (plan.byName)
    found.push({ code: "keys_by_name", records, amount: sums.total, facts: { col: plan.key[0]?.name ?? "" } });
  const taxed = plan.net.kind === "minus" ? plan.net.tax[0]?.column.name : undefined;
  if (amounts && plan.layout === "generic" && request.amount === "net" && taxed !== undefined)
    found.push({ code: "tax_mode_assumed", records, amount: null, facts: { val: "with", a: taxed } });
  if (
    amounts &&
    plan.layout !== "generic" &&
    request.amount === "net" &&
    plan.net.kind === "minus" &&
    plan.net.tax.length === 0
  )
    found.push({
      code: "tax_mode_assumed",
      records,
      amount: null,
      facts: { val: "without", a: "the file has no column of taxes" },
    });
  for (const { staged, styles, options } of typed) {
    for (const note of staged.source.notes)
      found.push({ code: "container_note", records: 0, amount: null, facts: { val: note.value, a: note.as } });
    found.push(...endNote(staged.source));
    for (const note of styles.numbers.notes)
      found.push({
        code: "number_style_inferred",
        records,
        amount: sums.total,
        facts: { col: note.column, val: note.value, a: note.as },
      });
    for (const note of styles.dates.notes)
      found.push({ code: "timezone_mixed", records: note.without, amount: null, facts: { val: `${note.with}` } });
    for (const [id, repair] of Object.entries(options.repairs)) {
      const column = staged.columns.find((each) => each.id === id);
      if (column?.type === "text")
        found.push({
          code: "id_repaired",
          records: repair.ids,
          amount: "0",
          facts: { col: column.name, val: MARKS[repair.kind], a: `${repair.of}` },
        });
    }
  }
  return toldOnce(found);
}

/** What is the same in several files, and differs by its counts only, is told once for all of them. */
function toldOnce(findings: readonly Finding[]): readonly Finding[] {
  const all = new Map<string, Finding>();
  for (const finding of findings) {
    const { code, records, facts = {}, examples } = finding;
    const isCounted = COUNTED.has(code);
    const key = examples
      ? `${all.size}`
      : JSON.stringify([code, facts.col, facts.val, ...(isCounted ? [] : [records, facts.a])]);
    const same = all.get(key);
    all.set(key, same === undefined ? finding : isCounted ? joined(same, finding) : same);
  }
  return [...all.values()];
}

const COUNTED: ReadonlySet<Finding["code"]> = new Set(["id_repaired"]); // `records` of `a` ids

function joined(one: Finding, other: Finding): Finding {
  const ids = [one, other].reduce((sum, { facts }) => sum + Number(facts?.a), 0);
  return { ...one, records: one.records + other.records, facts: { ...one.facts, a: `${ids}` } };
}

function endNote(source: Source): readonly Finding[] {
  if (source.kind !== "text" || !source.doubtfulEnd) return [];
  const { line, column, value } = source.doubtfulEnd;
  const place = `${source.name}:${line}:${column}`;
  return [{ code: "end_in_doubt", records: 1, amount: null, examples: [{ place, value: maskedText(value) }] }];
}
