/** How soon customers come back, and where they stand. */
import { horizonKey } from "../../domain.js";
import { lifecycleChart } from "../../charts/lifecycle-chart.js";
import { returnsChart } from "../../charts/returns-chart.js";
import type { Table } from "../../charts/table.js";
import { FULL, type ChartSize } from "../../charts/theme.js";
import { html, type Html } from "../html.js";
import { chart, emptySection, key, numbers, section, type Page } from "../page.js";
import type { PeriodStates, StateName, Wait } from "../returns.js";

const LINES = [1, 2, 3, 5]; // purchases with a line
const TOLD = [1, 2]; // and with a sentence
const PREFERRED = [90, 180, 30, 365]; // days of the sentence, the first that is known
const LONGEST = 360;

/** The wait for the next purchase after the first, second, third and fifth. */
export function returnsSection(page: Page): Html {
  const { data, words, note } = page;
  const text = words.returns;
  const { waits, repeat, gap } = data.returns;
  if (!waits.some(({ back }) => back > 0)) return emptySection("returns", text.title, text.none);
  const lines = waits
    .filter(({ purchase, curve }) => LINES.includes(purchase) && curve.length > 0)
    .map(({ purchase, curve }) => ({ name: text.line(purchase), points: curve }));
  const until = Math.min(LONGEST, Math.max(...lines.flatMap(({ points }) => points.map(({ days }) => days))));
  const format = { share: words.charts.percent, days: words.charts.integer };
  const option = (size: ChartSize) => returnsChart(lines, { size, titles: text.axis, until, format });
  const told = waits.filter(({ purchase }) => TOLD.includes(purchase));
  return section(
    "returns",
    {
      title: text.title,
      lead: html`${text.lead({ repeat, gap })}${note("wait")}
      ${told.map((wait) => text.sentence({ purchase: wait.purchase, within: withinOf(wait) })).join(" ")}`,
    },
    html`${chart("returns", text.label, { size: FULL, option })}
      <p class="after">${churnSentence(page)}</p>
      ${numbers(words, "returns", [waitTable(page), ...churnTable(page)])}`,
  );
}

const withinOf = ({ within }: Wait): Wait["within"][number] | undefined =>
  PREFERRED.map((days) => within.find((one) => one.days === days)).find((one) => one !== undefined);

/** The chance not to buy within the headline horizon, and how it did. */
function churnSentence(page: Page): string {
  const { data, words, all } = page;
  const { headline, facts, activity } = data;
  const test = facts.backtest[horizonKey(headline)];
  const auc = test?.measures["auc"] ?? null;
  const active = activity.reduce((sum, cell) => sum + cell.active, 0);
  const buyers = activity.reduce((sum, cell) => sum + cell.customers, 0) || all.customers;
  const shares = silentShares(page);
  const tested =
    test && auc !== null ? { auc, windowDays: test.windowDays, origins: test.origins.length, shares } : null;
  return words.returns.churn({ headline, share: 1 - active / buyers, tested });
}

const tenthsOf = ({ data }: Page) => data.facts.backtest[horizonKey(data.headline)]?.activity ?? [];

/** Of all customers of the test days: who were to stay silent, and who did. */
function silentShares(page: Page): Readonly<{ expected: number; actual: number }> | null {
  const tenths = tenthsOf(page);
  if (tenths.length === 0) return null;
  const everybody = tenths.reduce((sum, { customers }) => sum + customers, 0);
  const of = (name: "expected" | "actual"): number =>
    1 - tenths.reduce((sum, tenth) => sum + tenth.customers * tenth[name], 0) / everybody;
  return { expected: of("expected"), actual: of("actual") };
}

/** Churn foretold and come, by tenths of the customers. */
function churnTable(page: Page): readonly Table[] {
  const { words, data } = page;
  const text = words.returns;
  const tenths = tenthsOf(page);
  const days = data.facts.backtest[horizonKey(data.headline)]?.windowDays ?? 0;
  if (tenths.length === 0) return [];
  const { integer, percent } = words.charts;
  return [
    {
      caption: text.churnCaption(days),
      head: text.churnHead,
      rows: tenths.map(({ group, customers, expected, actual }) => [
        integer(group),
        integer(customers),
        percent(1 - expected),
        percent(1 - actual),
      ]),
    },
  ];
}

