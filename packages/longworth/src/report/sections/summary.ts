/** The first screen: the headline, three cards, other horizons. */
import { horizonKey } from "../../domain.js";
import { bestShare, type Best } from "../../charts/value-bins.js";
import { BASELINES } from "../../forecast/baselines.js";
import type { HorizonTotal } from "../data.js";
import { html, NOTHING, type Html } from "../html.js";
import { FEW, type Page } from "../page.js";

type Band = Readonly<{ p05: number; p95: number }>;
type Value = Readonly<{ expected: number } & Band>;

/** Money of a horizon's total, or its orders in a log without amounts. */
export const valueOf = (total: HorizonTotal): Value =>
  total.revenue === null
    ? { expected: total.orders, p05: total.ordersP05, p95: total.ordersP95 }
    : { expected: total.revenue, p05: total.revenueP05 ?? total.revenue, p95: total.revenueP95 ?? total.revenue };

const NO_TOTAL: HorizonTotal = {
  days: 0,
  orders: 0,
  ordersP05: 0,
  ordersP95: 0,
  revenue: null,
  revenueP05: null,
  revenueP95: null,
};

/** The total of the headline horizon. */
export const headlineTotal = ({ data }: Page): HorizonTotal =>
  data.horizons.find(({ days }) => days === data.headline) ?? NO_TOTAL;

/** In how many of the test days the real total was inside the band; null when nothing was tested. */
export function heldIn({ data }: Page): Readonly<{ days: number; held: number; origins: number }> | null {
  const test = data.facts.backtest[horizonKey(data.headline)];
  if (test === undefined || test.origins.length === 0) return null;
  const inside = test.origins.filter((origin) => {
    const { actualRevenue, revenueP05, revenueP95, actualOrders, ordersP05, ordersP95 } = origin;
    if (actualRevenue === null || revenueP05 === null || revenueP95 === null)
      return actualOrders >= ordersP05 && actualOrders <= ordersP95;
    return actualRevenue >= revenueP05 && actualRevenue <= revenueP95;
  });
  return { days: test.windowDays, held: inside.length, origins: test.origins.length };
}

/** What the reader must know first. */
export function summary(page: Page): Html {
  const { data, words, unit, note, all } = page;
  const { facts } = data;
  const total = valueOf(headlineTotal(page));
  const held = heldIn(page);
  const tested = held === null ? words.headline.notTested : words.headline.tested(held);
  const basis = words.headline.basis({
    basis: facts.basis,
    discountRate: facts.discountRate,
    predicted: data.hasAmounts ? all.predicted : null,
    unit,
  });
  const records = facts.inputs.reduce((sum, input) => sum + input.records, 0);
  return html`<header class="top">
      <span>${words.head.counts({ customers: facts.customers, orders: facts.orders, records })}</span
      ><span>${words.head.terms({ asOf: facts.asOf, unit, amount: facts.amount })}</span>
    </header>
    <h1>
      ${words.headline.before(facts.customers, unit)}<b>${words.about(total.expected, unit)}</b>${words.headline.after(data.headline)}
    </h1>
    <p class="sub">
      ${words.headline.band({ band: total, unit, tested })}${note("expected")}${note("band")}${held ? note("held") : NOTHING}
      ${words.headline.notIn}${basis === "" ? NOTHING : html` ${basis}${note("predicted")}`}
    </p>
    ${cards(page)}${horizons(page)}`;
}

/** The band of a group: the common shock of all, and its own share of chance. */
export function groupBand(page: Page, group: Best): Band {
  const total = valueOf(headlineTotal(page));
  const { all } = page;
  if (group.value <= 0 || total.expected <= 0) return { p05: 0, p95: 0 };
  const relative = (best: Best): number => TAIL * TAIL * Math.log1p(best.variance / (best.value * best.value));
  const wide = (bound: number): number => {
    const whole = Math.log(Math.max(bound, total.expected / 1000) / total.expected) ** 2;
    return Math.sqrt(Math.max(0, whole - relative(all)) + relative(group));
  };
  return { p05: group.value * Math.exp(-wide(total.p05)), p95: group.value * Math.exp(wide(total.p95)) };
}

