/** @longworth/models: purchase, spend and value models of customers. Pure functions over columns; a fit is JSON. */
export type { Estimate } from "./inference/estimate.js";
export type {
  Applicability,
  Cells,
  Discounting,
  EventLog,
  Fit,
  FitOptions,
  Params,
  PurchaseModel,
  TimeUnit,
} from "./purchase/model.js";
export * as linearAlgebra from "./math/linear-algebra.js";
export * as quadrature from "./math/quadrature.js";
export * as random from "./math/random.js";
export * as special from "./math/special.js";
export { maximumLikelihood } from "./inference/maximum-likelihood.js";
export * as gammaGamma from "./spend/gamma-gamma.js";
export * as logNormal from "./spend/log-normal.js";
export * as valueDistribution from "./spend/value-distribution.js";
export * as cashFlow from "./value/cash-flow.js";
export * as clv from "./value/clv.js";
export * as discounting from "./value/discounting.js";
export * as managerial from "./value/managerial.js";
export * as calibration from "./evaluation/calibration.js";
export * as comparison from "./evaluation/comparison.js";
export * as crps from "./evaluation/crps.js";
export * as metrics from "./evaluation/metrics.js";
export * as pit from "./evaluation/pit.js";
export { kendallTau, rankCorrelation } from "./evaluation/rank-correlation.js";
export {
  cronbachAlpha,
  customerEffort,
  customerSatisfaction,
  customerSatisfactionOf,
  netPromoterScore,
  netPromoterScoreOf,
} from "./evaluation/satisfaction.js";
export type { PromoterCounts } from "./evaluation/satisfaction.js";
export * as ranking from "./evaluation/ranking.js";
export { chooseRetentionModel } from "./contract/choice.js";
export { cohortTriangle, pooledRetention, retentionOf } from "./contract/cohort-triangle.js";
export type { Ledger, Triangle } from "./contract/cohort-triangle.js";
export { revenueRetention } from "./contract/revenue-retention.js";
export type { Bridge, RevenueRetention } from "./contract/revenue-retention.js";
export { renewalPrice } from "./contract/renewal-price.js";
export * as betaDiscreteWeibull from "./contract/beta-discrete-weibull.js";
export * as betaDiscreteWeibullRegression from "./contract/beta-discrete-weibull-regression.js";
export * as discreteWeibull from "./contract/discrete-weibull.js";
export * as contractLifetime from "./contract/lifetime.js";
export * as groupedRetention from "./contract/grouped-retention.js";
export * as retentionProjection from "./contract/projection.js";
export * as renewals from "./contract/renewals.js";
export * as shiftedBetaGeometric from "./contract/shifted-beta-geometric.js";
export * as shiftedBetaGeometricRegression from "./contract/shifted-beta-geometric-regression.js";
export type { Contracts, Renewals } from "./contract/renewals.js";
export type { Fit as RetentionFit, RetentionModel, State as RetentionState } from "./contract/model.js";
export { baselineOf, predict as predictSurvival } from "./survival/baseline.js";
export { concordanceOf } from "./survival/concordance.js";
export { durationQuantile, hazardsOf, kaplanMeier, survivalAt } from "./survival/kaplan-meier.js";
export { logRank } from "./survival/log-rank.js";
export { nelsonAalen } from "./survival/nelson-aalen.js";
export { proportionality } from "./survival/proportionality.js";
export type { ProportionalityTest } from "./survival/proportionality.js";
export { restrictedMean, restrictedMeanDifference } from "./survival/restricted-mean.js";
export { riskTable } from "./survival/durations.js";
export * as cox from "./survival/cox.js";
export * as discreteHazard from "./survival/discrete-hazard.js";
export type { Durations, RiskTable } from "./survival/durations.js";
export type { SurvivalCurve } from "./survival/kaplan-meier.js";
export type { Share } from "./inference/proportion.js";
export type { Coefficients, Effect, JointTest } from "./inference/coefficients.js";
export { effects, jointTest } from "./inference/coefficients.js";
export { fitBinomial } from "./inference/binomial-regression.js";
export { standardErrorOf } from "./inference/delta-method.js";
export { benjaminiHochberg } from "./inference/false-discovery.js";
export * as proportion from "./inference/proportion.js";
export * as distributions from "./math/distributions.js";
export * as lambert from "./math/lambert.js";
export * as bgNbd from "./purchase/bg-nbd.js";
export * as cells from "./purchase/cells.js";
export { bgCnbd2, bgCnbd3, mbgCnbd2, mbgCnbd3, nbd2 } from "./purchase/cnbd-k.js";
export * as mbgNbd from "./purchase/mbg-nbd.js";
export * as nbd from "./purchase/nbd.js";
export * as paretoNbd from "./purchase/pareto-nbd.js";
export * as prior from "./purchase/prior.js";
export type { Posterior } from "./inference/posterior.js";
export * as intervals from "./inference/intervals.js";
export * as bins from "./learn/bins.js";
export * as boosting from "./learn/boosting.js";
export * as clumpiness from "./learn/clumpiness.js";
export * as conformal from "./learn/conformal.js";
export * as adam from "./learn/adam.js";
export * as layers from "./learn/layers.js";
export * as network from "./learn/network.js";
export * as recalibration from "./learn/recalibration.js";
export * as stacking from "./learn/stacking.js";
export * as tweedie from "./learn/tweedie.js";
export * as ziln from "./learn/ziln.js";
export * as zilnBoosting from "./learn/ziln-boosting.js";
export * as folds from "./learn/folds.js";
export * as losses from "./learn/losses.js";
export * as treeShap from "./learn/tree-shap.js";
export * as trees from "./learn/tree.js";
export * as outcomes from "./purchase/outcomes.js";
export * as posterior from "./inference/posterior.js";
export * as psis from "./inference/psis.js";