function waitTable({ data, words }: Page): Table {
  const text = words.returns;
  const days = [...new Set(data.returns.waits.flatMap(({ within }) => within.map((one) => one.days)))].sort(
    (a, b) => a - b,
  );
  return {
    caption: text.caption,
    head: text.head(days),
    rows: data.returns.waits.map(({ purchase, customers, back, median, within }) => [
      text.purchase(purchase),
      words.charts.integer(customers),
      words.charts.integer(back),
      text.estimate(median),
      ...days.map((one) => {
        const share = within.find((own) => own.days === one);
        return share === undefined ? words.charts.none : text.share(share);
      }),
    ]),
  };
}

const SHOWN: readonly StateName[] = ["new", "returning", "resurrected", "at_risk", "lapsed"];
const KEYS = [
  ["returning", "returning"],
  ["resurrected", "resurrected"],
  ["new", "new"],
  ["silent", "at_risk"],
  ["lapsed", "lapsed"],
] as const;

/** Customers of every period by where they stand, and the flows into the last whole one. */
export function lifecycleSection(page: Page): Html {
  const { data, words, note } = page;
  const text = words.returns.lifecycle;
  const { grain } = data.cohorts;
  const { periods, silence, sample } = data.returns;
  const whole = isRunning(page) ? periods.slice(0, -1) : periods;
  const last = whole.at(-1);
  if (last === undefined || whole.length < 2) return emptySection("lifecycle", text.title, text.none);
  const bars = whole.map(({ period, customers }) => ({ label: words.cohorts.period(grain, period), ...customers }));
  const option = (size: ChartSize) => lifecycleChart(bars, { size, title: text.y, compact: words.charts.compact });
  const into = (to: StateName): number =>
    last.from.reduce((sum, flow) => sum + (flow.to === to && flow.from !== to ? flow.customers : 0), 0);
  const flows = {
    grain,
    period: last.period,
    lapsed: into("lapsed"),
    resurrected: last.customers.resurrected,
    won: last.customers.new,
  };
  return section(
    "lifecycle",
    {
      title: text.title,
      lead: html`${text.lead({ grain, silence, sample, all: data.returns.repeat.customers })}${note("lifecycle")}
      ${text.flows(flows)}`,
    },
    html`${key(KEYS.map(([kind, state]) => [kind, words.returns.states[state]] as const))}${chart("lifecycle", text.label(grain), { size: FULL, option })}${numbers(words, "lifecycle", [statesTable(page), flowTable(page, last)])}`,
  );
}

/** Only the last period can be. */
const isRunning = ({ data }: Page): boolean => data.cohorts.cells.some(({ complete }) => !complete);

function statesTable(page: Page): Table {
  const { data, words, unit } = page;
  const { grain } = data.cohorts;
  return {
    caption: words.returns.lifecycle.caption(grain),
    head: words.returns.lifecycle.head(grain, unit),
    rows: data.returns.periods.map(({ period, customers, value }, i, all) => [
      `${words.cohorts.period(grain, period)}${isRunning(page) && i === all.length - 1 ? words.cohorts.running : ""}`,
      ...SHOWN.map((state) => words.charts.integer(customers[state])),
      words.charts.amount(value.returning + value.resurrected, unit),
    ]),
  };
}

/** Who stood where before: rows add up to the customers of the period before. */
function flowTable({ data, words }: Page, { period, from }: PeriodStates): Table {
  const { states, lifecycle } = words.returns;
  const to = SHOWN.filter((state) => state !== "new");
  const count = (one: StateName, other: StateName): number =>
    from.find((flow) => flow.from === one && flow.to === other)?.customers ?? 0;
  return {
    caption: lifecycle.flowCaption({ grain: data.cohorts.grain, period }),
    head: [lifecycle.from, ...to.map((state) => states[state])],
    rows: SHOWN.map((one) => [states[one], ...to.map((other) => words.charts.integer(count(one, other)))]),
  };
}
