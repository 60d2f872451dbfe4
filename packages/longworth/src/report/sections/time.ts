/** What came in and what is expected, and actual against expected week by week. */
import { outlook } from "../../charts/outlook.js";
import { comingTable, outlookChart, pastTable } from "../../charts/outlook-chart.js";
import { trackingChart, trackingTable } from "../../charts/tracking-chart.js";
import { FULL } from "../../charts/theme.js";
import { html, type Html } from "../html.js";
import { chart, emptySection, key, numbers, section, type Page } from "../page.js";
import { headlineTotal, valueOf } from "./summary.js";

/** History and projection. */
export function outlookSection(page: Page): Html {
  const { data, words, unit, note } = page;
  const { asOf } = data.facts;
  const text = words.outlook;
  if (data.history.length === 0) return emptySection("outlook", text.title, text.none);
  const { expected, p95 } = valueOf(headlineTotal(page));
  const shown = outlook(data.history, data.projection, { asOf, days: data.headline, expected, p95 });
  const until = data.projection.at(-1)?.week ?? asOf;
  const label = words.charts.outlook.label(unit, { from: data.facts.firstDate, to: asOf, until });
  const option = (size: typeof FULL) => outlookChart(shown, { asOf, unit }, { size, words: words.charts });
  const tables = [pastTable(shown, unit, words.charts), comingTable(shown, unit, words.charts)];
  const isDrawn = shown.coming.some(({ complete }) => complete);
  const lead = isDrawn ? html`${text.lead}${note("cameIn")} ${text.fall}` : html`${text.short}${note("cameIn")}`;
  const coming = [["expected", text.expected], ["fifty", text.fifty], ["ninety", text.ninety]] as const; // prettier-ignore
  return section(
    "outlook",
    { title: text.title, lead },
    html`${key([["real", text.cameIn], ...(isDrawn ? coming : [])])}
    ${chart("outlook", label, { size: FULL, option })}${numbers(words, "outlook", tables)}`,
  );
}

/** Repeat orders week by week. */
export function trackingSection(page: Page): Html {
  const { data, words, note } = page;
  const text = words.tracking;
  const weeks = data.tracking;
  if (weeks.length < 2) return emptySection("tracking", text.title, text.none);
  const inside = weeks.filter(({ actual, low, high }) => actual >= low && actual <= high).length;
  const option = (size: typeof FULL) => trackingChart(weeks, { size, words: words.charts });
  return section(
    "tracking",
    { title: text.title, lead: html`${text.lead({ inside, weeks: weeks.length })}${note("tracking")}` },
    html`${key([
      ["real", text.actual],
      ["expected", text.expected],
      ["ninety", text.ninety],
    ])}
    ${chart("tracking", words.charts.tracking.label(weeks.length), { size: FULL, option })}${numbers(words, "tracking", [trackingTable(weeks, words.charts)])}`,
  );
}
