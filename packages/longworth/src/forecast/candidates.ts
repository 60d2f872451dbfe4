/** The one registry of what may be served. Workers receive a name and look the functions up here. */
import type { PurchaseModel } from "@longworth/models";
import { bgNbd, mbgCnbd2, mbgCnbd3, mbgNbd, nbd, nbd2, paretoNbd } from "@longworth/models";

export interface Candidate {
  readonly kind: "scoreCells"; // works on distinct cells
  readonly model: PurchaseModel;
  readonly time: "calendar" | "clock"; // weeks of the calendar, or of the business clock
  readonly hasDropout: boolean; // false: P(alive) is 1 for everybody
  readonly isClosed: boolean; // means and discounts in closed form, so as cheap as P(alive)
  readonly nests: readonly string[]; // limits of this model: its likelihood must not be below theirs
}

const staying = { kind: "scoreCells", hasDropout: false, nests: [] } as const;
const leaving = { kind: "scoreCells", hasDropout: true } as const;

/** FORECAST section 4. A new model is a file in @longworth/models and a line here. */
export const CANDIDATES = {
  nbd: { ...staying, model: nbd, time: "calendar", isClosed: true },
  "bg-nbd": { ...leaving, model: bgNbd, time: "calendar", isClosed: true, nests: ["nbd"] },
  "mbg-nbd": { ...leaving, model: mbgNbd, time: "calendar", isClosed: true, nests: ["nbd"] },
  "pareto-nbd": { ...leaving, model: paretoNbd, time: "calendar", isClosed: true, nests: ["nbd"] },
  "nbd-2": { ...staying, model: nbd2, time: "calendar", isClosed: false },
  "nbd-clock": { ...staying, model: nbd, time: "clock", isClosed: true },
  "nbd-2-clock": { ...staying, model: nbd2, time: "clock", isClosed: false },
  "bg-nbd-clock": { ...leaving, model: bgNbd, time: "clock", isClosed: true, nests: ["nbd-clock"] },
  "mbg-nbd-clock": { ...leaving, model: mbgNbd, time: "clock", isClosed: true, nests: ["nbd-clock"] },
  "mbg-cnbd-2-clock": { ...leaving, model: mbgCnbd2, time: "clock", isClosed: false, nests: ["nbd-2-clock"] },
  "mbg-cnbd-3-clock": { ...leaving, model: mbgCnbd3, time: "clock", isClosed: false, nests: [] },
  "pareto-nbd-clock": { ...leaving, model: paretoNbd, time: "clock", isClosed: true, nests: ["nbd-clock"] },
} as const satisfies Record<string, Candidate>;

export type CandidateName = keyof typeof CANDIDATES;

/** In the order of the registry, which is the order of every result. */
export const CANDIDATE_NAMES = Object.keys(CANDIDATES) as readonly CandidateName[]; // cast: keys of a literal

/** What is served by default: the business clock runs for some, for others the calendar. The slowest fits stand last. */
export const POOL_NAMES: readonly CandidateName[] = [
  "mbg-nbd",
  "pareto-nbd",
  "nbd-2",
  "nbd-clock",
  "nbd-2-clock",
  "bg-nbd-clock",
  "mbg-nbd-clock",
  "mbg-cnbd-2-clock",
  "mbg-cnbd-3-clock",
  "pareto-nbd-clock",
];

/** The pool of a history: where dates are periods nothing counts calendar days. */
export const poolNames = (isGrid: boolean): readonly CandidateName[] =>
  isGrid ? POOL_NAMES.filter((name) => CANDIDATES[name].time === "clock") : POOL_NAMES;

/** The candidate of a name that came from a job or a recipe. */
export const candidateOf = (name: CandidateName): Candidate => CANDIDATES[name];

/** Whether any of them needs the business clock. */
export const needsClock = (names: readonly CandidateName[]): boolean =>
  names.some((name) => CANDIDATES[name].time === "clock");
