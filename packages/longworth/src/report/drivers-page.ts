/** What goes with leaving, as a page of its own: sentences, a forest of ratios, curves, groups, what was not used. */
import { survivalChart } from "../charts/survival-chart.js";
import { FULL } from "../charts/theme.js";
import type { Chance } from "../retention/chance.js";
import type { Driver, Drivers, DriverTerm, Ratio } from "../retention/drivers.js";
import type { Words } from "../words/en.js";
import { htmlDocument } from "./document.js";
import { html, NOTHING, type Html } from "./html.js";
import { chart, emptySection, key, section, tableOf } from "./page.js";

/** What the page shows. */
export type DriversPage = Readonly<{
  found: Drivers;
  chance: Chance | null;
  leftOut: number;
  unit: string;
  silence: number | null;
}>;

const CURVES = 3; // drivers with a picture

/** The whole page. The same data and words give the same bytes. */
export function renderDrivers(page: DriversPage, words: Words): string {
  const text = words.drivers;
  const { found } = page;
  const about = { ...page, ...found };
  const speaking = found.drivers.filter(({ speaks }) => speaks);
  const body = html`<header class="top"><span>${text.lead(about)}</span></header>
    <h1>${text.title({ speaking: speaking.length, all: found.drivers.length })}</h1>
    <p class="sub">${text.association}</p>
    ${
      speaking.length === 0
        ? emptySection("drivers", text.sections.drivers, text.noneSpeak)
        : section(
            "drivers",
            { title: text.sections.drivers, lead: text.sections.driversLead },
            html`<ol>
              ${speaking.map((driver) => html`<li>${text.sentence(driver, about)}</li> `)}
            </ol>`,
          )
    }
    ${forest(found, words)}
    ${speaking
      .filter(({ groups }) => groups.length > 1)
      .slice(0, CURVES)
      .map((driver, i) => curves(driver, { page, words, id: `curve-${i + 1}` }))}
    ${groupsTable(page, words)} ${notes(page, words)}`;
  return htmlDocument({ language: words.report.language, title: text.page }, body);
}

const WIDEST = 64; // ratios beyond are drawn at the edge

/** Where a ratio stands in the room of a bar, in percent: 1 is in the middle, equal factors are equal steps. */
function scaleOf(drivers: readonly Driver[]): (ratio: number) => number {
  const shown = drivers.flatMap(({ terms }) =>
    terms.flatMap(({ alone, together }) => [alone?.ratio ?? 1, together?.low ?? 1, together?.high ?? 1]),
  );
  const edge = Math.log(Math.min(WIDEST, Math.max(2, ...shown.map((ratio) => Math.max(ratio, 1 / ratio)))));
  return (ratio) => 100 * Math.max(0, Math.min(1, 0.5 + Math.log(ratio) / (2 * edge)));
}

const css = (value: number): string => `${Number(value.toFixed(2))}%`;

/** Interval on a logarithmic scale with 1 in the middle; the ring is the ratio alone. */
function forestBar(term: DriverTerm, edge: (ratio: number) => number): Html {
  const { together, alone } = term;
  return html`<span class="interval forest"
    ><em></em
    >${together === null ? NOTHING : html`<i style="left:${css(edge(together.low))};width:${css(edge(together.high) - edge(together.low))}"></i><b style="left:${css(edge(together.ratio))}"></b>`}${alone === null ? NOTHING : html`<s style="left:${css(edge(alone.ratio))}"></s>`}</span
  >`;
}

/** The name of a trait, and the group that the others stand against. */
function traitOf({ name, terms }: Driver, text: Words["drivers"]): Html {
  const against = terms.find((term) => term.against !== null)?.against;
  return against ? html`${name} <small class="help">${text.against(against)}</small>` : html`${name}`;
}

function forest({ drivers }: Drivers, words: Words): Html {
  const text = words.drivers;
  const ratios = (ratio: Ratio | null): string => (ratio === null ? words.report.charts.none : text.ratioOf(ratio));
  const edge = scaleOf(drivers);
  const rows = drivers.flatMap((driver) =>
    driver.terms.map(
      (term, i) =>
        html`<tr>
          <th scope="row">${i === 0 ? traitOf(driver, text) : NOTHING}</th>
          <td class="t">${term.step === null ? (term.label ?? "") : text.termOf(term)}</td>
          <td class="w">${words.report.charts.integer(term.customers)}</td>
          <td class="t">${forestBar(term, edge)}<span class="n range">${ratios(term.together)}</span></td>
          <td class="w range">${ratios(term.together)}</td>
          <td class="w range">${term.alone === null ? words.report.charts.none : text.ratio(term.alone.ratio)}</td>
        </tr> `,
    ),
  );
  const [trait = "", value = "", n = "", bar = "", together = "", alone = ""] = text.forestHead;
  return section(
    "forest",
    { title: text.sections.forest, lead: text.sections.forestLead },
    html`${key([
        ["mark", text.sections.together],
        ["ring", text.sections.alone],
      ])}
      <table>
        <caption>
          ${text.sections.forest}
        </caption>
        <thead>
          <tr>
            <th scope="col">${trait}</th>
            <th scope="col" class="t">${value}</th>
            <th scope="col" class="w">${n}</th>
            <th scope="col" class="t">${bar}</th>
            <th scope="col" class="w">${together}</th>
            <th scope="col" class="w">${alone}</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table> `,
  );
}

type Curved = Readonly<{ page: DriversPage; words: Words; id: string }>;

/** The four largest groups. */
function curves({ name, groups }: Driver, { page, words, id }: Curved): Html {
  const text = words.drivers;
  const shown = groups.toSorted((a, b) => b.customers - a.customers).slice(0, 4);
  const lines = shown.map(({ label, curve }) => ({ name: label, ...curve }));
  const format = { share: words.report.charts.percent, time: text.time };
  const titles = { x: text.timeAxis(page.unit), y: text.sections.stillThere };
  const option = (size: typeof FULL) => survivalChart(lines, { size, titles, until: page.found.window, format });
  return section(
    id,
    { title: text.curveTitle({ name }), lead: text.sections.curveLead },
    chart(id, text.curveLabel({ name, groups: shown.map(({ label }) => label) }), { size: FULL, option }),
  );
}

function groupsTable({ found, unit }: DriversPage, words: Words): Html {
  const text = words.drivers;
  const { integer, percent, none } = words.report.charts;
  const rows = found.drivers.flatMap(({ name, groups }) =>
    groups.map((group) => [
      name,
      group.label,
      integer(group.customers),
      percent(group.left / group.customers),
      group.mean === null ? none : text.time(group.mean),
      group.difference === null ? none : text.differenceOf(group.difference),
      group.median === null ? none : text.time(group.median),
    ]),
  );
  const head = text.groupsHead({ window: found.window, unit });
  return section(
    "groups",
    { title: text.sections.groups, lead: text.sections.groupsLead },
    tableOf({ caption: text.sections.groups, head, rows, texts: [1], isWhole: true }),
  );
}

function notes({ found, chance }: DriversPage, words: Words): Html {
  const text = words.drivers;
  const items = [
    ...(chance === null ? [] : [text.chance(chance)]),
    text.fits(found),
    ...found.refused.map(({ column, reason, share }) => text.notUsed({ column, reason, share })),
  ];
  return section(
    "notes",
    { title: text.sections.notes, lead: text.sections.notesLead },
    html`<ul>
      ${items.map((item) => html`<li>${item}</li> `)}
    </ul>`,
  );
}
