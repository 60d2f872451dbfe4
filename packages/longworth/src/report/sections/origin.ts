/** From the file to the forecast: the ladder, and data quality with its price. */
import { html, prose, type Html } from "../html.js";
import { emptySection, piece, section, type Page } from "../page.js";

type Step = Readonly<{ step: string; amount: number }>;

const ABOUT_THE_FILE = new Set(["container_note"]); // the same orders in another form give the same report

/** The steps from the total of the file to what is used. */
export function ladder({ data, words, unit, note }: Page): Html {
  const text = words.ladder;
  const steps = data.facts.ladder.map(({ step, amount }) => ({ step, amount: Number(amount) }));
  if (!data.hasAmounts || steps.length === 0) return emptySection("ladder", text.title, text.none);
  return section(
    "ladder",
    { title: text.title, lead: html`${text.lead(data.facts.currency)}${note("ladder")}` },
    waterfallTable(steps, { words, heading: text, money: (amount) => words.charts.amount(amount, unit) }),
  );
}

type Said = Readonly<{
  words: Page["words"];
  heading: Readonly<{ caption: string; head: readonly string[] }>;
  money: (amount: number) => string;
}>;

/** Steps with their money and, beside each, what it takes away or leaves. */
export function waterfallTable(steps: readonly Step[], { words, heading, money: told }: Said): Html {
  const scale = Math.max(...steps.map(({ amount }) => Math.abs(amount)));
  const rows = waterfall(steps).map(
    ({ step, amount, from, to, kind }) =>
      html`<tr>
        <th scope="row">${words.codes.step(step)}</th>
        <td>${minus(told(amount))}</td>
        <td class="t bars">${piece({ from, to }, scale, kind)}</td>
      </tr> `,
  );
  const [step = "", money = "", left = ""] = heading.head;
  return html`<table class="ladder">
    <caption>
      ${heading.caption}
    </caption>
    <thead>
      <tr>
        <th scope="col">${step}</th>
        <th scope="col">${money}</th>
        <th scope="col" class="t">${left}</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table> `;
}

/** A real minus sign, as long as the digits are wide. */
const minus = (text: string): string => text.replace("-", "−");

type Bar = Readonly<Step & { from: number; to: number; kind: "real" | "minus" | "expected" }>;

/** The first step is the whole, the last is what is left; between them each piece hangs where the one before ended. */
export function waterfall(steps: readonly Step[]): readonly Bar[] {
  let level = 0;
  return steps.map((step, i) => {
    if (i === 0) {
      level = step.amount;
      return { ...step, from: 0, to: level, kind: "real" };
    }
    if (i === steps.length - 1) return { ...step, from: 0, to: step.amount, kind: "expected" };
    if (Math.abs(step.amount - level) < 0.005 && step.amount > 0) return { ...step, from: 0, to: level, kind: "real" };
    const before = level;
    level += step.amount;
    return { ...step, from: Math.min(before, level), to: Math.max(before, level), kind: "minus" };
  });
}

/** Problems of the data, dearest first: how many records, how much money, what helps. */
export function quality({ data, words, unit, note }: Page): Html {
  const text = words.quality;
  const inputs = data.facts.inputs;
  const sum = (of: (input: (typeof inputs)[number]) => number): number =>
    inputs.reduce((all, input) => all + of(input), 0);
  const lead = text.lead({
    records: sum((input) => input.records),
    accepted: sum((input) => input.accepted),
    setAside: sum((input) => input.setAside),
    rejected: sum((input) => input.rejected),
  });
  const [what = "", fate = "", records = "", money = "", share = "", hint = ""] = text.head;
  const ofTheData = data.problems.filter(({ code }) => !ABOUT_THE_FILE.has(code));
  const problems = ofTheData.toSorted((a, b) => Math.abs(Number(b.amount ?? 0)) - Math.abs(Number(a.amount ?? 0)));
  const rows = problems.map((problem) => {
    const amount =
      problem.amount === null || !data.hasAmounts
        ? words.charts.none
        : words.charts.amount(Number(problem.amount), unit);
    const part =
      problem.share_of_revenue === null ? words.charts.none : words.charts.percentFine(problem.share_of_revenue);
    return html`<tr>
      <td class="t">
        ${words.codes.problem(problem.code)}<br /><code>${problem.code}</code
        ><span class="n help">${prose(problem.hint)}</span>
      </td>
      <td class="t w">${words.codes.fate(problem.fate)}</td>
      <td>${words.charts.integer(problem.records)}</td>
      <td>${minus(amount)}</td>
      <td class="w">${part}</td>
      <td class="t w">${prose(problem.hint)}</td>
    </tr> `;
  });
  return section(
    "quality",
    { title: text.title, lead: html`${lead}${note("price")}` },
    rows.length === 0
      ? html`<p class="empty">${text.none}</p>`
      : html`<table class="quality">
          <caption>
            ${text.caption}
          </caption>
          <thead>
            <tr>
              <th scope="col">${what}</th>
              <th scope="col" class="t w">${fate}</th>
              <th scope="col">${records}</th>
              <th scope="col">${money}</th>
              <th scope="col" class="w">${share}</th>
              <th scope="col" class="t w">${hint}</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table> `,
  );
}
