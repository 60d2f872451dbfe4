/** Sentences about --surveys: refusals, what the report says of what customers said, and the finding. */
import { formatter } from "../format.js";
import { about, fromTo } from "./report-amounts.js";
import type { Unit } from "./report-charts.js";
import { cohorts } from "./report-cohorts.js";

const { integer, decimal: plain, percent, plural } = formatter("en");

const decimal = (value: number, digits: number): string => plain(value, digits).replace("-", "−");

type Said = Readonly<{ message: string; hint: string }>;
type Kind = "nps" | "csat" | "ces" | "scale";
type Mood = "low" | "middle" | "top";
type Grain = "week" | "month" | "quarter" | "year";
type Question = Readonly<{ name: string; kind: Kind; low: number; high: number; isReversed: boolean }>;
type Figure = Readonly<{ answers: number; value: number | null; low: number | null; high: number | null }>;
type Range = Readonly<{ value: number; low: number; high: number }>;
type Odds = Readonly<{ ratio: number; low: number; high: number; p: number }>;
type Rank = Readonly<{ rho: number; low: number; high: number }>;
type Business = "orders" | "contracts";

const listed = (items: readonly string[]): string => items.map((item) => `"${item}"`).join(", ");
const answersOf = (count: number): string => `${integer(count)} ${plural(count, { one: "answer", other: "answers" })}`;
const people = (count: number): string => `${integer(count)} ${plural(count, { one: "customer", other: "customers" })}`;
const SHAPE =
  'Name columns of scores nps (0 to 10), csat (1 to 5) or ces (1 to 7), or write the scale: "Delivery (1-7)"';

const MOODS: Readonly<Record<Kind, Readonly<Record<Mood, string>>>> = {
  nps: { low: "detractors", middle: "passives", top: "promoters" },
  csat: { low: "dissatisfied", middle: "neither", top: "satisfied" },
  ces: { low: "found it hard", middle: "neither", top: "found it easy" },
  scale: { low: "in the worse half", middle: "in between", top: "in the best quarter" },
};
const STAY: Readonly<Record<Business, string>> = { orders: "bought again", contracts: "stayed under contract" };
const CONTROLS: Readonly<Record<string, string>> = {
  purchases: "purchases",
  silence: "days since the last purchase",
  tenure: "time as a customer",
  spend: "spend per purchase",
  price: "price",
};
const RESPONSE: Readonly<Record<Business, string>> = {
  orders: "purchases, silence, time as a customer, spend",
  contracts: "contracts, whether one runs, time as a customer, price",
};
const CONTROLLED: Readonly<Record<Business, string>> = {
  orders: "with purchases, days since the last, time as a customer and spend on the day of the answer held still",
  contracts: "with time as a customer and price on the day of the answer held still",
};

/** A figure in the unit of its kind. */
function figure(kind: Kind, value: number, digits = 2): string {
  if (kind === "nps") return integer(value).replace("-", "−");
  return kind === "csat" ? percent(value) : decimal(value, digits);
}
const ranged = (kind: Kind, { value, low, high }: Figure): string =>
  value === null
    ? "–"
    : figure(kind, value) + (low === null || high === null ? "" : ` (${figure(kind, low)} to ${figure(kind, high)})`);
const signed = (kind: Kind, value: number): string =>
  `${value < 0 ? "−" : "+"}${kind === "csat" ? decimal(Math.abs(100 * value), 0) : figure(kind, Math.abs(value))}`;
const odds = ({ ratio, low, high }: Odds): string =>
  `${decimal(ratio, 2)} (95 %: ${decimal(low, 2)} to ${decimal(high, 2)})`;

