/** How value is spread, beside: was the forecast right last time. */
import { horizonKey } from "../../domain.js";
import { calibrationChart, calibrationTable } from "../../charts/calibration-chart.js";
import { concentrationChart, concentrationTable } from "../../charts/concentration-chart.js";
import { HALF, type ChartSize } from "../../charts/theme.js";
import { bestShare } from "../../charts/value-bins.js";
import type { ReportFacts } from "../data.js";
import { html, NOTHING, type Html } from "../html.js";
import { chart, emptySection, FEW, interval, key, numbers, section, tableOf, type Page } from "../page.js";
import { heldIn } from "./summary.js";

/** Concentration and calibration side by side, then the totals of each test day. */
export const spreadAndTest = (page: Page): Html =>
  html`<div class="row halves">
      <div class="half">${concentrationSection(page)}</div>
      <div class="half">${calibrationSection(page)}</div>
    </div>
    ${origins(page)}${pastPart(page)}`;

function concentrationSection({ data, words, unit, note, all }: Page): Html {
  const text = words.concentration;
  if (all.customers < FEW || all.value <= 0) return emptySection("concentration", text.title, text.none(all.customers));
  const best = bestShare(data.bins, 0.1).value / all.value;
  const option = (size: ChartSize) => concentrationChart(data.bins, unit, { size, words: words.charts });
  return section(
    "concentration",
    { title: text.title, lead: html`${text.lead(best, unit)}${note("concentration")}` },
    html`${chart("concentration", words.charts.concentration.label(unit, best), { size: HALF, option })}${numbers(
      words,
      "concentration",
      [concentrationTable(data.bins, unit, words.charts)],
    )}`,
  );
}

function calibrationSection({ data, words, unit, note }: Page): Html {
  const text = words.tested;
  const test = data.facts.backtest[horizonKey(data.headline)];
  if (test === undefined) return emptySection("calibration", text.title, text.off);
  if (test.calibration.length === 0) return emptySection("calibration", text.title, text.noGroups);
  const option = (size: ChartSize) => calibrationChart(test.calibration, unit, { size, words: words.charts });
  return section(
    "calibration",
    { title: text.title, lead: html`${text.lead(test.windowDays)}${note("calibration")}` },
    html`${chart("calibration", words.charts.calibration.label(test.windowDays), { size: HALF, option })}${key([
      ["bar", words.charts.calibration.actual],
      ["mark", words.charts.calibration.expected],
    ])}${numbers(words, "calibration", [calibrationTable(test.calibration, unit, words.charts)])}`,
  );
}

/** What earlier runs of this workspace said of days that are over. */
function pastPart({ data, words }: Page): Html {
  const { past = [], currency } = data.facts;
  if (past.length === 0) return NOTHING;
  const text = words.past;
  const held = past.filter((one) => one.held).length;
  const rows = past.map((one) => text.row(one, currency));
  return html`<div id="past">
    <h3>${text.title}</h3>
    <p>${text.lead(past.length, held)}</p>
    ${tableOf({ caption: text.caption, isWhole: true, texts: [1], head: text.head, rows })}
  </div>`;
}

type Origin = ReportFacts["backtest"][string]["origins"][number];
type Outcome = Readonly<{ expected: number; low: number; high: number; actual: number }>;

/** Money of a test day, or its orders in a log without amounts. */
function outcomeOf(origin: Origin): Outcome {
  const { expectedRevenue, revenueP05, revenueP95, actualRevenue } = origin;
  return expectedRevenue === null || revenueP05 === null || revenueP95 === null || actualRevenue === null
    ? { expected: origin.expectedOrders, low: origin.ordersP05, high: origin.ordersP95, actual: origin.actualOrders }
    : { expected: expectedRevenue, low: revenueP05, high: revenueP95, actual: actualRevenue };
}

function origins(page: Page): Html {
  const { data, words, unit, note } = page;
  const test = data.facts.backtest[horizonKey(data.headline)];
  const held = heldIn(page);
  if (test === undefined || held === null) return NOTHING;
  const scale = Math.max(...test.origins.map(outcomeOf).flatMap(({ high, actual }) => [high, actual])) * 1.04;
  const [said, customers, expected, band, actual, inside] = words.tested
    .head(unit)
    .map((name, i) => html`<th scope="col" class="${["", "w", "w", "t", "", ""][i] ?? ""}">${name}</th>`);
  const row = (origin: Origin): Html => {
    const outcome = outcomeOf(origin);
    const yes = outcome.actual >= outcome.low && outcome.actual <= outcome.high;
    return html`<tr>
      <th scope="row">${words.charts.day(origin.origin)}</th>
      <td class="w">${words.charts.integer(origin.customers)}</td>
      <td class="w">${words.charts.amount(Math.round(outcome.expected), unit)}</td>
      <td class="t">${interval({ ...outcome, mark: outcome.expected }, scale)}</td>
      <td>${words.charts.amount(Math.round(outcome.actual), unit)}</td>
      <td>${yes ? words.tested.yes : html`<span class="pill w8">${words.tested.no}</span>`}</td>
    </tr> `;
  };
  return html`<div id="origins">
    <p class="lead">${words.tested.origins(held)}${note("held")}</p>
    <table class="origins">
      <caption>
        ${words.tested.caption}
      </caption>
      <thead>
        <tr>
          ${[said, customers, expected, band, actual, inside].map((cell) => cell ?? NOTHING)}
        </tr>
      </thead>
      <tbody>
        ${test.origins.map(row)}
      </tbody>
    </table>
    ${key([
      ["interval", words.outlook.ninety],
      ["mark", words.charts.calibration.expected],
      ["dot", words.charts.calibration.actual],
    ])}
  </div> `;
}
