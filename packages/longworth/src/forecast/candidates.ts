/** The one registry of what may be served. Workers receive a name and look the functions up here. */
import type { PurchaseModel } from "@longworth/models";
import { bgNbd, mbgNbd, nbd, paretoNbd } from "@longworth/models";

export interface Candidate {
  readonly kind: "scoreCells"; // works on distinct cells
  readonly model: PurchaseModel;
  readonly hasDropout: boolean; // false: P(alive) is 1 for everybody
  readonly nests: readonly string[]; // limits of this model: its likelihood must not be below theirs
}

/** FORECAST section 4, the candidates on calendar time. A new model is a file in @longworth/models and a line here. */
export const CANDIDATES = {
  nbd: { kind: "scoreCells", model: nbd, hasDropout: false, nests: [] },
  "bg-nbd": { kind: "scoreCells", model: bgNbd, hasDropout: true, nests: ["nbd"] },
  "mbg-nbd": { kind: "scoreCells", model: mbgNbd, hasDropout: true, nests: ["nbd"] },
  "pareto-nbd": { kind: "scoreCells", model: paretoNbd, hasDropout: true, nests: ["nbd"] },
} as const satisfies Record<string, Candidate>;

export type CandidateName = keyof typeof CANDIDATES;

/** In the order of the registry, which is the order of every result. */
export const CANDIDATE_NAMES = Object.keys(CANDIDATES) as readonly CandidateName[]; // cast: keys of a literal

/** The candidate of a name that came from a job or a recipe. */
export const candidateOf = (name: CandidateName): Candidate => CANDIDATES[name];
