/** Who comes back: the table of a run. */
import type { Engine } from "../engines/engine.js";
import { expectedCell, fitCohorts, type CohortCount } from "../retention/expected-cohorts.js";
import { retentionRow, returnRows, type RetentionRow, type ReturnFacts } from "../retention/orders.js";
import { GRAINS, type Grain } from "../sql/cohorts.js";
import { cohortCounts } from "../sql/cohort-counts.js";
import { returnsTable } from "../sql/returns-table.js";
import { literal, type Sql } from "../sql/sql.js";
import { firstPurchaseDay, type History } from "../forecast/history.js";
import { periodsOf } from "./cohorts.js";
import { grainOf } from "./days.js";
import { loadFinite } from "./finite.js";
import type { Prepared } from "./prepare.js";

const TABLE = "returns";
const AHEAD = 12; // periods of a cohort that are expected

/** What the history of a run says, and the grain of its periods. */
export type Returns = Readonly<{ facts: ReturnFacts; grain: Grain }>;

/** The grain of the periods, and their first days. @param cut the last day, since 1970 */
export function returnPeriods(history: History, cut: number): Readonly<{ grain: Grain; starts: readonly number[] }> {
  const first = firstPurchaseDay(history);
  const grain = grainOf(first, cut);
  const { grain: grains, day } = periodsOf(Number.isNaN(first) ? cut : first, cut);
  return { grain, starts: Array.from(day).filter((_, i) => grains[i] === grain) };
}

export type ReturnsParts = Readonly<{
  prepared: Prepared;
  returns: Returns;
  cohorts: Sql; // the table of cohorts that was written
  write: (query: Sql) => Promise<void>;
}>;

/** Writes the table of who comes back. */
export async function writeReturns(engine: Engine, { prepared, returns, cohorts, write }: ReturnsParts): Promise<void> {
  const { buyers, repeatBuyers } = prepared.business;
  const { facts, grain } = returns;
  const scale = facts.customers > 0 ? buyers / facts.customers : 1;
  const rows = [...returnRows(facts, { grain, scale, buyers, repeatBuyers })];
  for (const one of GRAINS) rows.push(...(await expectedRows(engine, cohorts, one)));
  await load(engine, rows);
  await write(returnsTable(TABLE, engine.dialect));
}

/** Cells that cohorts have yet to reach, as far as older ones have reached them. */
async function expectedRows({ files }: Engine, cohorts: Sql, grain: Grain): Promise<readonly RetentionRow[]> {
  const names = ["cohort", "age", "complete", "size", "customers"] as const;
  const cells = await files.numbers(cohortCounts(cohorts, literal(grain), files.dialect), names);
  const days = [...new Set(cells.cohort)];
  const place = new Map(days.map((day, i) => [day, i]));
  const sizes = days.map(() => 0);
  const reached = days.map(() => 0); // the first age that is not over
  const counts: CohortCount[] = [];
  cells.cohort.forEach((day, i) => {
    const cohort = place.get(day) ?? 0;
    const age = cells.age[i] ?? 0;
    sizes[cohort] = cells.size[i] ?? 0;
    if (cells.complete[i] !== 1) return;
    reached[cohort] = Math.max(reached[cohort] ?? 0, age + 1);
    if (age > 0) counts.push({ cohort, age, customers: cells.customers[i] ?? 0 });
  });
  const fit = fitCohorts(sizes, counts);
  return days.flatMap((day, cohort) => {
    const size = sizes[cohort] ?? 0;
    const from = Math.max(1, reached[cohort] ?? 1);
    if (size === 0) return [];
    return Array.from({ length: AHEAD }, (_, k) => from + k).flatMap((age) => {
      const cell = expectedCell(fit, cohort, age);
      if (cell === null) return [];
      const { customers, low, high } = cell;
      return [
        retentionRow("expected", {
          grain,
          cohort: day,
          age,
          value: customers,
          customers: size,
          share: customers / size,
          low: low / size,
          high: high / size,
        }),
      ];
    });
  });
}

const NUMBERS = ["period", "cohort", "age", "purchase", "days", "customers", "value", "share", "low", "high"] as const;
const TEXTS = ["measure", "grain", "from_state", "state"] as const;

/** What a measure does not have is NaN, which the engine takes for NULL. */
async function load(engine: Engine, rows: readonly RetentionRow[]): Promise<void> {
  const columns = {
    place: Float64Array.from(rows.keys()),
    ...Object.fromEntries(TEXTS.map((name) => [name, rows.map((row) => row[name])])),
    ...Object.fromEntries(NUMBERS.map((name) => [name, Float64Array.from(rows, (row) => row[name] ?? NaN)])),
  };
  await loadFinite(engine, columns, { table: TABLE, mayBeAbsent: NUMBERS });
}
