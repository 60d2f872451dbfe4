/** What people read on stdout: after a run, after the demo, and the list of runs. */
import { formatter } from "../format.js";
import { invoices } from "./invoices.js";
import { columns, wrapped } from "./layout.js";

const { day, integer, money, percent, plural } = formatter("en");

type Total = Readonly<{ expected_orders: number; expected_revenue: number | null; p05: number; p95: number }>;
type Grade = Readonly<{ letter: string; testedOnDays: number; why: string }>;
type Finding = Readonly<{ text: string; amount: number; p05: number; p95: number; export: string }>;
type Result = Readonly<{
  run: string;
  path: string;
  scores: string;
  report: string | null;
  asOf: string;
  customers: number;
  orders: number;
  currency: string | null;
  basis: string;
  served: Readonly<{ name: string; why: string }>;
  grades: Readonly<Record<string, Grade>>;
  totals: Readonly<Record<string, Total>>;
  findings: readonly Finding[];
  contracts?: Contracts;
  realised?: Parameters<typeof invoices.told>[0] | undefined;
  reused?: boolean;
}>;
type Contracts = Readonly<{
  contracts: number;
  running: number;
  mrr: string | null;
  grr: number | null;
  nrr: number | null;
}>;
type Compared = Readonly<{ expected: number; actual: number; held: boolean }>;
type Demo = Readonly<{
  run: Result;
  shop: Readonly<{ customers: number; orders: number }>;
  truth: Readonly<{ revenue: Compared; orders: Compared; persons: Readonly<{ customers: number; within: number }> }>;
}>;
type Listed = Readonly<{
  run: string;
  current: boolean;
  damaged: boolean;
  asOf: string | null;
  customers: number | null;
  grade: string | null;
  report: boolean | null;
}>;

const FINDINGS_TOLD = 3;
const DIGITS = 3; // of a forecast: what is not known is not shown

const customersOf = (count: number): string =>
  `${integer(count)} ${plural(count, { one: "customer", other: "customers" })}`;
const ordersOf = (count: number): string => `${integer(count)} ${plural(count, { one: "order", other: "orders" })}`;

const contractsOf = ({ contracts, running }: Contracts): string =>
  `${integer(contracts)} ${plural(contracts, { one: "contract", other: "contracts" })}, ${integer(running)} of them running`;

/** Recurring revenue, and what is left of last year's. */
function keptOf({ mrr, grr, nrr }: Contracts, currency: string | null): readonly (readonly [string, string])[] {
  const kept =
    grr === null || nrr === null
      ? []
      : [["Kept", `${percent(grr, 1)} of last year's recurring revenue, ${percent(nrr, 1)} with what grew`] as const];
  return [...(mrr === null ? [] : [["MRR", money(Number(mrr), currency)] as const]), ...kept];
}

/** "365d" -> "12 months", "90d" -> "90 days". */
function span(horizon: string): string {
  const days = Number.parseInt(horizon, 10);
  return days === 365 ? "12 months" : `${integer(days)} ${plural(days, { one: "day", other: "days" })}`;
}

const headlineHorizon = (totals: Readonly<Record<string, unknown>>): string =>
  Object.keys(totals).sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))[0] ?? "365d";

/** A forecast amount of money, as far as it is known: 879,249 -> 879,000. */
const rounded = (value: number, currency: string | null): string => money(Number(value.toPrecision(DIGITS)), currency);

/** What is expected where there is no money: orders, or of contracts the payments. */
const countOf = (count: number, contracts: Result["contracts"]): string =>
  contracts ? `${integer(count)} ${plural(count, { one: "payment", other: "payments" })}` : ordersOf(count);

function headline({ totals, currency, contracts }: Result): string {
  const horizon = headlineHorizon(totals);
  const total = totals[horizon];
  if (!total) return "";
  const { expected_orders: orders, expected_revenue: revenue, p05, p95 } = total;
  const [about, low, high] =
    revenue === null
      ? [countOf(Math.round(orders), contracts), integer(p05), integer(p95)]
      : [`${rounded(revenue, currency)} of revenue`, rounded(p05, currency), rounded(p95, currency)];
  const sentence = `Your existing customers will bring about ${about} in the next ${span(horizon)}, nine times out of ten ${low} to ${high}.`;
  return wrapped(`${sentence} Customers you have yet to win are not in it.`);
}

/** A short test costs orders a letter, which `why` does not say where another bar was missed, too. */
function gradeText({ letter, testedOnDays, why }: Grade, { days, contracts }: GradeOf): string {
  const tested = testedOnDays > 0 ? ` (tested on ${testedOnDays} d)` : "";
  const isShort = testedOnDays > 0 && testedOnDays < days / 2 && !contracts && "BCD".includes(letter);
  const short = isShort && !why.includes("half") ? "; a test on less than half of the horizon costs a letter" : "";
  return `${letter}${tested}${why === "" ? "" : `: ${why}${short}`}`;
}

