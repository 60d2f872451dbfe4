/** Who stays: curves of the commonest renewal periods, plans beside each other, lifetimes, cohorts. */
import { LINES, plansChart, retentionChart, survivalTable, type SurvivalPoint } from "../../charts/retention-chart.js";
import { FULL, heatStep } from "../../charts/theme.js";
import type { RetentionFacts } from "../../workspace/manifest.js";
import { html, NOTHING, type Html } from "../html.js";
import { chart, colorKey, emptySection, key, numbers, section, tableOf } from "../page.js";
import type { Curve } from "./data.js";
import type { ContractPage } from "./page.js";

const SHOWN_TERMS = 3;

const pointOf = (row: Curve): SurvivalPoint => ({
  renewal: row.renewal,
  contracts: row.contracts,
  lost: row.lost,
  survival: row.survival,
  low: row.survival_low,
  high: row.survival_high,
  expected: row.expected_survival,
  p05: row.expected_p05,
  p95: row.expected_p95,
});

/** Renewal periods in the order of the run: the commonest first. */
const termsOf = ({ data }: ContractPage): readonly RetentionFacts[] =>
  data.facts.contracts.retention.filter(({ plan }) => plan === null);

export function curvesSection(page: ContractPage): Html {
  const { text } = page;
  const terms = termsOf(page).slice(0, SHOWN_TERMS);
  const [main] = terms;
  if (main === undefined) return NOTHING;
  const parts = terms.map((term, i) => oneTerm(page, term, i));
  return section(
    "retention",
    { title: text.curves.title, lead: leadOf(page, main) },
    html`${parts}${plansPart(page, main)}${lifetimes(page)}`,
  );
}

function leadOf({ data, text }: ContractPage, main: RetentionFacts): string {
  const rows = data.curves.filter(({ scope, term }) => scope === "all" && term === main.term);
  const faced = rows.filter(({ renewal, contracts }) => renewal > 0 && contracts > 0);
  if (main.status !== "ok" && main.status !== "boundary")
    return faced.length === 0
      ? text.curves.lead({ term: main.term, first: null, second: null })
      : text.curves.constant(text.churn(main.churn), main.term);
  const [one, ...later] = faced;
  const sum = (pick: (row: Curve) => number): number => later.reduce((all, row) => all + pick(row), 0);
  return text.curves.lead({
    term: main.term,
    first: one ? one.lost / one.contracts : null,
    second: sum(({ contracts }) => contracts) > 0 ? sum(({ lost }) => lost) / sum(({ contracts }) => contracts) : null,
  });
}

function oneTerm({ data, text, words }: ContractPage, { term, contracts }: RetentionFacts, place: number): Html {
  const points = data.curves.filter((row) => row.scope === "all" && row.term === term).map(pointOf);
  const draw = {
    size: FULL,
    option: (size: typeof FULL) => retentionChart(points, { size, words: text.charts, term }),
  };
  const id = `curve-${place}`;
  return html`<h3>${text.curves.term(term, contracts)}</h3>
    ${key([
      ["real", text.curves.key.seen],
      ["expected", text.curves.key.expected],
      ["ninety", text.curves.key.band],
    ])}
    ${chart(id, text.curves.label(term), draw)}${numbers(words, id, [survivalTable(points, text.curves.caption(term), text.charts)])}`;
}

function plansPart({ data, text, words }: ContractPage, { term }: RetentionFacts): Html {
  const rows = data.curves.filter((row) => row.scope === "plan" && row.term === term);
  const names = data.facts.contracts.retention
    .filter((one) => one.plan !== null && one.term === term)
    .toSorted((a, b) => b.contracts - a.contracts);
  const plans = names.flatMap(({ plan }) =>
    plan === null ? [] : [{ plan, points: rows.filter((row) => row.plan === plan).map(pointOf) }],
  );
  if (plans.length < 2) return NOTHING;
  const draw = { size: FULL, option: (size: typeof FULL) => plansChart(plans, { size, words: text.charts, term }) };
  const tables = plans.map(({ plan, points }) =>
    survivalTable(
      points.filter(({ survival }) => survival !== null),
      `${plan}`,
      text.charts,
    ),
  );
  return html`<h3>${text.curves.plans}</h3>
    <p class="lead">${text.curves.plansLead}</p>
    ${colorKey(plans.slice(0, LINES.length).map(({ plan }, i) => [LINES[i] ?? "", plan]))}${chart("plans", text.curves.plansLabel, draw)}${numbers(words, "plans", tables)}`;
}

