/** Recurring revenue: the bridge of the last year, month by month, and who ended contracts. */
import { MOVE_COLORS, MRR_MOVES, mrrChart, mrrTable, type MrrMonth } from "../../charts/mrr-chart.js";
import { FULL } from "../../charts/theme.js";
import { html, type Html } from "../html.js";
import { chart, colorKey, emptySection, numbers, piece, section, tableOf } from "../page.js";
import type { ContractPage } from "./page.js";

const MONTHS = 12;

export function bridgeSection(page: ContractPage): Html {
  const { data, text, unit, words } = page;
  if (data.months.length === 0) return emptySection("mrr", text.bridge.title, text.bridge.none);
  const whole = data.months.filter(({ complete }) => complete).slice(-MONTHS);
  const [first, last] = [whole[0], whole.at(-1)];
  if (first === undefined || last === undefined) return emptySection("mrr", text.bridge.title, text.bridge.short);
  const draw = { size: FULL, option: (size: typeof FULL) => mrrChart(data.months, { size, words: text.charts, unit }) };
  return section(
    "mrr",
    {
      title: text.bridge.title,
      lead: text.bridge.lead({ start: first.start, end: last.end, months: whole.length }, unit),
    },
    html`${waterfall(page, whole)}${colorKey(MRR_MOVES.map((move) => [MOVE_COLORS[move], text.charts.moves[move]]))}${chart("mrr", text.bridge.label(data.months.length), draw)}${numbers(words, "mrr", [mrrTable(data.months, unit, text.charts)])}
      <h3>${text.bridge.rates}</h3>
      ${rates(page)}
      <p class="after">${text.bridge.after}</p>`,
  );
}

/** Start, what changed it, end: pieces that hang where they belong. */
function waterfall({ text, unit }: ContractPage, months: readonly MrrMonth[]): Html {
  const sum = (move: (typeof MRR_MOVES)[number]): number => months.reduce((all, month) => all + month[move], 0);
  const start = months[0]?.start ?? 0;
  const steps = MRR_MOVES.map((move) => ({
    name: text.charts.moves[move],
    value: (move === "contraction" || move === "churn" ? -1 : 1) * sum(move),
  }));
  const levels = steps.reduce<number[]>((all, { value }) => [...all, (all.at(-1) ?? 0) + value], [start]);
  const end = months.at(-1)?.end ?? 0;
  const scale = Math.max(start, end, ...levels);
  const line = (name: string, value: number, range: Readonly<{ from: number; to: number }>, kind: string): Html =>
    html`<tr>
      <th scope="row">${name}</th>
      <td>${text.charts.cents(value, unit.currency)}</td>
      <td class="bars">${piece(range, scale, kind)}</td>
    </tr> `;
  return html`<table class="ladder">
    <caption>
      ${text.bridge.step}
    </caption>
    <tbody>
      ${line(text.bridge.start, start, { from: 0, to: start }, "real")}${steps.map(({ name, value }, i) => {
        const before = levels[i] ?? 0;
        return line(
          name,
          value,
          { from: Math.min(before, before + value), to: Math.max(before, before + value) },
          value < 0 ? "minus" : "",
        );
      })}${line(text.bridge.end, end, { from: 0, to: end }, "real")}
    </tbody>
  </table>`;
}

function rates({ data, text }: ContractPage): Html {
  const share = (value: number | null): string => (value === null ? text.charts.none : text.charts.percentFine(value));
  return tableOf({
    caption: text.bridge.ratesCaption,
    isWhole: true,
    head: text.bridge.ratesHead,
    rows: data.facts.contracts.bridge.map((row) => [
      `${text.charts.monthYear(row.month)}${row.complete ? "" : text.charts.running}`,
      share(row.grr),
      share(row.nrr),
      text.charts.integer(row.customersStart),
      text.charts.integer(row.customersLost),
      text.churn(row.logoChurn),
      text.churn(row.revenueChurn),
    ]),
  });
}

/** Decisions apart from failed payments. */
export function leavingSection({ data, text, unit }: ContractPage): Html {
  const { left, hasPrice } = data.facts.contracts;
  const count = (kind: string): number => left.find(({ leaving }) => leaving === kind)?.contracts ?? 0;
  const counts = { voluntary: count("voluntary"), payment: count("payment"), unknown: count("unknown") };
  const lead = text.left.lead(counts);
  if (counts.voluntary + counts.payment === 0) return emptySection("left", text.left.title, lead);
  return section(
    "left",
    { title: text.left.title, lead },
    tableOf({
      caption: text.left.caption,
      isWhole: true,
      head: hasPrice ? text.left.head : text.left.head.slice(0, 2),
      rows: left.map(({ leaving, contracts, mrr }) => [
        text.left.who(leaving),
        text.charts.integer(contracts),
        ...(hasPrice ? [text.charts.cents(Number(mrr ?? 0), unit.currency)] : []),
      ]),
    }),
  );
}
