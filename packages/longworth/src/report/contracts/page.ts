/** What the sections of a report of contracts share. */
import type { Words } from "../../words/en.js";
import type { Unit } from "../../words/en/report-charts.js";
import type { ContractData } from "./data.js";

export type ContractPage = Readonly<{
  data: ContractData;
  text: Words["contractReport"];
  words: Words["report"]; // of all reports
  unit: Unit;
}>;

export const openContractPage = (data: ContractData, words: Words): ContractPage => ({
  data,
  text: words.contractReport,
  words: words.report,
  unit: { currency: data.facts.currency, hasAmounts: data.facts.contracts.hasPrice },
});
