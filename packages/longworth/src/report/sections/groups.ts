/** The RFM grid, segments and tiers, and the distribution of value. */
import { distributionChart, distributionTable } from "../../charts/distribution-chart.js";
import { FULL, heatStep, type ChartSize } from "../../charts/theme.js";
import { VALUE_TIERS } from "../../sql/value-tiers.js";
import type { RfmCell, SegmentRow } from "../data.js";
import { html, NOTHING, type Html } from "../html.js";
import { bar, chart, emptySection, FEW, numbers, section, type Page } from "../page.js";

const SCORES = [5, 4, 3, 2, 1];

/** The grid, with sums of its rows and columns. */
export function rfmGrid(page: Page): Html {
  const { data, words, unit, note } = page;
  const text = words.rfm;
  if (data.rfm.length === 0) return emptySection("rfm", text.title, text.none);
  const head = SCORES.map(
    (score) =>
      html`<th scope="col">
        <span class="w">${text.column(score)}</span><span class="n">${text.columnShort(score)}</span>
      </th>`,
  );
  return section(
    "rfm",
    { title: text.title, lead: html`${text.lead(unit)}${note("rfm")}` },
    html`<table class="grid">
      <caption>
        ${text.caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">${text.corner}</th>
          ${head}
          <th scope="col" class="w">${text.sum}</th>
        </tr>
      </thead>
      <tbody>
        ${SCORES.map((r) => rfmRow(page, r))}
      </tbody>
      <tfoot>
        <tr class="w">
          <th scope="row">${text.sum}</th>
          ${SCORES.map((fm) =>
            sumCell(
              page,
              data.rfm.filter((cell) => cell.fm === fm),
            ),
          )}${sumCell(page, data.rfm)}
        </tr>
      </tfoot>
    </table> `,
  );
}

function rfmRow(page: Page, r: number): Html {
  const { data, words, unit } = page;
  const largest = Math.max(...data.rfm.map(({ value }) => value), 1e-9);
  const cells = SCORES.map((fm) => {
    const cell = data.rfm.find((one) => one.r === r && one.fm === fm);
    if (cell === undefined) return html`<td class="nobody">${words.charts.none}</td>`;
    const value =
      cell.value >= 1000
        ? words.charts.compact(cell.value)
        : words.charts.amount(Math.round(cell.value), { ...unit, currency: null });
    return html`<td class="h${heatStep(Math.sqrt(cell.value / largest))}">
      <b>${words.charts.integer(cell.customers)}</b><span>${value}</span
      ><small class="w">${words.codes.segment(cell.segment)}</small>
    </td>`;
  });
  return html`<tr>
    <th scope="row">${words.rfm.row(r)}</th>
    ${cells}${sumCell(
      page,
      data.rfm.filter((cell) => cell.r === r),
      "w",
    )}
  </tr> `;
}

function sumCell({ words, unit }: Page, cells: readonly RfmCell[], kind = ""): Html {
  const customers = cells.reduce((sum, cell) => sum + cell.customers, 0);
  const value = cells.reduce((sum, cell) => sum + cell.value, 0);
  return html`<td class="sum ${kind}">
    <b>${words.charts.integer(customers)}</b><span>${words.charts.amount(Math.round(value), unit)}</span>
  </td>`;
}

const TIERS: readonly string[] = VALUE_TIERS;

/** Best tier first, what is no tier last. */
const tierRank = ({ segment }: SegmentRow): number => (TIERS.includes(segment) ? TIERS.indexOf(segment) : TIERS.length);

/** Segments by RFM, then tiers by value. */
export function segmentTables(page: Page): Html {
  const { data, words, note } = page;
  const of = (scheme: SegmentRow["scheme"]): readonly SegmentRow[] =>
    data.segments.filter((row) => row.scheme === scheme);
  const rfm = of("rfm");
  const tier = of("tier").toSorted((a, b) => tierRank(a) - tierRank(b));
  if (rfm.length + tier.length === 0) return emptySection("segments", words.segments.title, words.segments.none);
  return section(
    "segments",
    { title: words.segments.title, lead: words.segments.lead },
    html`${segmentTable(page, rfm, words.segments.caption)}${
      tier.length === 0
        ? NOTHING
        : html`<h3>${words.segments.tiers}${note("tier")}</h3>
            <p class="lead">${words.segments.tiersLead}</p>
            ${segmentTable(page, tier, words.segments.tierCaption)}`
    }`,
  );
}