export const satisfaction = {
  noScores: ({ file, score, found }: { file: string; score: string | undefined; found: readonly string[] }): Said => ({
    message:
      score === undefined
        ? `${file} has no column of scores whose scale is known; it has ${listed(found)}`
        : `Nothing says what "${score}" of ${file} is a score of; it has ${listed(found)}`,
    hint: SHAPE,
  }),
  noQuestions: ({ file, column, values }: { file: string; column: string; values: readonly string[] }): Said => ({
    message: `"${column}" of ${file} names no question whose scale is known: ${listed(values.slice(0, 5))}`,
    hint: 'Write nps, csat or ces there, or the scale: "Delivery (1-7)"',
  }),
  outside: (f: Question & Readonly<{ n: number; all: number; value: string; at: string }>): Said => ({
    message: `${integer(f.n)} of ${integer(f.all)} answers to "${f.name}" are no whole points from ${integer(f.low)} to ${integer(f.high)}, first ${f.value} at ${f.at}`,
    hint: `Is it another scale? Write it behind the name of the column: "${f.name} (1-${integer(f.kind === "csat" ? 10 : 5)})"; the worse end first`,
  }),

  title: "What customers say, and what they do",
  lead: "From the files of --surveys. One customer has one voice: the last answer of the past 12 months.",
  nothing: "None of the answers counts; what became of them stands with the data.",
  kinds: { nps: "NPS", csat: "CSAT", ces: "CES", scale: "Mean" } satisfies Record<Kind, string>,
  scale: ({ kind, low, high, isReversed }: Question): string =>
    kind === "nps"
      ? "promoters (9, 10) less detractors (0 to 6), per hundred"
      : kind === "csat"
        ? `share of the two best points of ${integer(low)} to ${integer(high)}`
        : `mean of ${integer(low)} to ${integer(high)}, ${isReversed ? integer(low) : integer(high)} is the good end`,
  heading: (question: Question): string => question.name,
  noRecent: (answers: number): string => `None of the ${answersOf(answers)} is from the past 12 months.`,
  now: (
    q: Question & Readonly<{ figure: Figure; shares: Readonly<Record<Mood, number>> | null; scale: string }>,
  ): string => {
    const names = MOODS[q.kind];
    const parts = q.shares === null ? "" : `: ${percent(q.shares.top)} ${names.top}, ${percent(q.shares.middle)} ${names.middle}, ${percent(q.shares.low)} ${names.low}`; // prettier-ignore
    return `${satisfaction.kinds[q.kind]} ${ranged(q.kind, q.figure)} from ${people(q.figure.answers)}${parts} (${q.scale}).`;
  },
  weighted: (f: Readonly<{ kind: Kind; weighted: Figure | null; customers: number; answered: number; why: string; business: Business }>): string => {
    const counts = `${integer(f.answered)} of ${people(f.customers)} of the past 12 months have answered.`;
    if (f.weighted !== null)
      return `${counts} Weighted by how likely customers like them are to answer (${RESPONSE[f.business]}): ${ranged(f.kind, f.weighted)}.`;
    if (f.why === "everybody") return `${counts} Nobody is missing, so nothing is weighted.`;
    return f.why === "few"
      ? `${counts} They are too few to be weighted for those who did not.`
      : `${counts} Who answers could not be told from what they bought, so nothing is weighted.`;
  }, // prettier-ignore
  change: (f: Readonly<{ kind: Kind; change: Range & Readonly<{ speaks: boolean }>; grain: Grain; period: string; before: string }>): string =>
    `${cohorts.period(f.grain, f.period)} against ${cohorts.period(f.grain, f.before)}, all answers: ${signed(f.kind, f.change.value)} points (${signed(f.kind, f.change.low)} to ${signed(f.kind, f.change.high)})${f.change.speaks ? "." : ", which may be chance."}`, // prettier-ignore
  trendLabel: (q: Question, grain: Grain): string => `${q.name} by ${grain}, with 95 % intervals`,
  trendCaption: (q: Question, grain: Grain): string => `${q.name}: all answers by ${grain}; * the ${grain} is not over`,
  trendHead: (q: Question, grain: Grain): readonly string[] => [
    grain.replace(/^./u, (first) => first.toUpperCase()),
    "Answers",
    satisfaction.kinds[q.kind],
    "95 %: from … to",
  ],
  trendRow: (kind: Kind, f: Figure): readonly string[] => [
    integer(f.answers),
    f.value === null ? "–" : figure(kind, f.value),
    f.low === null || f.high === null ? "–" : `${figure(kind, f.low)} – ${figure(kind, f.high)}`,
  ],
  tick: (kind: Kind, value: number): string => figure(kind, value, 1),

  afterTitle: (kind: Kind): string =>
    kind === "nps" ? "Does a detractor leave?" : "Do those who are dissatisfied leave?",
  few: (f: Readonly<{ customers: number; days: number }>): string =>
    `${people(f.customers)} answered ${integer(f.days)} days ago or earlier, with too few of a kind among them to say whether satisfaction goes with what they did afterwards.`,
  allAlike: (f: Readonly<{ customers: number; days: number; status: string; business: Business }>): string =>
    `Of ${people(f.customers)} who answered ${integer(f.days)} days ago or earlier ${f.status === "all-stayed" ? "all" : "none"} ${STAY[f.business]} within ${integer(f.days)} days: there is nothing to compare.`,
  verdict: (f: Readonly<{ odds: Odds; status: string; days: number; business: Business }>): string => {
    const point = `each point of the score goes with ${odds(f.odds)} times the odds of having ${STAY[f.business]} within ${integer(f.days)} days, ${CONTROLLED[f.business]}.`;
    if (f.status === "separated") return `The score tells nearly by itself who ${STAY[f.business]}; shrunk, ${point}`;
    if (f.odds.low > 1) return `Yes, here they go together: ${point}`;
    return f.odds.high < 1 ? `The other way round: ${point}` : `No sign of it: ${point}`;
  },
  ranks: (f: Readonly<{ staying: Rank | null; spending: Rank | null; unit: Unit }>): string =>
    [
      f.staying && `Spearman's rank correlation with staying ${decimal(f.staying.rho, 2)} (95 %: ${decimal(f.staying.low, 2)} to ${decimal(f.staying.high, 2)})`,
      f.spending && `with ${f.unit.hasAmounts ? "the money" : "the orders"} of the window ${decimal(f.spending.rho, 2)} (${decimal(f.spending.low, 2)} to ${decimal(f.spending.high, 2)})`,
    ].filter((part) => part !== null).join(", ").replace(/.$/u, (end) => `${end}.`), // prettier-ignore
  gap: (f: Readonly<{ gap: Readonly<{ mean: number; p05: number; p95: number }>; business: Business }>): string =>
    `Had those with a low score been like the others in everything that is known here, ${decimal(100 * f.gap.mean, 1)} points more of them in a hundred would have ${STAY[f.business]} (90 %: ${decimal(100 * f.gap.p05, 1)} to ${decimal(100 * f.gap.p95, 1)}).`,
  association:
    "Scores were given before and what followed came after, yet going together is not an effect: what raises a score need not keep a customer. Only a test with customers drawn at random tells that.",
  afterCaption: (f: Readonly<{ name: string; days: number; business: Business }>): string =>
    `${f.name}: who ${STAY[f.business]} within ${integer(f.days)} days of the first answer of each customer that is so old`,
  afterHead: (unit: Unit, business: Business): readonly string[] => [
    "Answer",
    "Customers",
    business === "orders" ? "Bought again" : "Stayed",
    "95 %: from … to",
    unit.hasAmounts ? "Money per customer who did" : "Orders per customer who did",
  ],
  mood: (kind: Kind, mood: Mood): string => MOODS[kind][mood].replace(/^./u, (first) => first.toUpperCase()),
  between: (low: number | null, high: number | null): string =>
    low === null || high === null ? "–" : `${percent(low)} – ${percent(high)}`,
  controlsCaption:
    "All columns of the regression: odds of staying per point, or per doubling-and-more (a step of 1 in the logarithm)",
  controlsHead: ["Column", "Odds ratio (95 %)"],
  controlName: (name: string | null): string => (name === null ? "Score, per point" : (CONTROLS[name] ?? name)),
  odds: (one: Odds | null): string => (one === null ? "the same for all" : odds(one)),
  codesCaption: "What the free text was coded as; scores are those of the same answers",
  codesHead: (kind: Kind): readonly string[] => ["Code", "Answers", "Customers", MOODS[kind].low.replace(/^./u, (first) => first.toUpperCase())], // prettier-ignore
  comments: (count: number): string =>
    `${answersOf(count)} ${plural(count, { one: "comes", other: "come" })} with free text, which is not kept; its codes are.`,

  finding: (f: Readonly<{ question: Question; customers: number; gap: number; days: number; business: Business }>): string =>
    `The last score of ${people(f.customers)} for "${f.question.name}" is a low one. Others like them, but for the score, ${STAY[f.business]} within ${integer(f.days)} days in ${decimal(100 * f.gap, 0)} of a hundred cases more: if it is the score that matters, that is worth what stands here. Call some of them, drawn at random, so that you learn whether it helps.`, // prettier-ignore
  worth: (band: Readonly<{ mean: number; p05: number; p95: number }>, unit: Unit): string =>
    `If it is the score that matters, customers with a low score now are worth ${about(band.mean, unit)} (${fromTo(band, unit)}) in that time.`,
};
