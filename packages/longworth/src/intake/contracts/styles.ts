/** How the cells of a file of contracts are read: dates column by column, numbers all alike, words by small tables. */
import { z } from "zod";
import type { Engine } from "../../engines/engine.js";
import { ident, integer, sql } from "../../sql/sql.js";
import { daySql, decideDateStyle, isPlaceholderSql, type DateStyle } from "../dates.js";
import { decideNumberStyle, numberSql, TYPED_NUMBERS, type NumberColumn, type NumberStyle } from "../numbers.js";
import { placesOf } from "../places.js";
import type { IntakeRequest, IntakeTools } from "../request.js";
import type { Staged, StagedColumn } from "../staged.js";
import { statusKey } from "../status-words.js";
import { folded } from "../typed-cells.js";
import { CONTRACT_STATES, leavingOf, periodOf, type ContractState } from "./cell-words.js";
import { contractNameScore } from "./header-words.js";
import type { ContractPlan } from "./plan.js";
import type { ContractReaders } from "./typed.js";

/** A staged file, how its columns are read, and how their cells are. */
export type BoundContracts = Readonly<{ staged: Staged; plan: ContractPlan }>;
export type ContractStyles = Readonly<{
  numbers: NumberStyle;
  dates: ReadonlyMap<string, DateStyle>; // by id of a column
  readers: ContractReaders;
}>;

/** @throws date_ambiguous, number_ambiguous */
export async function contractStyles(
  { staged, plan }: BoundContracts,
  request: IntakeRequest,
  { engine, effects }: IntakeTools,
): Promise<ContractStyles> {
  const placeOf = async (record: number, column: StagedColumn): Promise<string> =>
    (await placesOf(staged.source, [{ record, column }], effects))[0] ?? staged.source.name;
  const { start, end, cancelled, price, seats, tenure, currency } = plan.columns;
  const dated = [start, end, cancelled, plan.trialEnd].filter((column) => column !== undefined);
  const dates = new Map<string, DateStyle>();
  for (const column of dated) {
    const voters = dated.filter(({ id, type }) => id !== column.id && type === "text");
    const { dateFormat: format, timezone } = request;
    dates.set(column.id, await decideDateStyle(engine, staged, { column, format, timezone, voters, placeOf }));
  }
  const columns: readonly NumberColumn[] = [
    ...(price ? [{ column: price, role: "money" as const }] : []),
    ...[seats, tenure].flatMap((column) => (column ? [{ column, role: "quantity" as const }] : [])),
  ];
  const texts = columns.filter(({ column }) => column.type === "text");
  const { decimal, thousands } = request;
  const numbers =
    texts.length === 0
      ? TYPED_NUMBERS
      : await decideNumberStyle(engine, staged, { columns: texts, decimal, thousands, currency, placeOf });
  const { dialect } = engine;
  const styleOf = (column: StagedColumn): DateStyle => {
    const style = dates.get(column.id);
    if (!style) throw new Error("a column of days without a style");
    return style;
  };
  const readers: ContractReaders = {
    dialect,
    number: (column) => numberSql(column, numbers, dialect),
    day: (column) => daySql(column, styleOf(column), dialect),
    isPlaceholder: (column) => isPlaceholderSql(column, styleOf(column), dialect),
  };
  return { numbers, dates, readers };
}

/** Names of the tables that say what the words of a file mean. */
export type WordTables = Readonly<{ periods: string; states: string; reasons: string }>;

/** Make the tables. @param overrides what `--status` says, by `statusKey` */
export async function makeWordTables(
  { staged, plan }: BoundContracts,
  overrides: Readonly<Record<string, string>>,
  engine: Engine,
): Promise<WordTables> {
  const { period, status, reason } = plan.columns;
  const names = {
    periods: `${staged.table}_periods`,
    states: `${staged.table}_states`,
    reasons: `${staged.table}_reasons`,
  };
  if (period && !plan.fixedPeriod) {
    const numbersAre = /days?|tage?/iu.test(period.name)
      ? ({ unit: "day", count: 1 } as const)
      : ({ unit: "month", count: 1 } as const);
    const cells = await wordsOf(staged, period, engine);
    const found = cells.flatMap((cell) => {
      const read = periodOf(cell, numbersAre);
      return read ? [{ cell, ...read }] : [];
    });
    const columns = {
      cell: found.map(({ cell }) => cell),
      unit: found.map(({ unit }) => unit),
      count: Int32Array.from(found, ({ count }) => count),
    };
    await engine.load(columns, names.periods);
  }
  if (status) {
    const cells = await wordsOf(staged, status, engine);
    const read = cells
      .map((cell) => [cell, stateOf(cell, overrides)] as const)
      .filter(([, state]) => state !== undefined);
    await engine.load(
      { cell: read.map(([cell]) => cell), state: read.map(([, state]) => state ?? null) },
      names.states,
    );
  }
  if (reason) {
    const cells = await wordsOf(staged, reason, engine);
    await engine.load({ cell: cells, leaving: cells.map(leavingOf) }, names.reasons);
  }
  return names;
}

const LONGEST_LIST = 60; // words of a column of periods
const CAN_COUNT = /month|period|interval|term|length|duration|laufzeit|monat|days?|durée|duración|durata|looptijd|期/iu;

/** Of every column whose name can be that of a period: the share of its words that are one. */
export async function periodShares(staged: Staged, engine: Engine): Promise<ReadonlyMap<string, number>> {
  const shares = new Map<string, number>();
  for (const column of staged.columns.filter(({ name }) => contractNameScore("period", name) > 0)) {
    const words = (await wordsOf(staged, column, engine, LONGEST_LIST + 1)).filter((word) => word !== "");
    const numbersAre = CAN_COUNT.test(column.name) ? ({ unit: "month", count: 1 } as const) : null;
    const read = words.filter((word) => periodOf(word, numbersAre) !== null);
    shares.set(column.id, words.length === 0 || words.length > LONGEST_LIST ? 0 : read.length / words.length);
  }
  return shares;
}

const MEANT: Readonly<Record<string, ContractState>> = {
  count: "running",
  cancelled: "ended",
  unpaid: "never",
  failed: "never",
};

function stateOf(cell: string, overrides: Readonly<Record<string, string>>): ContractState | undefined {
  const key = statusKey(cell);
  const meant = MEANT[overrides[key] ?? ""] ?? CONTRACT_STATES[key];
  return meant ?? (key === "" ? "running" : undefined);
}

const MOST = 100_000; // words of a column

/** The distinct cells of a column, folded. */
async function wordsOf(
  { table }: Staged,
  column: StagedColumn,
  engine: Engine,
  most = MOST,
): Promise<readonly string[]> {
  const query = sql`SELECT DISTINCT ${folded(column)} AS cell FROM ${ident(table)} ORDER BY cell LIMIT ${integer(most)}`;
  return (await engine.rows(query, z.object({ cell: z.string() }))).map(({ cell }) => cell);
}
