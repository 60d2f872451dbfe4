/** What the pipeline is asked, and what it gives back. */
import type { AmountMode, Basis, Effort, ZeroAmount } from "../domain.js";
import type { CandidateName } from "../forecast/candidates.js";
import type { Attributes } from "../intake/attributes.js";
import type { AccountRead } from "../intake/accounts.js";
import type { Surveys } from "../intake/surveys.js";
import type { Sql } from "../sql/sql.js";
import type { Sealed } from "./past.js";
import type { Manifest, Problem } from "../workspace/manifest.js";

export interface PipelineRequest {
  readonly draft: string; // the folder for the tables
  readonly customersIn?: Sql | undefined; // the table of a cluster that the customers are kept in
  readonly asOf: string;
  readonly amount: AmountMode;
  readonly basis: Basis;
  readonly currency: string | null;
  readonly zeroAmount: ZeroAmount;
  readonly horizons: readonly number[]; // days, ascending
  readonly quantiles: readonly number[];
  readonly annualDiscountRate: number;
  readonly model: "auto" | CandidateName;
  readonly backtest: boolean;
  readonly report: boolean; // false: only the scores
  readonly effort: Effort;
  readonly hasAmounts: boolean;
  readonly hasRefunds: boolean; // of customers
  readonly hasMargin: boolean;
  readonly hasStarts: boolean;
  readonly problems: readonly Problem[];
  readonly attributes: Attributes; // files about customers, as they were read
  readonly accounts: AccountRead | null; // --account
  readonly surveys: Surveys; // what customers said
  readonly sealed: readonly Sealed[]; // forecasts of earlier runs to be scored
  readonly total: number | null; // of the accepted orders, in `total` terms
}

/** What the pipeline adds to a manifest, and the rows of each table. */
export interface PipelineResult {
  readonly facts: Pick<
    Manifest,
    | "customers"
    | "models"
    | "served"
    | "backtest"
    | "grades"
    | "totals"
    | "simple"
    | "clock"
    | "weighing"
    | "past"
    | "attributes"
    | "satisfaction"
    | "accounts"
    | "notes"
    | "findings"
    | "refundShare"
  >;
  readonly rows: Readonly<Record<string, number>>; // by file name
}
