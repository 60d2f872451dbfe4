/** The model room: candidates, weights by day, where outcomes fell, how many orders came, the pace of the business. */
import {
  clockChart,
  clockTable,
  countsChart,
  countsTable,
  pitChart,
  pitTable,
  type Pace,
} from "../../charts/model-room.js";
import { FULL, HALF, type ChartSize } from "../../charts/theme.js";
import { DAYS_PER_WEEK, horizonKey } from "../../domain.js";
import { logRate, type Clock } from "../../forecast/clock.js";
import { scoreboard, type Contestant } from "../../forecast/scoreboard.js";
import { candidateName } from "../../words/en/layout.js";
import { html, NOTHING, prose, type Html } from "../html.js";
import { chart, emptySection, key, numbers, section, tableOf, type Page } from "../page.js";

/** Everything about the models that fits no summary. */
export function modelRoom(page: Page): Html {
  const { data, words } = page;
  const test = data.facts.backtest[horizonKey(data.headline)];
  const board = scoreboard(data.candidates, "orders"); // members are measured on orders;
  const parts = [boardTable(page, board), weightTable(page), personsCharts(page), clockPart(page), attributePart(page)];
  if (board.length === 0 && parts.every(({ text }) => text === ""))
    return emptySection("room", words.room.title, words.room.none);
  const lead = words.room.lead(board.length, test?.origins.length ?? 0);
  return section(
    "room",
    { title: words.room.title, lead: board.length === 0 ? words.room.none : lead },
    html`${parts}`,
  );
}

const DIGITS = 4; // of the best score: as many decimals tell candidates apart

function boardTable({ data, words }: Page, board: readonly Contestant[]): Html {
  if (board.length === 0) return NOTHING;
  const text = words.room.board;
  const kinds = (["value", "orders"] as const).filter((kind) =>
    board.some(({ measures }) => measures[`${kind}_crps`] !== undefined),
  );
  const decimals = (kind: string): number => {
    const best = Math.min(...board.map(({ measures }) => measures[`${kind}_crps`] ?? Infinity));
    return best > 0 ? Math.max(0, DIGITS - 1 - Math.floor(Math.log10(best))) : DIGITS;
  };
  const cells = ({ measures }: Contestant, kind: string): readonly string[] => {
    const show = (value: number): string => words.charts.decimal(value, decimals(kind));
    const [score, difference, error] = ["", "_difference", "_difference_se"].map(
      (suffix) => measures[`${kind}_crps${suffix}`],
    );
    return [
      score === undefined ? words.charts.none : show(score),
      difference === undefined || error === undefined
        ? words.charts.none
        : text.difference(show(difference), show(2 * error)),
    ];
  };
  const shown = (value: number | undefined, format: (value: number) => string): string =>
    value === undefined ? words.charts.none : format(value);
  const weights = new Map(data.facts.models.map(({ name, weight }) => [name, weight]));
  const row = (one: Contestant): readonly string[] => {
    const weight = weights.get(one.candidate) ?? undefined;
    return [
      candidateName(one.candidate),
      words.codes.role(one.role),
      shown(weight, words.charts.percent),
      ...kinds.flatMap((kind) => cells(one, kind)),
      shown(one.measures["orders_bias"], text.signed),
      shown(one.measures["active_auc"], (auc) => words.charts.decimal(auc, 3)),
    ];
  };
  return html`<h3>${text.title}</h3>
    ${tableOf({ caption: text.caption, isWhole: true, texts: [1], head: text.head(kinds), rows: board.map(row) })}
    <p>${prose(text.lead)}</p>`;
}

function weightTable({ data, words }: Page): Html {
  const { weighing = [], models } = data.facts;
  const members = models.filter(({ role }) => role === "pool");
  if (weighing.length < 2 || members.length < 2) return NOTHING;
  const text = words.room.weights;
  const rows = members
    .toSorted((a, b) => (b.weight ?? 0) - (a.weight ?? 0))
    .map(({ name, weight }) => [
      candidateName(name),
      words.charts.percent(weight ?? 0),
      ...weighing.map(({ weights }) => words.charts.percent(weights[name] ?? 0)),
    ]);
  const head = text.head(weighing.map(({ origin }) => words.charts.day(origin)));
  return html`<h3>${text.title}</h3>
    <p>${text.lead}</p>
    ${tableOf({ caption: text.caption, isWhole: true, head, rows })}`;
}

