/** What to do first: the three dearest findings, then the others. */
import type { ReportFacts } from "../data.js";
import { html, NOTHING, type Html } from "../html.js";
import { emptySection, section, type Page } from "../page.js";

type Finding = ReportFacts["findings"][number];

const FIRST = 3;

/** Three cards and a table, each with money, its interval and the command. */
export function findings(page: Page): Html {
  const { data, words, note } = page;
  const { findings: all } = data.facts;
  if (all.length === 0) return emptySection("findings", words.findings.title(FIRST), words.findings.none);
  const first = all.slice(0, FIRST);
  const lead = html`${data.hasAmounts ? words.findings.lead : words.findings.leadOrders}${note("stake")}`;
  return section(
    "findings",
    { title: words.findings.title(first.length), lead },
    html`<div class="row">${first.map((finding) => card(page, finding))}</div>
      ${others(page, all.slice(FIRST))}`,
  );
}

const card = ({ words, unit }: Page, { id, text, amount, p05, p95, export: command }: Finding): Html =>
  html`<div class="find" id="finding-${id}">
    <div class="m">${words.about(amount, unit)} <small>${words.findings.atStake({ p05, p95 }, unit)}</small></div>
    <p>${text}</p>
    ${code(command)}
  </div> `;

const code = (command: string): Html => (command === "" ? NOTHING : html`<code>${command}</code>`);

function others({ words, unit }: Page, rest: readonly Finding[]): Html {
  if (rest.length === 0) return NOTHING;
  const [finding = "", money = "", range = ""] = words.findings.head(unit);
  return html`<h3>${words.findings.others(rest.length)}</h3>
    <table class="others">
      <thead>
        <tr>
          <th scope="col">${finding}</th>
          <th scope="col">${money}</th>
          <th scope="col" class="w">${range}</th>
        </tr>
      </thead>
      <tbody>
        ${rest.map(
          ({ text, amount, p05, p95, export: command }) =>
            html`<tr>
              <td class="t">${text}<br />${code(command)}</td>
              <td class="m">${words.about(amount, unit)}</td>
              <td class="w">${p95 > p05 ? words.fromTo({ p05, p95 }, unit) : NOTHING}</td>
            </tr> `,
        )}
      </tbody>
    </table> `;
}