const TAIL = 1.9; // log half width of a value's 90 % band over its relative deviation: as for all totals of a run

function cards(page: Page): Html {
  const { data, words, note, all } = page;
  const total = headlineTotal(page);
  const people = all.customers;
  const share = (bound: number): number =>
    people > 0 && total.orders > 0 ? Math.min(1, ((all.active / people) * bound) / total.orders) : 0;
  return html`<div class="row">
    <div class="card">
      <div class="k">${words.cards.active(data.headline)}${note("active")}</div>
      <div class="v">${words.cards.ofAll(all.active, people)}</div>
      <div class="i">
        ${words.cards.activeBand(share(total.orders), { p05: share(total.ordersP05), p95: share(total.ordersP95) })}
      </div>
    </div>
    ${bestCard(page)} ${gradeCard(page)}
  </div> `;
}

function bestCard(page: Page): Html {
  const { data, words, unit, note, all } = page;
  if (all.customers < FEW) {
    return html`<div class="card">
      <div class="k">${words.cards.average}${note("expected")}</div>
      <div class="v">${words.about(all.customers > 0 ? all.value / all.customers : 0, unit)}</div>
    </div>`;
  }
  const best = bestShare(data.bins, 0.1);
  const share = all.value > 0 ? best.value / all.value : 0;
  return html`<div class="card">
    <div class="k">${words.cards.best}${note("best")}</div>
    <div class="v">${words.about(best.value, unit)}</div>
    <div class="i">${words.cards.bestBand(share, groupBand(page, best), unit)}</div>
  </div>`;
}

const SIMPLE: readonly string[] = BASELINES;
const TOO_LITTLE = "too little data"; // a grade of run.json

function gradeCard({ data, words, note }: Page): Html {
  const grade = data.facts.grades[horizonKey(data.headline)];
  const letter = grade?.letter ?? "";
  const known = letter.length === 1;
  const measures = data.facts.backtest[horizonKey(data.headline)]?.measures ?? {};
  const { capture, baseline_capture: baseline, bias } = measures;
  const ranking = capture && baseline ? capture / baseline - 1 : null;
  const measured = known ? words.cards.measured({ bias: bias ?? null, ranking }) : "";
  const sentence = known
    ? words.cards.letter(letter, {
        isSimple: SIMPLE.includes(data.facts.served.name),
        isWorse: (measures["crps"] ?? 0) > (measures["baseline_crps"] ?? Infinity),
      })
    : letter === TOO_LITTLE
      ? words.cards.tooLittle
      : words.cards.notTested;
  return html`<div class="card grade">
    <div class="l g-${known ? letter : "none"}">${known ? letter : words.cards.unknownSign}</div>
    <div>
      <div class="k">${words.cards.trust}${note("grade")}</div>
      <div>
        ${sentence}${measured === "" ? NOTHING : html` <span class="i">${sentenceCase(measured)}.</span>`}
        <a href="#grade">${words.cards.whyNot(letter)}</a>
      </div>
    </div>
  </div>`;
}

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** All horizons in one small table, when there are several. */
function horizons({ data, words, unit, note }: Page): Html {
  if (data.horizons.length < 2) return NOTHING;
  const orders = { ...unit, hasAmounts: false };
  const cells = (total: HorizonTotal): Html => {
    const { expected, p05, p95 } = valueOf(total);
    return html`<td><b>${words.about(expected, unit)}</b></td>
      <td>${words.fromTo({ p05, p95 }, unit)}</td>
      ${
        data.hasAmounts
          ? html`<td class="w">${words.charts.amount(Math.round(total.orders), orders)}</td>
              <td class="w">${words.span({ p05: total.ordersP05, p95: total.ordersP95 }, orders)}</td>`
          : NOTHING
      }`;
  };
  const head = words.headline.horizonsHead(unit);
  return html`<h3>${words.headline.horizons}${note("band")}</h3>
    <table class="horizons">
      <thead>
        <tr>
          ${head.map((name, i) => html`<th scope="col" class="${i > 2 ? "w" : ""}">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${data.horizons.map(
          (total) =>
            html`<tr>
              <th scope="row">${words.duration(total.days)}</th>
              ${cells(total)}
            </tr> `,
        )}
      </tbody>
    </table> `;
}
