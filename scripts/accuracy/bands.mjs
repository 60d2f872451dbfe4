/**
 * Totals to judge bands by: every log of docs/cuts.md and one more, cut at ends of quarters (nine at most, after half a
 * year of history), 91, 182 and 365 days ahead where the log goes on so long.
 */
import { CUTS } from "./cuts.mjs";

const DAY = 86_400_000;
const HORIZONS = [91, 182, 365];
const SHORTEST = 180; // days of history
const AHEAD = 85; // days that must follow
const MOST_CUTS = 9;
const NEAR = 10; // days by which the end of a log may miss a horizon: the horizon ends there

export const BAND_LOGS = [
  ...new Map(CUTS.map(({ log, columns, money }) => [log, { log, columns, money }])).values(),
  { log: "btyd_discrete_sim_elog", columns: "customer_id, order_ts", money: false },
];

const iso = (time) => new Date(time).toISOString().slice(0, 10);

/** @param span first and last day of a log, ISO @returns `[{ calibrationEnd, days, horizons: [{ days, end }] }]` */
export function bandCuts([first, last]) {
  const [start, end] = [Date.parse(first), Date.parse(last)];
  const quarters = [];
  for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year++)
    for (const month of [3, 6, 9, 12]) quarters.push(Date.UTC(year, month, 0));
  const there = quarters.filter((time) => time - start >= SHORTEST * DAY && end - time >= AHEAD * DAY);
  const step = Math.max(1, Math.ceil(there.length / MOST_CUTS));
  return there
    .filter((_, i) => i % step === 0)
    .map((time) => ({
      calibrationEnd: iso(time),
      horizons: HORIZONS.map((days) => (Math.abs(time + days * DAY - end) < NEAR * DAY ? (end - time) / DAY : days))
        .map(Math.round)
        .filter((days) => time + days * DAY <= end)
        .map((days) => ({ days, end: iso(time + days * DAY) })),
    }));
}
