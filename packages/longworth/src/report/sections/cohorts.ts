/** Who came back when: the triangle of cohorts as a heat map that is its own table. */
import { heatStep } from "../../charts/theme.js";
import type { Table } from "../../charts/table.js";
import { newest, pooled } from "../cohorts.js";
import type { CohortCell } from "../data.js";
import { html, NOTHING, type Html } from "../html.js";
import { emptySection, FEW, numbers, section, type Page } from "../page.js";

const AGES = 12; // columns of the map; all ages are in the numbers
const AGES_OF_A_PHONE = 4;

/** Share of each cohort's customers who bought again, by age; the running period is pale, small cohorts are marked. */
export function cohortSection(page: Page): Html {
  const { data, words, note } = page;
  const { grain, cells } = data.cohorts;
  const text = words.cohorts;
  const first = pooled(cells, 1);
  if (first === null) return emptySection("cohorts", text.title, text.none);
  const latest = newest(cells, FEW);
  const last = Math.min(AGES, Math.max(...cells.map(({ age }) => age)));
  const ages = Array.from({ length: last }, (_, i) => i + 1);
  const names = [...new Set(cells.map(({ cohort }) => cohort))];
  const hidden = (age: number): Html => (age > AGES_OF_A_PHONE ? html` class="w"` : NOTHING);
  return section(
    "cohorts",
    {
      title: text.title,
      lead: html`${text.lead(grain, first)}${note("cohort")} ${latest === null ? NOTHING : text.newest(grain, latest)}`,
    },
    html`<table class="grid">
        <caption>
          ${text.caption(grain)}
        </caption>
        <thead>
          <tr>
            <th scope="col"><span class="w">${text.corner}</span><span class="n">${text.cornerShort}</span></th>
            <th scope="col"><span class="w">${text.size}</span><span class="n">${text.sizeShort}</span></th>
            ${ages.map((age) => html`<th scope="col" ${hidden(age)}>${words.charts.integer(age)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${names.map((name) =>
            cohortRow(
              page,
              cells.filter(({ cohort }) => cohort === name),
              ages,
            ),
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">${text.all}</th>
            <td></td>
            ${ages.map((age) => html`<td${hidden(age)}>${shareText(page, pooled(cells, age)?.on)}</td>`)}
          </tr>
        </tfoot>
      </table>
      <p class="after">${text.marks}</p>
      ${numbers(words, "cohorts", [cohortTable(page)])}`,
  );
}

const shareText = ({ words }: Page, share: number | undefined): string =>
  share === undefined ? words.charts.none : words.charts.integer(100 * share);

function cohortRow(page: Page, cells: readonly CohortCell[], ages: readonly number[]): Html {
  const { data, words } = page;
  const [head] = cells;
  if (head === undefined) return NOTHING;
  const few = head.size < FEW;
  const highest = Math.max(
    1e-9,
    ...data.cohorts.cells.map(({ age, size, customers }) => (age > 0 ? customers / size : 0)),
  );
  const cell = (age: number): Html => {
    const one = cells.find((own) => own.age === age);
    const place = age > AGES_OF_A_PHONE ? " w" : "";
    if (one === undefined) return html`<td class="${place.trim()}"></td>`;
    const share = one.customers / one.size;
    const step = one.complete && !few ? `h${heatStep(share / highest)}` : "nobody";
    return html`<td class="${step}${place}">
      ${shareText(page, share)}${one.complete ? NOTHING : words.cohorts.running}
    </td>`;
  };
  return html`<tr>
    <th scope="row">${words.cohorts.period(data.cohorts.grain, head.cohort)}</th>
    <td>${words.charts.integer(head.size)}${few ? words.cohorts.few : NOTHING}</td>
    ${ages.map(cell)}
  </tr> `;
}

/** Every cell with its counts. */
function cohortTable({ data, words, unit }: Page): Table {
  const { grain, cells } = data.cohorts;
  const { integer, amount } = words.charts;
  return {
    caption: words.cohorts.caption(grain),
    head: words.cohorts.head(grain, unit),
    rows: cells.map(({ cohort, age, complete, customers, later, value }) => [
      words.cohorts.period(grain, cohort),
      `${integer(age)}${complete ? "" : words.cohorts.running}`,
      integer(customers),
      integer(later),
      amount(value, unit),
    ]),
    total: [
      words.charts.sum,
      "",
      integer(cells.reduce((sum, { customers }) => sum + customers, 0)),
      "",
      amount(
        cells.reduce((sum, { value }) => sum + value, 0),
        unit,
      ),
    ],
  };
}
