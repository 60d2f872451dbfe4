/** A run of contracts as one HTML file that needs nothing else. */
import type { Words } from "../../words/en.js";
import { htmlDocument } from "../document.js";
import { html } from "../html.js";
import type { ContractData } from "./data.js";
import { openContractPage } from "./page.js";
import { contractSummary } from "./summary.js";

/** The whole page. The same data and words give the same bytes. */
export function renderContracts(data: ContractData, words: Words): string {
  const page = openContractPage(data, words);
  const body = [contractSummary(page)];
  return htmlDocument(
    { language: words.report.language, title: words.contractReport.title(data.facts.asOf) },
    html`${body}`,
  );
}