type GradeOf = Readonly<{ days: number; contracts: Result["contracts"] }>;

/** Labels in one column, values in the next, long ones over several lines. */
function aligned(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => wrapped(value, `  ${label.padEnd(width)}  `)).join("\n");
}

function tellFindings(result: Result): readonly string[] {
  const { findings, currency, path, totals, contracts } = result;
  const told = findings.slice(0, FINDINGS_TOLD);
  if (told.length === 0) return [];
  const hasAmounts = totals[headlineHorizon(totals)]?.expected_revenue !== null;
  const worth = (value: number): string =>
    hasAmounts ? rounded(value, currency) : countOf(Math.round(value), contracts);
  const lines = told.map(({ text, amount, p05, p95, export: command }, i) => {
    const stake = `at stake: ${worth(amount)} (${worth(p05)} to ${worth(p95)})`;
    const where = command.startsWith("longworth export") ? elsewhere(path) : "";
    return `${wrapped(text, `${i + 1}. `)}\n   ${stake}${command === "" ? "" : `\n   ${command}${where}`}`;
  });
  const more = findings.length - told.length;
  return [...lines, ...(more > 0 ? [`   and ${integer(more)} more in the report`] : []), ""];
}

const workspaceOf = (path: string): string => path.replace(/[\\/]runs[\\/][^\\/]*$/, "");
const elsewhere = (path: string): string => {
  const workspace = workspaceOf(path);
  return workspace === "longworth" || workspace === "./longworth" ? "" : ` --workspace ${workspace}`;
};

/** "€96,400, forecast €98,100: 1.8 % above, inside the band". */
function compared({ actual, expected, held }: Compared, tell: (value: number) => string): string {
  const off = expected / actual - 1;
  const side = off < 0 ? "below" : "above";
  return `${tell(actual)}, forecast ${tell(expected)}: ${percent(Math.abs(off), 1)} ${side}, ${held ? "inside" : "outside"} the band`;
}

/** What people read after a run: findings, headline, how far to trust it, where it is, what next. */
export function toldRun(result: Result): string {
  const { run, path, scores, report, asOf, customers, orders, grades, served } = result;
  const { totals, basis, reused, contracts, realised } = result;
  const grade = grades[headlineHorizon(totals)];
  const facts: readonly (readonly [string, string])[] = [
    ["From", `${customersOf(customers)}, ${contracts ? contractsOf(contracts) : ordersOf(orders)}, up to ${day(asOf)}`],
    ...(contracts ? keptOf(contracts, result.currency) : []),
    ...(realised ? invoices.told(realised, result.currency) : []),
    ...(grade
      ? [["Grade", gradeText(grade, { days: Number.parseInt(headlineHorizon(totals), 10), contracts })] as const]
      : []),
    ["Served", served.why === "" ? served.name : served.why],
    ...(basis === "revenue" ? [] : [["Basis", `predicted value is ${basis.replaceAll("_", " ")}`] as const]),
    report === null ? ["Scores", scores] : ["Report", report],
    ["Run", run],
  ];
  const where = elsewhere(path);
  return [
    ...(reused === true
      ? ["These inputs and options have been run before; this is that run (--again repeats it).", ""]
      : []),
    ...tellFindings(result),
    headline(result),
    "",
    aligned(facts),
    "",
    "Next",
    `  longworth export --for spreadsheet --out customers.csv${where}`,
    `  longworth verify${where}`,
  ].join("\n");
}

/** Published runs, one a line. */
export const runsTable = (lines: readonly Listed[]): string =>
  columns([
    ["run", "as of", "customers", "grade", ""],
    ...lines.map(({ run, asOf, customers, grade, ...state }) => [
      run,
      asOf === null ? "" : day(asOf),
      customers === null ? "" : integer(customers),
      grade ?? "",
      stateOf(state),
    ]),
  ]);

function stateOf({ damaged, current, report }: Pick<Listed, "damaged" | "current" | "report">): string {
  if (damaged) return "damaged: longworth verify names the files";
  return [...(current ? ["current"] : []), ...(report === false ? ["no report"] : [])].join(", ");
}

/** A run, and how it compares with the year that followed. */
export function toldDemo({ run, shop, truth }: Demo): string {
  const { persons, revenue, orders } = truth;
  const facts: readonly (readonly [string, string])[] = [
    ["Revenue", compared(revenue, (value) => rounded(value, run.currency))],
    ["Orders", compared(orders, integer)],
    [
      "Persons",
      `${percent(persons.within / persons.customers, 1)} of ${customersOf(persons.customers)} came in within their own interval (it promises 90 %)`,
    ],
  ];
  return [
    `A simulated shop: ${customersOf(shop.customers)}, ${ordersOf(shop.orders)}; three years with returns, tax, shipping and seasons.`,
    "",
    toldRun(run),
    "",
    "The year that followed (the forecast has not seen it)",
    aligned(facts),
    "",
    `Open ${run.path}/report.html`,
  ].join("\n");
}
