/** The registry: every finding there is. A finding that is not here is never told. */
import { cohortQuality } from "./cohort-quality.js";
import { cohortsBelow } from "./cohorts-below.js";
import { concentration } from "./concentration.js";
import { dataFaults } from "./data-faults.js";
import { fewerNewcomers } from "./fewer-newcomers.js";
import { moreNewcomers } from "./more-newcomers.js";
import { newBest } from "./new-best.js";
import { noCustomerName } from "./no-customer-name.js";
import { oneTimeShare } from "./one-time-share.js";
import { overdueBest } from "./overdue-best.js";
import { refunds } from "./refunds.js";
import type { FindingRule } from "./rule.js";
import { seasonAhead } from "./season-ahead.js";
import { secondOrder } from "./second-order.js";
import { serialReturners } from "./serial-returners.js";
import { slipping } from "./slipping.js";
import { valueAtRisk } from "./value-at-risk.js";
import { winback } from "./winback.js";

/** In no particular order: money ranks them. */
export const RULES: readonly FindingRule[] = [
  overdueBest,
  secondOrder,
  concentration,
  valueAtRisk,
  slipping,
  newBest,
  winback,
  oneTimeShare,
  cohortQuality,
  cohortsBelow,
  fewerNewcomers,
  moreNewcomers,
  seasonAhead,
  refunds,
  serialReturners,
  noCustomerName,
  dataFaults,
];
