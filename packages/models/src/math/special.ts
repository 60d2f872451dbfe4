/**
 * Special functions, each in a form that keeps its digits where the models use it: the public list. Domains and errors:
 * MODELS-PURCHASE section 2.
 */
export { lgamma, lrise, digamma, psirise, trigamma, tririse, lbeta, lgamma1p } from "./gamma.js";
export { logAddExp, sigmoid, log1mexp, omexp } from "./logs.js";
export { hyp2f1One, es } from "./integrals.js";
export { type Tails, incompleteBeta, incompleteGamma } from "./incomplete.js";
export { normalCdf, normalQuantile } from "./normal.js";
