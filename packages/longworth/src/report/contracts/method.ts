/** How it was made: what was served, the blind forecasts, what it cannot say, records that do not count. */
import { horizonKey } from "../../domain.js";
import { html, NOTHING, prose, type Html } from "../html.js";
import { section, tableOf } from "../page.js";
import type { ContractPage } from "./page.js";

export function contractMethod(page: ContractPage): Html {
  const { data, text, words } = page;
  const { facts } = data;
  return section(
    "method",
    { title: text.method.title, lead: `${text.method.served}: ${facts.served.why}.` },
    html`${tests(page)} ${traits(page)}
      <h3>${text.method.unused}</h3>
      ${unused(page)}
      <h3>${text.method.limits}</h3>
      <ul>
        ${[...words.exports.cannot(facts.layout), ...text.method.limit, ...facts.notes].map((limit) => html`<li>${prose(limit)}</li>`)}
      </ul>`,
  );
}

function tests({ data, text }: ContractPage): Html {
  const test = data.facts.backtest[horizonKey(data.headline)];
  if (test === undefined) return NOTHING;
  const value = (name: string): number => test.measures[name] ?? 0;
  const whole = text.charts.integer;
  return html`<p>
      ${text.method.tested({ days: test.windowDays, horizon: data.headline })}
      ${text.method.measures({ bias: value("bias"), lossBias: value("lossBias"), covered: value("covered"), baseline: test.baseline, gain: value("gain") })}
    </p>
    <h3>${text.method.origins}</h3>
    ${tableOf({
      caption: text.method.origins,
      isWhole: true,
      head: text.method.originsHead,
      rows: test.origins.map(({ origin, customers, expectedOrders, ordersP05, ordersP95, actualOrders }) => [
        origin,
        whole(customers),
        whole(expectedOrders),
        `${whole(ordersP05)} – ${whole(ordersP95)}`,
        whole(actualOrders),
        actualOrders >= ordersP05 && actualOrders <= ordersP95 ? text.method.yes : text.method.no,
      ]),
    })}`;
}

/** Whether curves by what was known at the start forecast better, and what they say. */
function traits({ data, text }: ContractPage): Html {
  const tried = data.facts.contracts.traits ?? [];
  if (tried.length === 0) return NOTHING;
  const share = (value: number | undefined): string =>
    value === undefined ? text.charts.none : text.charts.percent(value);
  const rows = tried.flatMap(({ traits: own }) =>
    own.flatMap(({ name, levels }) =>
      levels.map(({ level, contracts, survival }) => [
        text.method.trait(name, level),
        text.charts.integer(contracts),
        share(survival?.expected),
        survival === null ? text.charts.none : `${share(survival.low)} – ${share(survival.high)}`,
      ]),
    ),
  );
  return html`<h3>${text.method.traits}</h3>
    ${(data.facts.attributes ?? []).map((file) => html`<p>${text.method.file(file)}</p>`)}
    ${tried.map((one) => {
      const used = one.traits.filter(({ used: isUsed }) => isUsed).map(({ name }) => name);
      return html`<p>${text.method.traitsTried({ ...one, term: text.term(one.term), used })}</p>`;
    })}
    ${rows.length === 0 ? NOTHING : tableOf({ caption: text.method.traitsCaption, isWhole: true, head: text.method.traitsHead, rows })}`;
}

function unused({ data, text, words }: ContractPage): Html {
  if (data.problems.length === 0) return html`<p>${text.method.every}</p>`;
  return tableOf({
    caption: text.method.unused,
    isWhole: true,
    texts: [1],
    head: text.method.unusedHead,
    rows: data.problems.map(({ code, fate, records }) => [
      words.codes.problem(code),
      words.codes.fate(fate),
      text.charts.integer(records),
    ]),
  });
}
