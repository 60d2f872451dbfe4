/**
 * Columns that tell the outcome because they were filled in by it: a reason for leaving, an end date, a total that grows
 * with every period a customer stays. With them everything else looks unimportant, so they are refused by name.
 */
import { metrics, ranking } from "@longworth/models";
import type { Lives, Trait } from "./lives.js";

/** Why a column is not used. `share`: what the reason says, 0 to 1. */
export type Refusal = Readonly<{ column: string; reason: RefusalReason; share: number }>;
export type RefusalReason =
  | "name" // it is called so
  | "tells" // AUC of leaving by this column alone
  | "only-left" // share of a value's customers who left
  | "grows" // rank correlation with the time stayed
  | "own-values" // distinct values over customers
  | "constant"
  | "empty"; // share of empty cells

const TELLS = 0.9;
const GROWS = 0.8; // rank correlation
const OWN_VALUES = 0.5;
const MOST_LABELS = 1000;
const MOSTLY_EMPTY = 0.995;
const ONLY_LEFT = { share: 0.995, least: 10, chance: 1e-6 } as const;
const EVENT_NAMES =
  /churn|cancel|terminat|attrit|offboard|unsubscrib|\b(left|leav(e|ing)|exit|lapsed?)\b|kündig|austritt|wypowiedz|rezygn|流失|取消/iu;
const END_NAMES =
  /\b(end|last|closed?|final|ende?|letzte[rns]?|ostatni\w*)[ _-]?(date|day|datum|order|purchase|login|seen|visit|contact)/iu;
const REASON_NAMES = /reason|grund|powód|原因/iu;
const GROWING_NAMES = /\b(life ?time|ltv|clv|cltv)\b/iu;

/** Words of a name apart: `ChurnReason`, `churn_reason` and "Churn reason" are one. */
const spaced = (name: string): string => name.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").replaceAll(/[_\-.]+/g, " ");

/** The reason why a column may not be used; null when there is none. */
export function refusalOf(trait: Trait, lives: Lives): Refusal | null {
  const { name: column } = trait;
  const refuse = (reason: RefusalReason, share: number): Refusal => ({ column, reason, share });
  const name = spaced(column);
  if ([EVENT_NAMES, END_NAMES, REASON_NAMES, GROWING_NAMES].some((pattern) => pattern.test(name)))
    return refuse("name", 1);
  const cells = trait.kind === "group" ? trait.code : trait.value;
  const filled = cells.filter((cell) => !Number.isNaN(cell));
  const empty = 1 - filled.length / cells.length;
  if (filled.length === 0) return refuse("empty", 1);
  const distinct = trait.kind === "group" ? trait.labels.length : new Set(filled).size;
  if (distinct === 1 && empty < 1 - MOSTLY_EMPTY) return refuse("constant", 1);
  if (trait.kind === "group" && (distinct > OWN_VALUES * filled.length || distinct > MOST_LABELS))
    return refuse("own-values", distinct / filled.length);
  const tells = tellsOf(trait, lives);
  if (tells >= TELLS) return refuse("tells", tells);
  const only = onlyLeft(trait, lives);
  if (only !== null) return refuse("only-left", only);
  if (empty > MOSTLY_EMPTY) return refuse("empty", empty);
  const grows = trait.kind === "number" ? growsWith(trait.value, lives) : 0;
  return grows >= GROWS ? refuse("grows", grows) : null;
}

/** AUC of leaving by this column alone, whichever way it points. */
function tellsOf(trait: Trait, { observed }: Lives): number {
  const cells = trait.kind === "group" ? trait.code : trait.value;
  const filledOrNot = either(
    metrics.auc(
      observed,
      cells.map((cell) => Number(Number.isNaN(cell))),
    ),
  );
  if (trait.kind === "number") {
    const rows = trait.value.map((v, i) => (Number.isNaN(v) ? NaN : i)).filter((i) => !Number.isNaN(i));
    const own = metrics.auc(
      Float64Array.from(rows, (i) => observed[i] ?? NaN),
      Float64Array.from(rows, (i) => trait.value[i] ?? NaN),
    );
    return Math.max(filledOrNot, either(own) * (rows.length / trait.value.length));
  }
  return Math.max(filledOrNot, metrics.auc(observed, sharesElsewhere(trait.code, observed)));
}

const SHRUNK = 5; // customers of the usual share that every label is given

/** Share of a label's customers who left, among the other half of the rows: a label of one customer tells nothing. */
function sharesElsewhere(code: Float64Array, observed: Float64Array): Float64Array {
  const base = observed.reduce((sum, v) => sum + v, 0) / observed.length;
  const isIn = (half: number) => (_: number, i: number) => i % 2 === half;
  const halves = [0, 1].map((half) => countsBy(code.filter(isIn(half)), observed.filter(isIn(half))));
  return code.map((value, i) => {
    const other = halves[1 - (i % 2)];
    const key = Number.isNaN(value) ? -1 : value;
    return ((other?.left.get(key) ?? 0) + SHRUNK * base) / ((other?.all.get(key) ?? 0) + SHRUNK);
  });
}

const either = (auc: number): number => (Number.isNaN(auc) ? 0 : Math.max(auc, 1 - auc));

function countsBy(code: Float64Array, observed: Float64Array) {
  const [left, all] = [new Map<number, number>(), new Map<number, number>()];
  for (const [i, value] of code.entries()) {
    const key = Number.isNaN(value) ? -1 : value;
    all.set(key, (all.get(key) ?? 0) + 1);
    left.set(key, (left.get(key) ?? 0) + (observed[i] ?? 0));
  }
  return { left, all };
}

/** A value (or any value at all) that practically only customers have who left, and too many of them for chance. */
function onlyLeft(trait: Trait, { observed }: Lives): number | null {
  const cells = trait.kind === "group" ? trait.code : trait.value;
  const isFilled = cells.map((cell) => (Number.isNaN(cell) ? NaN : 0));
  const base = observed.reduce((sum, v) => sum + v, 0) / observed.length;
  const candidates = trait.kind === "group" ? [isFilled, trait.code] : [isFilled];
  const tests = trait.kind === "group" ? trait.labels.length + 1 : 1;
  for (const codes of candidates) {
    const { left, all } = countsBy(codes, observed);
    for (const [key, n] of all) {
      if (key < 0 || n < ONLY_LEFT.least) continue;
      const share = (left.get(key) ?? 0) / n;
      if (share >= ONLY_LEFT.share && n * Math.log(base) < Math.log(ONLY_LEFT.chance / tests)) return share;
    }
  }
  return null;
}

/** Rank correlation with the time stayed, of those who are known: a total that only time makes large. */
function growsWith(value: Float64Array, { duration }: Lives): number {
  const rows = Array.from(value.keys()).filter((i) => !Number.isNaN(value[i]));
  const of = (column: Float64Array): Float64Array => Float64Array.from(rows, (i) => column[i] ?? NaN);
  const rho = ranking.spearman(of(duration), of(value));
  return Number.isNaN(rho) ? 0 : Math.abs(rho);
}
