/** A run as one HTML file that needs nothing else: no network, no script. */
import type { Words } from "../words/en.js";
import type { ReportData } from "./data.js";
import { htmlDocument } from "./document.js";
import { html } from "./html.js";
import { openPage, type Page } from "./page.js";
import { accountsSection, type AccountsPart } from "./sections/accounts.js";
import { cohortSection } from "./sections/cohorts.js";
import { findings } from "./sections/findings.js";
import { distributionSection, rfmGrid, segmentTables } from "./sections/groups.js";
import { better, method } from "./sections/method.js";
import { ladder, quality } from "./sections/origin.js";
import { activitySections, topCustomers } from "./sections/people.js";
import { satisfactionSection, type SatisfactionView } from "./sections/satisfaction.js";
import { lifecycleSection, returnsSection } from "./sections/returns.js";
import { modelRoom } from "./sections/room.js";
import { summary } from "./sections/summary.js";
import { outlookSection, trackingSection } from "./sections/time.js";
import { spreadAndTest } from "./sections/trust.js";

/** Companies behind the customers, where a column names them. */
const accountsOf = ({ data, words, unit }: Page): AccountsPart => ({
  facts: data.facts.accounts,
  rows: data.accounts,
  business: "orders",
  headline: data.headline,
  words,
  unit,
});

/** What surveys said, where there were any. */
function satisfactionOf({ data, words, unit }: Page): SatisfactionView | null {
  const { satisfaction: questions } = data.facts;
  return questions === undefined ? null : { questions, business: "orders", words, unit };
}

/** The whole page. The same data and words give the same bytes. */
export function renderReport(data: ReportData, words: Words): string {
  const page = openPage(data, words.report);
  const body = [
    summary(page),
    findings(page),
    outlookSection(page),
    spreadAndTest(page),
    trackingSection(page),
    cohortSection(page),
    returnsSection(page),
    lifecycleSection(page),
    satisfactionSection(satisfactionOf(page)),
    activitySections(page),
    topCustomers(page),
    accountsSection(accountsOf(page)),
    rfmGrid(page),
    segmentTables(page),
    distributionSection(page),
    ladder(page),
    quality(page),
    method(page),
    modelRoom(page),
    better(page),
  ];
  const notes = html`<footer id="notes">
    <h2>${words.report.notes.title}</h2>
    ${page.notes()}
  </footer>`;
  return htmlDocument(
    { language: words.report.language, title: words.report.title(data.facts.asOf) },
    html`${body}${notes}`,
  );
}
