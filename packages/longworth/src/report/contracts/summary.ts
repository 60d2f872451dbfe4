/** The first screen: what the running contracts will pay, what is kept of them, how far to trust it. */
import { horizonKey } from "../../domain.js";
import { html, type Html } from "../html.js";
import type { ContractPage } from "./page.js";

/** What the reader must know first. */
export function contractSummary({ data, text, unit }: ContractPage): Html {
  const { facts } = data;
  const total = facts.totals[horizonKey(data.headline)];
  const expected = total?.expected_revenue ?? total?.expected_orders ?? 0;
  const band = { p05: total?.p05 ?? 0, p95: total?.p95 ?? 0 };
  return html`<h1>${text.headline({ running: facts.contracts.running, expected, days: data.headline, unit })}</h1>
    <p class="sub">${text.band(band, unit)}</p>`;
}
