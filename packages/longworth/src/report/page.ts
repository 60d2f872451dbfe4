/** What all sections share: the data, its unit, footnotes, charts and tables. */
import { drawSvg } from "../charts/svg.js";
import type { Table } from "../charts/table.js";
import { NARROW, type ChartOption, type ChartSize } from "../charts/theme.js";
import { everybody, type Best } from "../charts/value-bins.js";
import type { Words } from "../words/en.js";
import type { Unit } from "../words/en/report-charts.js";
import type { DefinitionKey } from "../words/en/report-definitions.js";
import type { ReportData } from "./data.js";
import { drawing, html, NOTHING, type Html } from "./html.js";

/** Customers below which a curve or a tenth says nothing. */
export const FEW = 10;

/** The sentences of the report in some language. */
export type ReportWords = Words["report"];

/** One page in the making. `note` counts: the first mention of a definition decides its number. */
export type Page = Readonly<{
  data: ReportData;
  words: ReportWords;
  unit: Unit;
  all: Best;
  note: (key: DefinitionKey) => Html;
  notes: () => Html;
}>;

/** A page without any footnote yet. */
export function openPage(data: ReportData, words: ReportWords): Page {
  const unit: Unit = { currency: data.facts.currency, hasAmounts: data.hasAmounts };
  const used: DefinitionKey[] = [];
  const note = (key: DefinitionKey): Html => {
    const first = !used.includes(key);
    if (first) used.push(key);
    const number = used.indexOf(key) + 1;
    return html`<sup
      ><a href="#note-${number}" ${first ? html` id="ref-${number}"` : NOTHING} aria-label="${words.noteLink(number)}"
        >${number}</a
      ></sup
    >`;
  };
  const notes = (): Html =>
    html`<ol class="notes">
      ${used.map(
        (key, i) =>
          html`<li id="note-${i + 1}">
            ${words.definitions[key](unit)} <a href="#ref-${i + 1}" aria-label="${words.backLink}">↑</a>
          </li> `,
      )}
    </ol>`;
  return { data, words, unit, all: everybody(data.bins), note, notes };
}

/** An option for each of two sizes; the small one is that of a phone unless given. */
export type Drawn = Readonly<{ size: ChartSize; small?: ChartSize; option: (size: ChartSize) => ChartOption }>;

/** A chart drawn for its place on a desk and for a phone; the page shows one of them. */
export function chart(id: string, label: string, draw: Drawn): Html {
  const at = (size: ChartSize, name: string): Html =>
    html`<div class="chart ${name}">
      ${drawing(drawSvg(draw.option(size), { id: `${id}-${name}`, label, size }))}
    </div> `;
  return html`${at(draw.size, "wide")}${at(draw.small ?? NARROW, "narrow")}`;
}

/** A table of texts: the first column and those of `texts` to the left, the others to the right. */
export function tableOf(table: Table): Html {
  const side = (i: number): Html => (table.texts?.includes(i) ? html` class="t"` : NOTHING);
  const row = (cells: readonly string[]): Html =>
    html`<tr>
      ${cells.map((cell, i) => (i === 0 ? html`<th scope="row">${cell}</th>` : html`<td${side(i)}>${cell}</td>`))}
    </tr> `;
  return html`<div
    class="scroll${table.isWhole ? " whole" : ""}"
    tabindex="0"
    role="region"
    aria-label="${table.caption}"
  >
    <table class="numbers">
      <caption>
        ${table.caption}
      </caption>
      <thead>
        <tr>
          ${table.head.map((name, i) => html`<th scope="col" ${side(i)}>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${table.rows.map(row)}
      </tbody>
      ${
        table.total
          ? html`<tfoot>
              ${row(table.total)}
            </tfoot>`
          : NOTHING
      }
    </table>
  </div> `;
}

/** Tables behind one line that opens; every chart has one. */
export const numbers = (words: ReportWords, id: string, tables: readonly Table[]): Html =>
  html`<details id="${id}-numbers">
    <summary>${words.skip}</summary>
    ${tables.map(tableOf)}
  </details> `;

/** The lines and areas of a chart with their names. */
export const key = (items: readonly (readonly [kind: string, text: string])[]): Html =>
  html`<p class="key">${items.map(([kind, text]) => html`<span><i class="k-${kind}"></i>${text}</span>`)}</p>`;

/** The colours of a chart with their names. */
export const colorKey = (items: readonly (readonly [color: string, text: string])[]): Html =>
  html`<p class="key">
    ${items.map(([color, text]) => html`<span><i class="k-bar" style="background:${color}"></i>${text}</span>`)}
  </p>`;

/** A section with its heading, a sentence and what it shows. */
export const section = (id: string, head: Readonly<{ title: string; lead: Html | string }>, body: Html): Html =>
  html`<section id="${id}">
    <h2>${head.title}</h2>
    <p class="lead">${head.lead}</p>
    ${body}
  </section> `;

/** A section that has nothing to show, and says why. */
export const emptySection = (id: string, title: string, why: string): Html =>
  html`<section id="${id}">
    <h2>${title}</h2>
    <p class="empty">${why}</p>
  </section> `;

/** A share of a bar's room as a CSS length; two digits are a tenth of a pixel. */
const percentOf = (value: number, scale: number): string =>
  `${Number((100 * Math.max(0, Math.min(1, scale > 0 ? value / scale : 0))).toFixed(2))}%`;

/** A bar from 0. */
export const bar = (value: number, scale: number, kind = ""): Html =>
  html`<span class="bar"><i class="${kind}" style="width:${percentOf(value, scale)}"></i></span>`;

/** A piece of a waterfall: from..to, wherever it hangs. */
export const piece = (range: Readonly<{ from: number; to: number }>, scale: number, kind: string): Html =>
  html`<span class="bar"
    ><i
      class="${kind}"
      style="margin-left:${percentOf(range.from, scale)};width:${percentOf(range.to - range.from, scale)}"
    ></i
  ></span>`;

/** An interval with a mark in it; `actual` is what really came. */
export const interval = (
  range: Readonly<{ low: number; high: number; mark: number; actual?: number }>,
  scale: number,
): Html =>
  html`<span class="interval"
    ><i style="left:${percentOf(range.low, scale)};width:${percentOf(range.high - range.low, scale)}"></i
    ><b style="left:${percentOf(range.mark, scale)}"></b>${
      range.actual === undefined ? NOTHING : html`<u style="left:${percentOf(range.actual, scale)}"></u>`
    }</span
  >`;
