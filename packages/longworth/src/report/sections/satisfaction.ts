/** What customers say, question by question, and whether it goes with what they do. */
import { scoreTrendChart } from "../../charts/score-trend-chart.js";
import { FULL, type ChartSize } from "../../charts/theme.js";
import { lowWorth } from "../../findings/low-satisfaction.js";
import type { Unit } from "../../words/en/report-charts.js";
import type { QuestionFacts } from "../../workspace/satisfaction.js";
import { html, NOTHING, type Html } from "../html.js";
import { chart, emptySection, numbers, section, tableOf, type ReportWords } from "../page.js";

/** What both kinds of report show. */
export type SatisfactionView = Readonly<{
  questions: readonly QuestionFacts[];
  business: "orders" | "contracts";
  words: ReportWords;
  unit: Unit;
}>;

/** Nothing without a file of surveys. */
export function satisfactionSection(view: SatisfactionView | null): Html {
  if (view === null) return NOTHING;
  const text = view.words.satisfaction;
  if (view.questions.length === 0) return emptySection("satisfaction", text.title, text.nothing);
  const parts = view.questions.map((question, i) => questionPart(question, `satisfaction-${i + 1}`, view));
  const isCompared = view.questions.some(({ after }) => after.odds !== null);
  const comments = Math.max(...view.questions.map((question) => question.comments));
  return section(
    "satisfaction",
    { title: text.title, lead: text.lead },
    html`${parts}${isCompared ? html`<p class="after">${text.association}</p>` : NOTHING}${comments === 0 ? NOTHING : html`<p class="after">${text.comments(comments)}</p>`}`,
  );
}

function questionPart(question: QuestionFacts, id: string, view: SatisfactionView): Html {
  const text = view.words.satisfaction;
  const { kind, figure, weighted, response } = question;
  const now =
    figure.answers === 0 ? text.noRecent(question.answers) : text.now({ ...question, scale: text.scale(question) });
  return html`<h3>${text.heading(question)}</h3>
    <p>
      ${now} ${figure.answers === 0 ? NOTHING : text.weighted({ kind, weighted, ...response, business: view.business })}
      ${changeText(question, view)}
    </p>
    ${trendPart(question, id, view)} ${afterPart(question, id, view)} ${codesPart(question, view)}`;
}

function changeText({ kind, trend, change, grain }: QuestionFacts, { words }: SatisfactionView): string {
  const [newer, older] = trend.filter(({ complete }) => complete).toReversed();
  if (change === null || !newer || !older) return "";
  return words.satisfaction.change({ kind, change, grain, period: newer.period, before: older.period });
}

const RANGES = { nps: { min: -100, max: 100 }, csat: { min: 0, max: 1 } } as const;
const LEAST_POINTS = 3; // periods that are worth a picture

function trendPart(question: QuestionFacts, id: string, { words }: SatisfactionView): Html {
  const { kind, trend, grain, low, high } = question;
  const text = words.satisfaction;
  const table = {
    caption: text.trendCaption(question, grain),
    head: text.trendHead(question, grain),
    rows: trend.map(({ period, complete, ...figure }) => [
      `${words.cohorts.period(grain, period)}${complete ? "" : words.cohorts.running}`,
      ...text.trendRow(kind, figure),
    ]),
  };
  if (trend.length < LEAST_POINTS) return tableOf({ ...table, isWhole: true });
  const range = kind === "nps" || kind === "csat" ? RANGES[kind] : { min: low, max: high };
  const format = { value: (value: number) => text.tick(kind, value), month: words.charts.month };
  const option = (size: ChartSize) => scoreTrendChart(trend, { size, title: text.kinds[kind], range, format });
  return html`${chart(`${id}-trend`, text.trendLabel(question, grain), { size: FULL, option })}
  ${numbers(words, `${id}-trend`, [table])}`;
}

function afterPart(question: QuestionFacts, id: string, view: SatisfactionView): Html {
  const { words, unit, business } = view;
  const text = words.satisfaction;
  const { after, kind, name } = question;
  const { days, moods } = after;
  const table = {
    caption: text.afterCaption({ name, days, business }),
    head: text.afterHead(unit, business),
    isWhole: true,
    rows: moods
      .toReversed()
      .map(({ mood, customers, share, low, high, money }) => [
        text.mood(kind, mood),
        words.charts.integer(customers),
        share === null ? words.charts.none : words.charts.percent(share),
        text.between(low, high),
        money === null ? words.charts.none : words.charts.amount(money, unit),
      ]),
  };
  return html`<h4>${text.afterTitle(kind)}</h4>
    <p>${afterText(question, view)}</p>
    ${after.customers === 0 ? NOTHING : tableOf(table)}
    ${after.odds === null ? NOTHING : numbers(words, `${id}-odds`, [oddsTable(question, view)])}`;
}

function afterText(question: QuestionFacts, { words, unit, business }: SatisfactionView): string {
  const text = words.satisfaction;
  const { status, customers, days, odds, gap, ...ranks } = question.after;
  if (status === "all-stayed" || status === "none-stayed") return text.allAlike({ customers, days, status, business });
  if (odds === null) return text.few({ customers, days });
  const worth = lowWorth(question);
  return [
    text.verdict({ odds, status, days, business }),
    text.ranks({ ...ranks, unit }),
    ...(gap === null ? [] : [text.gap({ gap, business })]),
    ...(worth === null ? [] : [text.worth(worth, unit)]),
  ].join(" ");
}

function oddsTable({ after }: QuestionFacts, { words }: SatisfactionView) {
  const text = words.satisfaction;
  return {
    caption: text.controlsCaption,
    head: text.controlsHead,
    rows: [
      [text.controlName(null), text.odds(after.odds)],
      ...after.controls.map(({ name, odds }) => [text.controlName(name), text.odds(odds)]),
    ],
  };
}

const MOST_CODES = 12;

function codesPart({ codes, kind }: QuestionFacts, { words }: SatisfactionView): Html {
  const text = words.satisfaction;
  if (codes.length === 0) return NOTHING;
  return tableOf({
    caption: text.codesCaption,
    head: text.codesHead(kind),
    isWhole: true,
    rows: codes
      .slice(0, MOST_CODES)
      .map(({ code, answers, customers, low }) => [
        code,
        words.charts.integer(answers),
        words.charts.integer(customers),
        words.charts.percent(low / answers),
      ]),
  });
}
