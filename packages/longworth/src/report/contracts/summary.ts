/** The first screen: what the running contracts will pay, what is kept of them, how far to trust it. */
import { horizonKey } from "../../domain.js";
import { html, NOTHING, type Html } from "../html.js";
import type { ContractPage } from "./page.js";

/** What the reader must know first. */
export function contractSummary(page: ContractPage): Html {
  const { data, text, unit } = page;
  const { facts } = data;
  const total = facts.totals[horizonKey(data.headline)];
  const expected = total?.expected_revenue ?? total?.expected_orders ?? 0;
  const records = facts.inputs.reduce((sum, input) => sum + input.records, 0);
  const head = html`<header class="top">
    <span>${text.head.counts({ customers: facts.customers, contracts: facts.contracts.contracts, records })}</span
    ><span>${text.head.terms({ asOf: facts.asOf, unit })}</span>
  </header>`;
  if (facts.contracts.running === 0)
    return html`${head}
      <h1>${text.headline.nobody}</h1>`;
  if (total === undefined)
    return html`${head}
      <h1>${text.headline.unknown(facts.contracts.running)}</h1>
      <p class="sub">${text.headline.unknownWhy}</p>`;
  return html`${head}
    <h1>
      ${text.headline.before(facts.contracts.running)}<b>${text.about(expected, unit)}</b>${text.headline.after(data.headline)}
    </h1>
    <p class="sub">
      ${text.headline.band({ p05: total?.p05 ?? 0, p95: total?.p95 ?? 0 }, unit)} ${heldText(page)}
      ${text.headline.notIn}
    </p>
    <div class="row">${moneyCard(page)}${residualCard(page) ?? survivalCard(page)}${gradeCard(page)}</div>`;
}

/** In how many blind forecasts the renewals lay inside the band. */
function heldText({ data, text }: ContractPage): string {
  const origins = data.facts.backtest[horizonKey(data.headline)]?.origins ?? [];
  const held = origins.filter(
    ({ actualOrders, ordersP05, ordersP95 }) => actualOrders >= ordersP05 && actualOrders <= ordersP95,
  );
  return origins.length === 0
    ? text.headline.notTested
    : text.headline.held({ held: held.length, origins: origins.length });
}

function moneyCard({ data, text, unit }: ContractPage): Html {
  const { mrr, year, running } = data.facts.contracts;
  const kept =
    year === null || year.grr === null || year.nrr === null
      ? text.cards.keptUnknown
      : text.cards.kept({ grr: year.grr, nrr: year.nrr, months: year.months });
  return html`<div class="card">
    <div class="k">${mrr === null ? text.cards.running : text.cards.mrr}</div>
    <div class="v">${mrr === null ? text.contracts(running) : text.about(Number(mrr), unit)}</div>
    <div class="i">${mrr === null ? NOTHING : kept}</div>
  </div> `;
}

function residualCard({ data, text, unit }: ContractPage): Html | null {
  const { residual, discountRate } = data.facts.contracts;
  if (residual === null) return null;
  return html`<div class="card">
    <div class="k">${text.cards.residual(discountRate)}</div>
    <div class="v">${text.about(residual.value, unit)}</div>
    <div class="i">${text.cards.residualBand(residual.low, residual.high, unit)}</div>
  </div> `;
}

function survivalCard({ data, text }: ContractPage): Html {
  const main = data.facts.contracts.retention.find(({ plan }) => plan === null);
  if (!main?.survival) return NOTHING;
  return html`<div class="card">
    <div class="k">${text.cards.survival(main.term)}</div>
    <div class="v">${text.charts.percent(main.survival.expected)}</div>
    <div class="i">${text.cards.survivalBand(main.survival)}</div>
  </div> `;
}

function gradeCard({ data, text }: ContractPage): Html {
  const grade = data.facts.grades[horizonKey(data.headline)];
  const letter = grade?.letter ?? "";
  const kind = letter === "C" || letter === "D" ? `g-${letter}` : letter.length === 1 ? "" : "g-none";
  return html`<div class="card">
    <div class="k">${text.cards.grade}</div>
    <div class="grade">
      <span class="l ${kind}">${text.grade(letter)}</span>
      <span>${letter.length === 1 ? NOTHING : html`${letter}: `}${grade?.why ?? ""}</span>
    </div>
  </div> `;
}
