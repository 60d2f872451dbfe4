/** What to do first: the three dearest findings, then the others. */
import { html, NOTHING, type Html } from "../html.js";
import { emptySection, section } from "../page.js";
import type { ContractPage } from "./page.js";

const FIRST = 3;

export function contractFindings({ data, text, unit }: ContractPage): Html {
  const { findings: all } = data.facts;
  const words = text.findings;
  if (all.length === 0) return emptySection("findings", words.title, words.none);
  const code = (command: string): Html => (command === "" ? NOTHING : html`<code>${command}</code>`);
  const cards = all.slice(0, FIRST).map(
    (one) =>
      html`<div class="find" id="finding-${one.id}">
        <div class="m">${text.about(one.amount, unit)} <small>${words.stake(one, unit)}</small></div>
        <p>${one.text}</p>
        ${code(one.export)}
      </div> `,
  );
  const rest = all.slice(FIRST).map(
    (one) =>
      html`<tr>
        <td class="t">${one.text}<br />${code(one.export)}</td>
        <td class="m">${text.about(one.amount, unit)}</td>
        <td class="w">${words.stake(one, unit)}</td>
      </tr> `,
  );
  const others =
    rest.length === 0
      ? NOTHING
      : html`<h3>${words.others}</h3>
          <table class="others">
            <thead>
              <tr>
                <th scope="col">${words.finding}</th>
                <th scope="col">${words.money}</th>
                <th scope="col" class="w">${words.range}</th>
              </tr>
            </thead>
            <tbody>
              ${rest}
            </tbody>
          </table> `;
  return section(
    "findings",
    { title: words.title, lead: words.lead },
    html`<div class="row">${cards}</div>
      ${others}`,
  );
}
