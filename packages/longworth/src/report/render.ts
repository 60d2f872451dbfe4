/** A run as one HTML file that needs nothing else: no network, no script. */
import type { Words } from "../words/en.js";
import type { ReportData } from "./data.js";
import { drawing, html } from "./html.js";
import { openPage } from "./page.js";
import { cohortSection } from "./sections/cohorts.js";
import { findings } from "./sections/findings.js";
import { distributionSection, rfmGrid, segmentTables } from "./sections/groups.js";
import { better, method } from "./sections/method.js";
import { ladder, quality } from "./sections/origin.js";
import { activitySections, topCustomers } from "./sections/people.js";
import { modelRoom } from "./sections/room.js";
import { summary } from "./sections/summary.js";
import { outlookSection, trackingSection } from "./sections/time.js";
import { spreadAndTest } from "./sections/trust.js";
import { STYLE } from "./style.js";

/** Nothing may be loaded, nothing runs; styles are those of the page. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

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
    activitySections(page),
    topCustomers(page),
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
  return html`<!doctype html>
    <html lang="${words.report.language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${drawing(POLICY)}" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${words.report.title(data.facts.asOf)}</title>
        <style>
          ${drawing(STYLE)}
        </style>
      </head>
      <body>
        <main>${body}${notes}</main>
      </body>
    </html> `.text;
}
