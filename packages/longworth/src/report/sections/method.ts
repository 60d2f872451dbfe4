/** How it was made: what was served and why, the grade, models, limits, and what would make it better. */
import { horizonKey } from "../../domain.js";
import { html, NOTHING, prose, type Html } from "../html.js";
import { section, tableOf, type Page } from "../page.js";
import { adviceFor } from "./advice.js";

/** Everything that a sceptic asks for. */
export function method(page: Page): Html {
  const { data, words } = page;
  const { facts } = data;
  const text = words.method;
  return section(
    "method",
    {
      title: text.title,
      lead:
        words.codes.model(facts.served.name) === ""
          ? facts.served.name
          : `${text.served}: ${words.codes.model(facts.served.name)}.`,
    },
    html`<p>${sentence(facts.served.why)}</p>
      ${gradeText(page)}${modelTable(page)}${simpleFormula(page)}${
        facts.notes.length === 0
          ? NOTHING
          : html`<h3>${text.notes}</h3>
              <ul>
                ${facts.notes.map((note) => html`<li>${prose(sentence(note))}</li>`)}
              </ul>`
      }
      <h3>${text.limits}</h3>
      <ul>
        ${[...words.exports.cannot(facts.layout), ...words.advice.limits].map((limit) => html`<li>${prose(limit)}</li>`)}
      </ul> `,
  );
}

function gradeText({ data, words, note }: Page): Html {
  const text = words.method;
  const key = horizonKey(data.headline);
  const grade = data.facts.grades[key];
  const test = data.facts.backtest[key];
  const letter = grade?.letter ?? "";
  const measures = test?.measures ?? {};
  const value = (name: string): number | null => measures[name] ?? null;
  const show = (number: number | null, format: (value: number) => string): string =>
    number === null ? words.charts.none : format(number);
  const [capture, baseline] = [value("capture"), value("baseline_capture")];
  const ranking = capture !== null && baseline !== null && baseline > 0 ? capture / baseline - 1 : null;
  const row = (name: string, cells: Readonly<{ here: string; needed: string; note: Html }>): Html =>
    html`<tr>
      <th scope="row">${name}${cells.note}</th>
      <td>${cells.here}</td>
      <td>${cells.needed}</td>
    </tr> `;
  return html`<h3 id="grade">${text.grade(letter)}</h3>
    <p>
      ${sentence(grade?.why ?? "")} ${test ? text.testedOn({ days: test.windowDays, horizon: data.headline }) : NOTHING}
    </p>
    ${
      test === undefined || test.origins.length === 0
        ? NOTHING
        : html`<table class="measures">
            <caption>
              ${text.measureCaption}
            </caption>
            <thead>
              <tr>
                ${text.measureHead.map((name) => html`<th scope="col">${name}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${row(text.bias, { here: show(value("bias"), text.signed), needed: text.needed.bias, note: note("bias") })}${row(text.capture, { here: show(ranking, text.signed), needed: text.needed.capture, note: note("capture") })}${row(text.below, { here: show(value("below_p95"), text.share), needed: text.needed.below, note: note("below") })}${row(text.shape, { here: show(value("pit_inside"), (inside) => (inside === 1 ? words.tested.yes : words.tested.no)), needed: words.tested.yes, note: note("shape") })}${row(text.slope, { here: show(value("slope"), (slope) => words.charts.decimal(slope, 2)), needed: text.needed.slope, note: note("slope") })}
            </tbody>
          </table> `
    }`;
}

/** A reason as a sentence of its own. */
const sentence = (reason: string): string =>
  reason === "" ? "" : `${reason.charAt(0).toUpperCase()}${reason.slice(1)}${/[.!?]$/.test(reason) ? "" : "."}`;

function modelTable({ data, words, note }: Page): Html {
  const text = words.method;
  const models = data.facts.models.toSorted((a, b) => (b.weight ?? -1) - (a.weight ?? -1)); // what carries it first
  if (models.length === 0) return NOTHING;
  const number = (value: number | null): string => (value === null ? words.charts.none : text.number(value));
  return html`<h3>${text.models}${note("weight")}</h3>
    ${tableOf({
      caption: text.modelsCaption,
      isWhole: true,
      texts: [1, 2, 5],
      head: text.modelsHead,
      rows: models.map((model) => [
        model.name,
        words.codes.model(model.name),
        words.codes.role(model.role),
        model.weight === null ? words.charts.none : words.charts.percent(model.weight),
        model.logLikelihood === null ? words.charts.none : words.charts.decimal(model.logLikelihood, 1),
        model.converged
          ? Object.entries(model.params)
              .map(([name, value]) => `${name} ${number(value)}`)
              .join(", ")
          : text.notConverged,
      ]),
    })}`;
}

function simpleFormula({ data, words, unit, note, all }: Page): Html {
  const text = words.method;
  const { averageOrderValue, ordersPerYear, lifespanYears, clv } = data.facts.simple;
  const known = averageOrderValue !== null && ordersPerYear !== null && lifespanYears !== null && clv !== null;
  const beside = all.customers > 0 ? text.simpleBeside(all.value / all.customers, data.headline, unit) : "";
  const refunds = data.facts.refundShare;
  return html`<h3>${text.simple}${note("simple")}</h3>
    <p>
      ${
        known && data.hasAmounts
          ? text.simpleText({ order: averageOrderValue, perYear: ordersPerYear, lifespan: lifespanYears, clv, unit })
          : text.simpleNone
      }
      ${beside} ${refunds === null ? NOTHING : text.refunds(refunds)}
    </p> `;
}

/** What the user can do for a better forecast. */
export function better(page: Page): Html {
  const { words } = page;
  const all = adviceFor(page);
  return html`<section id="better">
    <h2>${words.better.title}</h2>
    ${
      all.length === 0
        ? html`<p class="empty">${words.better.none}</p>`
        : html`<ul>
            ${all.map((text) => html`<li>${prose(text)}</li>`)}
          </ul>`
    }
  </section> `;
}
