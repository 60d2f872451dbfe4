/** What the job of contracts is asked, and what it gives back. */
import type { AccountRead } from "../../intake/accounts.js";
import type { Attributes } from "../../intake/attributes.js";
import type { InvoiceRead } from "../../intake/invoices.js";
import type { Surveys } from "../../intake/surveys.js";
import type { Basis } from "../../domain.js";
import type { Manifest, Problem } from "../../workspace/manifest.js";

export type ContractRequest = Readonly<{
  draft: string; // the folder for the tables
  asOf: string; // ISO day
  basis: Basis;
  margin: number; // share of a payment that is kept: 1 on revenue
  currency: string | null;
  digits: number; // of the currency
  horizons: readonly number[]; // days, ascending
  annualRate: number; // .1 is 10 % a year
  backtest: boolean;
  report: boolean; // false: only the scores
  hasPrice: boolean;
  contracts: number;
  problems: readonly Problem[];
  seed: number;
  surveys: Surveys;
  accounts: AccountRead | null;
  attributes: Attributes;
  invoices: InvoiceRead | null;
}>;

export type ContractResult = Readonly<{
  facts: Pick<
    Manifest,
    | "customers"
    | "models"
    | "served"
    | "backtest"
    | "grades"
    | "totals"
    | "simple"
    | "notes"
    | "findings"
    | "refundShare"
    | "satisfaction"
    | "accounts"
    | "attributes"
    | "realised"
  > &
    Readonly<{ contracts: NonNullable<Manifest["contracts"]> }>;
  rows: Readonly<Record<string, number>>; // by file name
}>;
