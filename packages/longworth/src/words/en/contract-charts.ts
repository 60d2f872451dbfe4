/** Axes, labels and table heads of the charts about contracts. */
import { formatter } from "../format.js";
import { charts, type Unit } from "./report-charts.js";

const { integer, percent, cents } = formatter("en");
const short = new Intl.DateTimeFormat("en", { month: "short", timeZone: "UTC" });
const long = new Intl.DateTimeFormat("en", { month: "short", year: "numeric", timeZone: "UTC" });
const date = (iso: string): Date => new Date(`${iso}T00:00:00Z`);

/** "1m" -> "months", "12m" -> "years", "3m" -> "periods of 3 months". */
function periodsOf(term: string): string {
  const count = Number.parseInt(term, 10);
  if (term === "1m") return "months";
  if (term === "12m") return "years";
  if (term === "7d") return "weeks";
  if (term === "1d") return "days";
  return `periods of ${integer(count)} ${term.endsWith("m") ? "months" : "days"}`;
}

/** "1m" -> "monthly" */
export function termWord(term: string): string {
  const words: Readonly<Record<string, string>> = {
    "1m": "monthly",
    "12m": "yearly",
    "3m": "quarterly",
    "6m": "half-yearly",
    "7d": "weekly",
    "24m": "two-yearly",
  };
  return words[term] ?? `every ${integer(Number.parseInt(term, 10))} ${term.endsWith("m") ? "months" : "days"}`;
}

export const contractCharts = {
  integer,
  cents,
  none: charts.none,
  sum: charts.sum,
  compact: charts.compact,
  percent: (share: number) => percent(share),
  percentFine: (share: number) => percent(share, 1),
  fromTo: (low: number, high: number) => `${percent(low, 1)} to ${percent(high, 1)}`,
  renewals: (term: string) => `Renewals made since the start, in ${periodsOf(term)}`,
  left: "Share of contracts that still run",
  seen: "seen",
  expected: "expected",
  survivalHead: [
    "Renewal",
    "Contracts that faced it",
    "Not renewed",
    "Seen: share left",
    "90 % interval",
    "Expected",
    "90 % band",
  ],
  moves: { new: "new", reactivation: "came back", expansion: "grew", contraction: "shrank", churn: "left" },
  mrrAxis: ({ currency }: Unit) => `Recurring revenue a month that came and went, ${currency ?? "as in the file"}`,
  mrrCaption: "Recurring revenue by month: start, what changed it, end",
  mrrHead: ["Month", "Start", "New", "Came back", "Grew", "Shrank", "Left", "End"],
  running: " (running)",
  month: (iso: string) =>
    date(iso).getUTCMonth() === 0
      ? `${short.format(date(iso))}\n${date(iso).getUTCFullYear()}`
      : short.format(date(iso)),
  monthYear: (iso: string) => long.format(date(iso)).replace(" ", "\u00a0"), // stays on one line
};

export type ContractChartWords = typeof contractCharts;
