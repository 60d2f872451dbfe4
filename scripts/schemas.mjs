/** Writes docs/schemas: JSON Schemas of run.json, quality.json and the published tables at the default horizons. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { CompareResult, ContractCompareResult } from "../packages/longworth/dist/app/compare-result.js";
import { ExplainResult } from "../packages/longworth/dist/app/explain-result.js";
import { ScorePastResult } from "../packages/longworth/dist/app/score-past-result.js";
import { Manifest, Problem } from "../packages/longworth/dist/workspace/manifest.js";
import { SatisfactionRow } from "../packages/longworth/dist/workspace/satisfaction.js";
import { RealisedRow } from "../packages/longworth/dist/workspace/realised.js";
import * as accounts from "../packages/longworth/dist/workspace/accounts.js";
import * as contracts from "../packages/longworth/dist/workspace/contract-tables.js";
import * as tables from "../packages/longworth/dist/workspace/tables.js";

const folder = path.resolve(import.meta.dirname, "../docs/schemas");
const shape = { horizons: [90, 180, 365], levels: ["p05", "p50", "p95"], hasAmounts: true };
const grouped = { horizons: shape.horizons, hasMoney: true };
const priced = { horizons: shape.horizons, hasPrice: true };
const schemas = {
  run: Manifest,
  quality: z.array(Problem),
  customers: tables.customersSchema(shape),
  segments: tables.segmentsSchema(shape),
  forecast: tables.forecastSchema(shape),
  cohorts: tables.cohortsSchema(shape),
  tracking: tables.TrackingRow,
  backtest: tables.BacktestRow,
  compare: CompareResult,
  "compare-contracts": ContractCompareResult,
  explain: ExplainResult,
  contracts: contracts.contractsSchema(priced),
  "contract-customers": contracts.contractCustomersSchema(priced),
  retention: contracts.RetentionRow,
  mrr: contracts.mrrSchema(priced),
  renewals: contracts.renewalsSchema(priced),
  leaving: contracts.leavingSchema(priced),
  realised: RealisedRow,
  drivers: tables.DriversRow,
  "score-past": ScorePastResult,
  returns: tables.ReturnsRow,
  satisfaction: SatisfactionRow,
  accounts: accounts.accountsSchema(grouped),
  "contract-accounts": accounts.contractAccountsSchema(grouped),
};
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(schemas)) {
  writeFileSync(path.join(folder, `${name}.schema.json`), `${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`);
}
