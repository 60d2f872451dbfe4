/** Renewals ahead, value by plan, the dearest contracts. */
import { html, type Html } from "../html.js";
import { bar, emptySection, interval, section, tableOf } from "../page.js";
import type { ContractPage } from "./page.js";

const DAYS = 92;
const MONTHS_OF_DAYS = 3;
const NOT_ON_A_PHONE: ReadonlySet<number> = new Set([2, 4, 6]); // columns of the calendar

/** What falls due, by month, and what of it is at risk. */
export function calendarSection({ data, text, unit }: ContractPage): Html {
  const words = text.calendar;
  if (data.due.length === 0) return emptySection("calendar", words.title, words.none);
  const soon = data.due.slice(0, MONTHS_OF_DAYS);
  const sum = (pick: (row: (typeof soon)[number]) => number): number => soon.reduce((all, row) => all + pick(row), 0);
  const { hasPrice } = data.facts.contracts;
  const most = Math.max(...data.due.map(({ payments, contracts }) => (hasPrice ? payments : contracts)));
  const risk = Math.max(1e-9, ...data.due.map((row) => row.payments_at_risk_p95));
  const [month = "", count = "", lost = "", payments = "", atRisk = "", , value = ""] = words.head;
  const head = hasPrice ? [month, count, lost, payments, "", atRisk, "", value] : [month, count, "", lost];
  return section(
    "calendar",
    {
      title: words.title,
      lead: words.lead({ count: sum((row) => row.contracts), lost: sum((row) => row.expected_lost), days: DAYS }),
    },
    html`<table class="calendar">
        <caption>
          ${words.caption}
        </caption>
        <thead>
          <tr>
            ${head.map((name, i) => html`<th scope="col" class="${hasPrice && NOT_ON_A_PHONE.has(i) ? "w" : ""}">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${data.due.map((row) => {
            const start = html`<th scope="row">${text.charts.monthYear(row.month)}</th>
              <td>${text.charts.integer(row.contracts)}</td>`;
            if (!hasPrice)
              return html`<tr>
                ${start}
                <td class="bars">${bar(row.contracts, most, "real")}</td>
                <td>${text.charts.integer(row.expected_lost)}</td>
              </tr> `;
            return html`<tr>
              ${start}
              <td class="w">${text.charts.integer(row.expected_lost)}</td>
              <td>${text.about(row.payments, unit)}</td>
              <td class="bars w">${bar(row.payments, most, "real")}</td>
              <td>${text.about(row.payments_at_risk, unit)}</td>
              <td class="w">
                ${interval({ low: row.payments_at_risk_p05, high: row.payments_at_risk_p95, mark: row.payments_at_risk }, risk)}
              </td>
              <td>${row.value_at_risk === null ? text.charts.none : text.about(row.value_at_risk, unit)}</td>
            </tr> `;
          })}
        </tbody>
      </table>
      <p class="after">${words.after}</p>`,
  );
}

export function plansSection({ data, text, unit }: ContractPage): Html {
  const { hasPrice } = data.facts.contracts;
  const all = text.plans.head(data.headline);
  const money = (value: number | null): string => (value === null ? text.charts.none : text.about(value, unit));
  return section(
    "plans",
    { title: text.plans.title, lead: text.plans.lead(data.headline) },
    tableOf({
      caption: text.plans.caption,
      isWhole: true,
      texts: [1],
      head: hasPrice ? all : [...all.slice(0, 3), ...all.slice(4, 6)],
      rows: data.plans.map(({ plan, term, running, mrr, renews, expected, residual }) => [
        plan ?? text.plans.none,
        text.term(term),
        text.charts.integer(running),
        ...(hasPrice ? [money(mrr)] : []),
        renews === null ? text.charts.none : text.charts.percentFine(renews),
        money(expected),
        ...(hasPrice ? [money(residual)] : []),
      ]),
    }),
  );
}

export function topSection({ data, text, unit }: ContractPage): Html {
  const money = (value: number | null): string => (value === null ? text.charts.none : text.about(value, unit));
  const { hasPrice } = data.facts.contracts;
  const head = text.top.head(data.headline);
  return section(
    "top",
    { title: text.top.title, lead: text.top.lead(data.headline) },
    tableOf({
      caption: text.top.caption,
      isWhole: true,
      texts: [1, 2],
      head: hasPrice ? head : head.slice(0, -1),
      rows: data.top.map(({ id, customer, plan, renewals, due, renews, value, p05, p95 }) => [
        id ?? text.top.masked,
        customer ?? text.top.masked,
        plan ?? text.charts.none,
        text.charts.integer(renewals),
        due === null ? text.top.leaving : text.day(due),
        renews === null ? text.charts.none : text.charts.percent(renews),
        money(value),
        ...(hasPrice ? [p05 === null || p95 === null ? text.charts.none : `${money(p05)} – ${money(p95)}`] : []),
      ]),
    }),
  );
}
