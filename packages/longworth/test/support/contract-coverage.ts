/** How often projections of simulated bases hold: cells of bases with known truth through the blind test of retention. */
import { random as draws } from "@longworth/models";
import { termOf, type ContractCells } from "../../src/forecast/contracts/cells.js";
import { testRetention } from "../../src/forecast/contracts/trial.js";
import { contractBase, type Contract } from "./contract-base.js";

const LAST = "2025-12-31";
const monthOf = (iso: string): number => Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7)) - 1;

/** Of a base of 36 months. */
export const MONTHS_OF_BASE = { first: monthOf(LAST) - 35, end: monthOf(LAST), horizon: 12 } as const;

/** Monthly contracts as cells, one each: what the engine would group. */
export function cellsOf(base: readonly Contract[]): ContractCells {
  const made = base.map(({ start, end, renewals }) => {
    if (end !== "") return renewals;
    const months = monthOf(LAST) - monthOf(start);
    return months; // LAST is the last day of its month: every renewal of it has been due
  });
  return {
    cohort: Int32Array.from(base, ({ start }) => monthOf(start)),
    renewals: Int32Array.from(made),
    outcome: Int32Array.from(base, ({ end }) => (end === "" ? 0 : 1)),
    plan: new Int32Array(base.length).fill(-1),
    traits: [],
    contracts: new Float64Array(base.length).fill(1),
  };
}

export type Coverage = Readonly<{ covered: number; cells: number; share: number; totals: number; origins: number }>;

/** Cohorts and months inside their 90 % band, and totals inside theirs, over bases with these seeds. */
export function coverageOf(seeds: readonly number[]): Coverage {
  let [covered, cells, totals, origins] = [0, 0, 0, 0];
  for (const seed of seeds) {
    const random = draws.seeded(seed * 7919);
    const base = contractBase({
      contracts: 1500 + Math.floor(random() * 3000),
      seed,
      alpha: 0.5 + 2 * random(),
      beta: 3 + 15 * random(),
    });
    const test = testRetention(cellsOf(base), termOf("month", 1), {
      span: MONTHS_OF_BASE,
      random: draws.seeded(seed),
    });
    const [newest] = test.origins; // one blind forecast a base: those of one base share their contracts
    if (!newest) continue;
    covered += newest.covered;
    cells += newest.cells;
    origins += 1;
    if (newest.actual >= newest.p05 && newest.actual <= newest.p95) totals += 1;
  }
  return { covered, cells, share: covered / cells, totals, origins };
}