function segmentTable({ data, words, unit, note }: Page, rows: readonly SegmentRow[], caption: string): Html {
  if (rows.length === 0) return NOTHING;
  const total = rows.reduce((sum, row) => sum + row.expected, 0);
  const largest = Math.max(...rows.map((row) => row.expected));
  const [segment = "", customers = "", historic = "", expected = "", share = "", uncertainty = ""] =
    words.segments.head(data.headline);
  const money = (value: number): string => words.charts.amount(Math.round(value), unit);
  const sum = (of: (row: SegmentRow) => number): number => rows.reduce((all, row) => all + of(row), 0);
  const soFar = (value: Html | string): Html => (data.hasAmounts ? html`<td class="w">${value}</td>` : NOTHING);
  const line = (row: SegmentRow): Html =>
    html`<tr>
      <th scope="row">
        ${words.codes.segment(row.segment)}<span class="n">${bar(row.expected, largest, "expected")}</span>
      </th>
      <td class="w">${words.charts.integer(row.customers)}</td>
      ${soFar(money(row.historic ?? 0))}
      <td>${money(row.expected)}</td>
      <td class="w">${words.charts.percent(total > 0 ? row.expected / total : 0)}</td>
      <td class="t bars w">${bar(row.expected, largest, "expected")}</td>
      <td>
        ${row.expected > 0 ? words.segments.plusMinus((row.p95 - row.p05) / 2 / row.expected) : words.charts.none}
      </td>
    </tr> `;
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        <th scope="col">${segment}</th>
        <th scope="col" class="w">${customers}</th>
        ${data.hasAmounts ? html`<th scope="col" class="w">${historic}${note("historic")}</th>` : NOTHING}
        <th scope="col">${expected}</th>
        <th scope="col" class="w">${share}</th>
        <th class="w"></th>
        <th scope="col">${uncertainty}${note("uncertainty")}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(line)}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">${words.rfm.sum}</th>
        <td class="w">${words.charts.integer(sum((row) => row.customers))}</td>
        ${soFar(money(sum((row) => row.historic ?? 0)))}
        <td>${money(total)}</td>
        <td class="w">${words.charts.percent(1)}</td>
        <td class="w"></td>
        <td></td>
      </tr>
    </tfoot>
  </table> `;
}

/** Customers by value. */
export function distributionSection({ data, words, unit, note, all }: Page): Html {
  const text = words.distribution;
  if (all.value <= 0) return emptySection("distribution", text.title, text.none);
  if (all.customers < FEW) return emptySection("distribution", text.title, words.concentration.none(all.customers));
  const option = (size: ChartSize) => distributionChart(data.bins, unit, { size, words: words.charts });
  const table = distributionTable(data.bins, unit, words.charts);
  const lead = text.lead({
    median: medianText(data.bins, all.customers, { words, unit }),
    mean: all.value / all.customers,
    unit,
  });
  return section(
    "distribution",
    { title: text.title, lead: html`${lead}${note("distribution")}` },
    html`${chart("distribution", words.charts.distribution.label(unit), { size: { ...FULL, height: 280 }, option })}${numbers(words, "distribution", [table])}`,
  );
}

/** "less than" the upper edge of the class that holds the middle customer. */
function medianText(
  bins: Page["data"]["bins"],
  customers: number,
  { words, unit }: Pick<Page, "words" | "unit">,
): string {
  let above = 0;
  let edge = bins[0]?.floor ?? 0;
  for (const bin of bins) {
    above += bin.customers;
    if (above >= customers / 2) return words.distribution.lessThan(Math.max(edge, bin.floor, 0.01), unit);
    edge = bin.floor;
  }
  return words.distribution.lessThan(edge, unit);
}
