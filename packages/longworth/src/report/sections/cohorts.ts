/** Who came back when: the triangle of cohorts as a heat map that is its own table. */
import { cohortCurveChart } from "../../charts/cohort-curve-chart.js";
import { FULL, heatStep, type ChartSize } from "../../charts/theme.js";
import type { Table } from "../../charts/table.js";
import { newest, pooled } from "../cohorts.js";
import type { CohortCell } from "../data.js";
import { html, NOTHING, type Html } from "../html.js";
import { chart, emptySection, FEW, numbers, section, type Page } from "../page.js";
import type { ExpectedShare } from "../returns.js";

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
      lead: html`${text.lead(grain, first)}${note("cohort")} ${latest === null ? NOTHING : text.newest(grain, latest)}
      ${aheadSentence(page)}`,
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
      ${newestCurve(page)} ${numbers(words, "cohorts", [cohortTable(page), expectedTable(page)])}`,
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
    if (one === undefined) return expectedCell(page, { cohort: head.cohort, age, place });
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

type Beyond = Readonly<{ cohort: string; age: number; place: string }>;

/** A cell beyond the line: it has not begun. */
function expectedCell(page: Page, { cohort, age, place }: Beyond): Html {
  const found = page.data.returns.expected.find((cell) => cell.cohort === cohort && cell.age === age);
  if (found === undefined || found.size < FEW) return html`<td class="${place.trim()}"></td>`;
  const isFirst = page.data.cohorts.cells.some((cell) => cell.cohort === cohort && cell.age === age - 1);
  return html`<td class="e${isFirst ? " step" : ""}${place}">${shareText(page, found.share)}</td>`;
}

/** The newest cohort that is large enough, with something to come and, where there is one, something that came. */
function newestAhead({ data }: Page): Readonly<{ cohort: string; expected: readonly ExpectedShare[] }> | null {
  const { expected } = data.returns;
  const over = data.cohorts.cells.filter((cell) => cell.complete && cell.size >= FEW);
  const has = (age: number): string | undefined =>
    over.findLast((cell) => cell.age === age && expected.some((one) => one.cohort === cell.cohort))?.cohort;
  const cohort = has(1) ?? has(0);
  return cohort === undefined ? null : { cohort, expected: expected.filter((one) => one.cohort === cohort) };
}

function aheadSentence(page: Page): Html {
  const { data, words, note } = page;
  const newest = newestAhead(page);
  const [next] = newest?.expected ?? [];
  const older = next && pooled(data.cohorts.cells, next.age);
  if (!next || !older) return NOTHING;
  return html`${words.cohorts.expected({ grain: data.cohorts.grain, ...next, older: older.on })}${note("expectedCohort")}`;
}

const LEAST_POINTS = 3;

/** What the newest cohort did and is expected to do, beside all older ones. */
function newestCurve(page: Page): Html {
  const { data, words } = page;
  const { grain, cells } = data.cohorts;
  const text = words.cohorts;
  const newest = newestAhead(page);
  const ages = Array.from({ length: AGES }, (_, i) => i + 1);
  const points = ages.flatMap((age) => {
    const share = pooled(cells, age)?.on;
    return share === undefined ? [] : [{ age, share }];
  });
  if (newest === null || points.length < LEAST_POINTS) return NOTHING;
  const real = cells.flatMap(({ cohort, age, complete, customers, size }) =>
    cohort === newest.cohort && complete && age > 0 ? [{ age, share: customers / size }] : [],
  );
  const expected = newest.expected.filter(({ age }) => age <= AGES);
  const name = text.period(grain, newest.cohort);
  const curves = { older: { name: text.curve.older, points }, newest: { name, real, expected } };
  const view = {
    titles: { x: text.curve.x(grain), y: text.curve.y },
    share: words.charts.percent,
    age: words.charts.integer,
  };
  const option = (size: ChartSize) => cohortCurveChart(curves, { size, ...view });
  return html`<h3>${text.curve.title}</h3>
    ${chart("cohort-curve", text.curve.label(grain, newest.cohort), { size: FULL, option })}`;
}

/** What is expected, with its bands. */
function expectedTable({ data, words }: Page): Table {
  const { grain } = data.cohorts;
  const text = words.cohorts;
  const shown = data.returns.expected.filter(({ size }) => size >= FEW);
  return {
    caption: text.expectedCaption,
    head: text.expectedHead(grain),
    rows: shown.map((cell) => [
      text.period(grain, cell.cohort),
      words.charts.integer(cell.age),
      ...text.expectedCells(cell),
    ]),
  };
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
