/** The cohort triangles of a run. */
import type { Engine } from "../engines/engine.js";
import { cohortCalendar, cohortLives, cohorts, cohortSteps, firstDay, GRAINS } from "../sql/cohorts.js";
import type { Sql } from "../sql/sql.js";
import { epochDay, nextPeriod, periodStart } from "./days.js";
import { createTable, dropTable, TABLES } from "./prepare.js";

const STEPS = "cohort_steps";
const LIVES = "cohort_lives";
const PERIODS = "cohort_periods";
const DAYS = "cohort_days";
const CALENDAR = "cohort_calendar";

export type CohortRequest = Readonly<{ asOf: string; hasAmounts: boolean; hasRefunds: boolean; hasMargin: boolean }>;

/** Writes the table of cohorts. @param write from the query to the file */
export async function writeCohorts(
  engine: Engine,
  { asOf, hasAmounts, hasRefunds, hasMargin }: CohortRequest,
  write: (query: Sql) => Promise<void>,
): Promise<void> {
  const last = epochDay(asOf);
  const first = (await engine.numbers(firstDay(TABLES.days), ["day"])).day[0] ?? last;
  await engine.load(periodsOf(first, last), PERIODS);
  const calendar = daysOf(first, last);
  await engine.load(calendar, DAYS);
  await engine.execute(createTable(CALENDAR, cohortCalendar(DAYS, engine.dialect)));
  const known = { calendar: CALENDAR, span: calendar.day.length, hasRefunds, hasMargin };
  await engine.execute(createTable(STEPS, cohortSteps({ ...TABLES, ...known, dialect: engine.dialect })));
  await engine.execute(createTable(LIVES, cohortLives({ ...TABLES, calendar: CALENDAR })));
  await write(cohorts({ steps: STEPS, lives: LIVES, periods: PERIODS, hasAmounts, dialect: engine.dialect }));
  for (const table of [STEPS, LIVES, PERIODS, DAYS, CALENDAR]) await engine.execute(dropTable(table));
}

/** Consecutive periods of each grain from that of the first day to that of the last; one is complete when its last day is over. */
export function periodsOf(from: number, lastDay: number) {
  const rows = GRAINS.flatMap((grain) => {
    const starts: number[] = [];
    for (let at = periodStart(grain, from); at <= lastDay; at = nextPeriod(grain, at)) starts.push(at);
    return starts.map((day, place) => ({ grain, place, day, complete: nextPeriod(grain, day) <= lastDay + 1 }));
  });
  return {
    grain: rows.map(({ grain }) => grain),
    place: Int32Array.from(rows, ({ place }) => place),
    day: Int32Array.from(rows, ({ day }) => day),
    complete: Int32Array.from(rows, ({ complete }) => Number(complete)),
  };
}

/** Every day from the first of a period of every grain: its place, its stretch, and how old the period of each grain is. */
export function daysOf(from: number, lastDay: number) {
  const start = Math.min(...GRAINS.map((grain) => periodStart(grain, from)));
  const day = Int32Array.from({ length: lastDay - start + 1 }, (_, i) => start + i);
  const stretch = day.map((at) => Math.max(...GRAINS.map((grain) => periodStart(grain, at))));
  const ages = GRAINS.map((grain) => [grain, day.map((at) => at - periodStart(grain, at))] as const);
  return { day, stretch, place: Int32Array.from(day.keys()), ...Object.fromEntries(ages) };
}
