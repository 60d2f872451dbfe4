/** The models under test, as one registry: each file of purchase/ that is a model. */
import { bgCnbd2, bgNbd, mbgCnbd2, mbgCnbd3, mbgNbd, nbd, nbd2, paretoNbd } from "@longworth/models";
import type { PurchaseModel } from "@longworth/models";

export type ModelName = "nbd" | "bgNbd" | "mbgNbd" | "paretoNbd" | "nbd2" | "bgCnbd2" | "mbgCnbd2" | "mbgCnbd3";

/** By name. */
export const MODELS: Readonly<Record<ModelName, PurchaseModel>> = {
  nbd,
  bgNbd,
  mbgNbd,
  paretoNbd,
  nbd2,
  bgCnbd2,
  mbgCnbd2,
  mbgCnbd3,
};

/** Typical parameters, in weeks: near the estimates for a sample of an online shop's customers (CDNOW). */
export const TYPICAL: Readonly<Record<ModelName, Readonly<Record<string, number>>>> = {
  nbd: { r: 0.385, alpha: 12.07 },
  bgNbd: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
  mbgNbd: { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 },
  paretoNbd: { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 },
  nbd2: { r: 0.6, alpha: 9 },
  bgCnbd2: { r: 0.5, alpha: 3, a: 0.8, b: 2.4 },
  mbgCnbd2: { r: 1.3, alpha: 4.5, a: 0.6, b: 1.1 },
  mbgCnbd3: { r: 1.3, alpha: 3, a: 0.6, b: 1.1 },
};

/** Erlang stages of a gap; with more than one the next purchase is not due soon after the last. */
const STAGES: Readonly<Partial<Record<ModelName, number>>> = { nbd2: 2, bgCnbd2: 2, mbgCnbd2: 2, mbgCnbd3: 3 };

/** For `describe.each`. */
export const EACH_MODEL = Object.entries(MODELS).map(([name, model]) => ({
  name,
  model,
  typical: TYPICAL[name as ModelName], // the keys of MODELS are the names
  stages: STAGES[name as ModelName] ?? 1,
}));