/** Two histograms side by side; a run of an older version has neither. */
function personsCharts({ data, words }: Page): Html {
  const test = data.facts.backtest[horizonKey(data.headline)];
  const { pit = [], counts = [], windowDays = 0 } = test ?? {};
  const customers = counts.reduce((sum, { actual }) => sum + actual, 0);
  const [none] = counts;
  if (none === undefined || customers === 0) return NOTHING;
  const view = (size: ChartSize) => ({ size, words: words.charts, room: words.room });
  const shares = { actual: none.actual / customers, expected: none.expected / customers, days: windowDays };
  return html`<div class="row halves">
    <div class="half">
      <h3>${words.room.pit.title}</h3>
      <p>${words.room.pit.lead(pit.length)}</p>
      ${chart("pit", words.room.pit.label, { size: HALF, option: (size) => pitChart(pit, view(size)) })}${numbers(
        words,
        "pit",
        [pitTable(pit, words.charts, words.room)],
      )}
    </div>
    <div class="half">
      <h3>${words.room.counts.title}</h3>
      <p>${words.room.counts.lead(shares)}</p>
      ${chart("counts", words.room.counts.label, {
        size: HALF,
        option: (size) => countsChart(counts, view(size)),
      })}${key([
        ["bar", words.room.counts.actual],
        ["mark", words.room.counts.expected],
      ])}${numbers(words, "counts", [countsTable(counts, words.charts, words.room)])}
    </div>
  </div>`;
}

function clockPart({ data, words }: Page): Html {
  const { clock, asOf } = data.facts;
  if (clock === undefined) return NOTHING;
  const text = words.room.clock;
  const days = pacesOf(clock, data.headline);
  const level = days.findLast(({ isAhead }) => !isAhead)?.level ?? 1;
  const about = { level, isSeason: clock.season.length > 0, unsure: clock.levelSd };
  const view = (size: ChartSize) => ({ size, words: words.charts, room: words.room });
  const label = text.label(words.charts.day(clock.start), words.charts.day(days.at(-1)?.day ?? asOf));
  return html`<h3>${text.title}</h3>
    <p>${text.lead(about)}</p>
    ${chart("clock", label, { size: FULL, option: (size) => clockChart(days, asOf, view(size)) })}${key([
      ["real", text.pace],
      ["expected", text.ahead],
      ["level", text.levelName],
    ])}${numbers(words, "clock", [clockTable(days, words.charts, words.room)])}`;
}

/** Files about customers: what each adds, and how its columns were understood. */
function attributePart({ data, words }: Page): Html {
  const { attributes = [] } = data.facts;
  if (attributes.length === 0) return NOTHING;
  const text = words.attributes;
  const head = text.head(data.hasAmounts ? "value" : "orders");
  const about = attributes.map(
    ({ name, columns, customers, known, late }) =>
    [`${name}: ${text.columns(columns)}.`, text.unknown(customers - known), text.late(late)].filter((part) => part !== "").join(" "), // prettier-ignore
  );
  return html`<h3>${text.title}</h3>
    <p>${text.lead}</p>
    ${tableOf({ caption: text.caption, isWhole: true, texts: [2, 5], head, rows: attributes.map(text.row) })}
    <p>${attributes.some(({ isLeftOut }) => isLeftOut === true) ? text.tooMany : text.legend}</p>
    <ul>
      ${about.map((line) => html`<li>${line}</li>`)}
    </ul>`;
}

const MS_PER_DAY = 86_400_000;

/** Week by week over the history and the days ahead. */
function pacesOf(facts: NonNullable<Page["data"]["facts"]["clock"]>, horizon: number): readonly Pace[] {
  const start = Date.parse(facts.start) / MS_PER_DAY;
  const end = Date.parse(facts.end) / MS_PER_DAY;
  const clock: Clock = { ...facts, start, end };
  const level: Clock = { ...clock, season: [] };
  const last = end - start;
  const count = Math.floor((last + horizon) / DAYS_PER_WEEK) + 1;
  return Array.from({ length: count }, (_, week) => week * DAYS_PER_WEEK).map((day) => ({
    day: new Date((start + day) * MS_PER_DAY).toISOString().slice(0, 10),
    pace: Math.exp(logRate(clock, day)),
    level: Math.exp(logRate(level, day)),
    isAhead: day > last,
  }));
}
