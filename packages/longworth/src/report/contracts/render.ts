/** A run of contracts as one HTML file that needs nothing else. */
import type { Words } from "../../words/en.js";
import { htmlDocument } from "../document.js";
import { html } from "../html.js";
import { bridgeSection, leavingSection } from "./bridge.js";
import { cohortsSection, curvesSection } from "./curves.js";
import type { ContractData } from "./data.js";
import { contractFindings } from "./findings.js";
import { contractMethod } from "./method.js";
import { accountsSection } from "../sections/accounts.js";
import { satisfactionSection } from "../sections/satisfaction.js";
import { openContractPage } from "./page.js";
import { realisedSection } from "./realised.js";
import { contractSummary } from "./summary.js";
import { calendarSection, plansSection, topSection } from "./value.js";

/** The whole page. The same data and words give the same bytes. */
export function renderContracts(data: ContractData, words: Words): string {
  const page = openContractPage(data, words);
  const questions = data.facts.satisfaction ?? null;
  const body = [
    contractSummary(page),
    contractFindings(page),
    curvesSection(page),
    cohortsSection(page),
    bridgeSection(page),
    leavingSection(page),
    satisfactionSection(questions && { questions, business: "contracts", words: page.words, unit: page.unit }),
    calendarSection(page),
    plansSection(page),
    accountsSection({
      facts: data.facts.accounts,
      rows: data.accounts,
      business: "contracts",
      headline: data.headline,
      words: page.words,
      unit: page.unit,
    }),
    realisedSection(page),
    topSection(page),
    contractMethod(page),
  ];
  return htmlDocument(
    { language: words.report.language, title: words.contractReport.title(data.facts.asOf) },
    html`${body}`,
  );
}
