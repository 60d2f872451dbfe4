/**
 * What a run of contracts makes beyond its scores: the bridge of recurring revenue, renewals ahead, who left, curves,
 * findings. `--report off` leaves it out.
 */
import type { Engine } from "../../engines/engine.js";
import type { ContractFinding } from "../../findings/contracts/rule.js";
import { renewalCalendar } from "../../sql/renewal-calendar.js";
import { epochDay, isoDay } from "../days.js";
import { readBridge, type BridgeMonth } from "./bridge.js";
import {
  bridgeTable,
  calendarTable,
  curveTable,
  leavingTable,
  readCalendar,
  readLeaving,
  type DueMonth,
  type LeftMonth,
  type MadeTable,
} from "./columns.js";
import { curveRows } from "./curves.js";
import { contractFindings, type FindingParts } from "./findings.js";
import type { Learned } from "./learn.js";
import { CONTRACT_TABLES as T } from "./tables.js";

/** The months, oldest first; `leaving` is null where it was not looked at. */
export type Months = Readonly<{ due: readonly DueMonth[]; leaving: readonly LeftMonth[] | null }>;

type Tabled = Months & Readonly<{ learned: Learned; bridge: readonly BridgeMonth[]; hasPrice: boolean }>;

/** The parts, in the order in which a run comes to them. */
export interface BeyondContractScores {
  /** While retention is learnt. */
  readonly ofSpans: (engine: Engine, asOf: string) => Promise<readonly BridgeMonth[]>;
  /** When lifetimes are known. */
  readonly ofLifetimes: (engine: Engine, asOf: string) => Promise<Months>;
  /** When all contracts have their scores. */
  readonly ofContracts: (engine: Engine, parts: FindingParts) => Promise<readonly ContractFinding[]>;
  /** By name. */
  readonly tables: (parts: Tabled) => readonly (readonly [string, MadeTable])[];
}

/** `--report off`: nothing. */
export const SCORES_ONLY: BeyondContractScores = {
  ofSpans: () => Promise.resolve([]),
  ofLifetimes: () => Promise.resolve({ due: [], leaving: null }),
  ofContracts: () => Promise.resolve([]),
  tables: () => [],
};

const MONTHS_AHEAD = 12; // of the renewal calendar

export const REPORTED: BeyondContractScores = {
  ofSpans: (engine, asOf) => readBridge(engine, monthOf(asOf)),
  ofLifetimes: async (engine, asOf) => {
    const { year, month } = monthOf(asOf);
    const until = year * 12 + month - 1 + MONTHS_AHEAD;
    const due = await readCalendar(engine, renewalCalendar(T.ahead, T.lifetimes, until));
    return { due, leaving: await readLeaving(engine) };
  },
  ofContracts: contractFindings,
  tables: ({ learned, bridge, due, leaving, hasPrice }) => [
    ["retention", curveTable(curveRows(learned))],
    ["mrr", bridgeTable(bridge, hasPrice)],
    ["renewals", calendarTable(due, hasPrice)],
    ["leaving", leavingTable(leaving ?? [], hasPrice)],
  ],
};

function monthOf(asOf: string): Readonly<{ year: number; month: number; isMonthOver: boolean }> {
  const [year = 0, month = 1] = asOf.split("-").map(Number);
  return { year, month, isMonthOver: isoDay(epochDay(asOf) + 1).endsWith("-01") };
}
