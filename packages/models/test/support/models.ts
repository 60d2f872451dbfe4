/** The models under test, as one registry: each file of purchase/ that is a model. */
import { bgNbd, mbgNbd, nbd, paretoNbd } from "@longworth/models";
import type { PurchaseModel } from "@longworth/models";

export type ModelName = "nbd" | "bgNbd" | "mbgNbd" | "paretoNbd";

/** By name. */
export const MODELS: Readonly<Record<ModelName, PurchaseModel>> = { nbd, bgNbd, mbgNbd, paretoNbd };

/** Typical parameters, in weeks: near the estimates for a sample of an online shop's customers (CDNOW). */
export const TYPICAL: Readonly<Record<ModelName, Readonly<Record<string, number>>>> = {
  nbd: { r: 0.385, alpha: 12.07 },
  bgNbd: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
  mbgNbd: { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 },
  paretoNbd: { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 },
};

/** For `describe.each`. */
export const EACH_MODEL = Object.entries(MODELS).map(([name, model]) => ({
  name,
  model,
  typical: TYPICAL[name as ModelName], // the keys of MODELS are the names
}));