const AT = [1, 2, 5, 10] as const; // renewals

function lifetimes({ data, text }: ContractPage): Html {
  const { retention, discountRate } = data.facts.contracts;
  const rows = retention.filter(({ served, plan }) => served || plan === null);
  if (rows.length === 0) return NOTHING;
  const list = (values: readonly number[], shift: number): string => {
    const known = AT.flatMap((n) =>
      values[n - shift] === undefined ? [] : [text.charts.cents(values[n - shift] ?? 0, null)],
    );
    return known.length === 0 ? text.curves.noLifetime : known.join(" · ");
  };
  return html`<h3>${text.curves.lifetimes}</h3>
    <p class="lead">${text.curves.lifetimesLead(discountRate)}</p>
    ${tableOf({
      caption: text.curves.lifetimes,
      isWhole: true,
      texts: [5],
      head: text.curves.lifetimesHead,
      rows: rows.map((row) => [
        `${text.term(row.term)}, ${row.plan ?? text.curves.all}`,
        row.del === null ? text.curves.noLifetime : text.charts.cents(row.del, null),
        list(row.derlBefore, 1),
        list(row.derlAfter, 0),
        text.churn(row.churn),
        row.status === "ok" ? (row.model === "beta-discrete-weibull" ? "BdW" : "sBG") : row.status,
      ]),
    })}`;
}

const COHORTS_SHOWN = 12;
const AGES_SHOWN = 12;
const AGES_OF_A_PHONE = 5;

/** Cohorts as a triangle: seen in colour, expected in grey. */
export function cohortsSection({ data, text, words }: ContractPage): Html {
  const term = data.facts.contracts.retention[0]?.term;
  const rows = data.curves.filter((row) => row.scope === "cohort" && row.term === term);
  const names = [...new Set(rows.map(({ cohort }) => cohort ?? ""))].slice(-COHORTS_SHOWN);
  const ages = Array.from({ length: AGES_SHOWN }, (_, i) => i + 1);
  if (names.length === 0) return emptySection("cohorts", text.cohorts.title, text.cohorts.none);
  const label = (cohort: string): string => text.charts.monthYear(cohort);
  const hidden = (age: number): string => (age > AGES_OF_A_PHONE ? " w" : "");
  const cell = (own: readonly Curve[], age: number): Html => {
    const one = own.find(({ renewal }) => renewal === age);
    if (one?.survival != null)
      return html`<td class="h${heatStep(one.survival * 0.999)}${hidden(age)}">
        ${text.charts.percent(one.survival).replace(" %", "")}
      </td>`;
    return html`<td class="nobody${hidden(age)}">
      ${one?.expected_survival == null ? "" : text.charts.percent(one.expected_survival).replace(" %", "")}
    </td>`;
  };
  const line = (cohort: string): Html => {
    const own = rows.filter((row) => row.cohort === cohort);
    return html`<tr>
      <th scope="row">${label(cohort)}</th>
      <td class="w">${text.charts.integer(own[0]?.contracts ?? 0)}</td>
      ${ages.map((age) => cell(own, age))}
    </tr> `;
  };
  const table = {
    caption: text.cohorts.caption,
    head: text.cohorts.head,
    rows: rows
      .filter(({ cohort }) => names.includes(cohort ?? ""))
      .map((row) => [
        label(row.cohort ?? ""),
        text.charts.integer(row.renewal),
        text.charts.integer(row.contracts),
        text.charts.integer(row.lost),
        row.survival === null ? text.charts.none : text.charts.percentFine(row.survival),
        row.expected_survival === null ? text.charts.none : text.charts.percentFine(row.expected_survival),
        row.expected_p05 === null || row.expected_p95 === null
          ? text.charts.none
          : text.charts.fromTo(row.expected_p05, row.expected_p95),
      ]),
  };
  return section(
    "cohorts",
    { title: text.cohorts.title, lead: text.cohorts.lead },
    html`<table class="grid">
        <caption>
          ${text.cohorts.caption}
        </caption>
        <thead>
          <tr>
            <th scope="col">${text.cohorts.cohort}</th>
            <th scope="col" class="w">${text.cohorts.size}</th>
            ${ages.map((age) => html`<th scope="col" class="${hidden(age).trim()}">${text.charts.integer(age)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${names.map(line)}
        </tbody>
      </table>
      ${numbers(words, "cohorts", [table])}`,
  );
}
