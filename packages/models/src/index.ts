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
