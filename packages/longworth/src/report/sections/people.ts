/** Who is still with you, and who is worth most. */
import { activityChart, activityTable, type ActivityMeasure } from "../../charts/activity-chart.js";
import { activityMap } from "../../charts/activity.js";
import { FULL, NARROW, type ChartSize } from "../../charts/theme.js";
import { html, NOTHING, type Html } from "../html.js";
import { chart, emptySection, interval, numbers, section, type Page } from "../page.js";

const MONTH_COLUMNS = 12;

/** Two maps of the same groups: their chance to come back, and their value. */
export function activitySections(page: Page): Html {
  const { data, words, unit, note } = page;
  const text = words.activity;
  if (data.activity.length === 0) return emptySection("activity", text.title, text.none);
  const map = activityMap(data.activity, MONTH_COLUMNS);
  const small = activityMap(data.activity, MONTH_COLUMNS / 2); // a cell of a phone must hold its number
  const size = { ...FULL, height: 92 + 34 * map.frequencies.length };
  const phone = { ...NARROW, height: 92 + 24 * map.frequencies.length };
  const option = (measure: ActivityMeasure) => (shown: ChartSize) =>
    activityChart(shown.narrow ? small : map, measure, { size: shown, words: words.charts });
  const table = activityTable(map, unit, words.charts);
  const active = section(
    "activity",
    { title: text.title, lead: html`${text.lead(data.headline)}${note("chance")}${note("silence")}` },
    html`${chart("activity", words.charts.activity.active(data.headline), { size, small: phone, option: option("active") })}${numbers(words, "activity", [table])}`,
  );
  const value = section(
    "activity-value",
    { title: text.valueTitle(unit), lead: text.valueLead(data.headline, unit) },
    html`${chart("activity-value", words.charts.activity.value(unit), { size, small: phone, option: option("value") })}${numbers(words, "activity-value", [table])}`,
  );
  return html`${active}${value}`;
}

/** The dearest customers with their intervals. */
export function topCustomers({ data, words, unit, note }: Page): Html {
  const text = words.top;
  if (data.top.length === 0) return emptySection("top", text.title, text.none);
  const scale = Math.max(...data.top.map(({ p95 }) => p95));
  const [customer = "", expected = "", band = "", range = "", active = "", segment = "", why = ""] = text.head;
  const rows = data.top.map((one, i) => {
    const bounds = words.span(one, unit);
    return html`<tr>
      <th scope="row">${one.id ?? text.masked(i + 1)}</th>
      <td>${words.charts.amount(one.expected, unit)}</td>
      <td class="t">
        ${interval({ low: one.p05, high: one.p95, mark: one.expected }, scale)}<span class="n range">${bounds}</span>
      </td>
      <td class="t w">${bounds}</td>
      <td class="w">${words.charts.percent(one.active)}</td>
      <td class="w t">
        ${one.segment === null ? NOTHING : html`<span class="pill">${words.codes.segment(one.segment)}</span>`}
      </td>
      <td class="w t">${text.why([one.reason, one.other].filter((code) => code !== null))}</td>
    </tr> `;
  });
  return section(
    "top",
    { title: text.title, lead: html`${text.lead(data.headline, unit)}${note("interval")}` },
    html`<table>
        <caption>
          ${text.caption}
        </caption>
        <thead>
          <tr>
            <th scope="col">${customer}</th>
            <th scope="col">${expected}</th>
            <th scope="col" class="t">${band}</th>
            <th scope="col" class="t w">${range}</th>
            <th scope="col" class="w">${active}${note("chance")}</th>
            <th scope="col" class="w t">${segment}</th>
            <th scope="col" class="w t">${why}${note("reason")}</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
      <p class="after"><code>${text.command}</code> <code>${text.explain}</code></p> `,
  );
}
