/** What reading contracts gives: the facts of `Intake` that contracts have, and how many there are. */
import type { Intake } from "../intake.js";

/** What was read, how, and what was found. Money is decimal text. */
export type ContractIntake = Readonly<
  Pick<
    Intake,
    | "layout"
    | "format"
    | "encoding"
    | "delimiter"
    | "columns"
    | "choices"
    | "explained"
    | "decisions"
    | "settled"
    | "dateFormat"
    | "decimal"
    | "timezone"
    | "files"
    | "records"
    | "accepted"
    | "setAside"
    | "rejected"
    | "customers"
    | "currency"
    | "firstDate"
    | "lastDate"
    | "problems"
  > & {
    contracts: number;
    running: number; // at asOf
    hasPrice: boolean;
    asOf: string;
    mrr: string | null; // of what runs at asOf
    digits: number; // of the currency
  }
>;

/** Told as soon as something is known, as `Tell`. */
export type TellContracts = (known: Partial<ContractIntake>) => void;
