/** The cohort triangles of a run. */
import type { Engine } from "../engines/engine.js";
import { cohortLives, cohorts, cohortSteps, firstDay, GRAINS } from "../sql/cohorts.js";
import type { Sql } from "../sql/sql.js";
import { epochDay, nextPeriod, periodStart } from "./days.js";
import { createTable, dropTable, TABLES } from "./prepare.js";

const STEPS = "cohort_steps";
const LIVES = "cohort_lives";
const PERIODS = "cohort_periods";

export type CohortRequest = Readonly<{ asOf: string; hasAmounts: boolean }>;

/** Writes the table of cohorts. @param write from the query to the file */
export async function writeCohorts(
  engine: Engine,
  { asOf, hasAmounts }: CohortRequest,
  write: (query: Sql) => Promise<void>,
): Promise<void> {
  await engine.execute(createTable(STEPS, cohortSteps(TABLES)));
  await engine.execute(createTable(LIVES, cohortLives(TABLES.histories)));
  const { day } = await engine.numbers(firstDay(STEPS), ["day"]);
  await engine.load(periodsOf(day[0] ?? epochDay(asOf), epochDay(asOf)), PERIODS);
  await write(cohorts({ steps: STEPS, lives: LIVES, periods: PERIODS, hasAmounts, dialect: engine.dialect }));
  for (const table of [STEPS, LIVES, PERIODS]) await engine.execute(dropTable(table));
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
