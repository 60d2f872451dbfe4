/** drivers.parquet: one row per column of the regressions, and one for each column that was not used. */
import type { Driver, DriverGroup, Drivers, DriverTerm, Ratio } from "./drivers.js";

type Cell = number | string | boolean | null;
export type DriverRow = Readonly<Record<string, Cell>>;

/** Names and types of the columns, in order. */
export const DRIVER_COLUMNS = {
  trait: "text",
  kind: "text",
  term: "text",
  against: "text",
  step: "number",
  customers: "count",
  left: "count",
  mean: "number",
  window: "number",
  difference: "number",
  difference_low: "number",
  difference_high: "number",
  hazard_ratio_alone: "number",
  hazard_ratio_alone_low: "number",
  hazard_ratio_alone_high: "number",
  hazard_ratio: "number",
  hazard_ratio_low: "number",
  hazard_ratio_high: "number",
  odds_ratio: "number",
  odds_ratio_low: "number",
  odds_ratio_high: "number",
  p: "number",
  p_adjusted: "number",
  p_together: "number",
  p_changes: "number",
  speaks: "boolean",
  refused: "text",
} as const;

const NOTHING: DriverRow = Object.fromEntries(Object.keys(DRIVER_COLUMNS).map((name) => [name, null]));

export function driverRows({
  drivers,
  refused,
  window,
}: Pick<Drivers, "drivers" | "refused" | "window">): readonly DriverRow[] {
  return [
    ...drivers.flatMap((driver) => driver.terms.map((term) => rowOf(driver, term, window))),
    ...refused.map(({ column, reason }) => ({ ...NOTHING, trait: column, window, speaks: false, refused: reason })),
  ];
}

function rowOf(driver: Driver, term: DriverTerm, window: number): DriverRow {
  const group = driver.kind === "group" ? driver.groups.find(({ label }) => label === term.label) : undefined;
  return {
    ...NOTHING,
    trait: driver.name,
    kind: driver.kind,
    term: term.label,
    against: term.against,
    step: term.step,
    customers: term.customers,
    window,
    ...groupCells(group),
    ...ratioCells("hazard_ratio_alone", term.alone),
    ...ratioCells("hazard_ratio", term.together),
    ...ratioCells("odds_ratio", term.odds),
    p: driver.p,
    p_adjusted: driver.adjusted,
    p_together: driver.together,
    p_changes: driver.changes,
    speaks: driver.speaks,
  };
}

const groupCells = (group: DriverGroup | undefined): DriverRow =>
  group === undefined
    ? {}
    : {
        left: group.left,
        mean: group.mean,
        difference: group.difference?.difference ?? null,
        difference_low: group.difference?.low ?? null,
        difference_high: group.difference?.high ?? null,
      };

const ratioCells = (name: string, ratio: Ratio | null): DriverRow => ({
  [name]: ratio?.ratio ?? null,
  [`${name}_low`]: ratio?.low ?? null,
  [`${name}_high`]: ratio?.high ?? null,
});
