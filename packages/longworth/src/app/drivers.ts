/** `drivers`: what goes with leaving, from a table of customers. */
import path from "node:path";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { norm } from "../intake/header-words.js";
import { chanceOf, type Chance } from "../retention/chance.js";
import { driversOf, type Driver, type DriverGroup, type Drivers } from "../retention/drivers.js";
import { DRIVER_COLUMNS, driverRows, type DriverRow } from "../retention/table.js";
import { termsOf } from "../retention/terms.js";
import { renderDrivers } from "../report/drivers-page.js";
import type { Effects } from "../run/effects.js";
import { driversTable } from "../sql/drivers-table.js";
import { en } from "../words/en.js";
import { drivers as words } from "../words/en/drivers.js";
import { replaceFile, replaceText } from "../workspace/durable.js";
import { makeFolder } from "../workspace/place.js";
import { withLives, type DriversInput, type Read } from "./drivers-input.js";

export type DriversRequest = DriversInput &
  Readonly<{
    keep: readonly string[];
    unit: string; // of the durations, as a plural
    out: string; // folder
  }>;

type ToldGroup = Omit<DriverGroup, "curve">;
type ToldDriver = Omit<Driver, "groups"> & Readonly<{ groups: readonly ToldGroup[] }>;

/** What the command tells; times in `unit`. */
export type DriversResult = Omit<Drivers, "drivers"> &
  Readonly<{
    drivers: readonly ToldDriver[];
    leftOut: number; // records without a duration
    unit: string;
    silence: number | null;
    chance: Chance | null;
    path: string;
    report: string;
  }>;

/** Reads, compares, writes. @throws nothing_to_estimate where nobody left, or no column may be used; bad_arguments */
export const drivers = (request: DriversRequest, effects: Effects): Promise<DriversResult> =>
  withLives(request, effects, async (read, { engine, temp }) => {
    const { found, chance } = compare(read, request.keep);
    const { leftOut, silence } = read;
    const { unit, out } = request;
    const file = await writeTable(driverRows(found), { engine, temp, out, effects });
    const page = path.join(out, "drivers.html");
    const text = renderDrivers({ found, chance, leftOut, unit, silence }, en);
    await replaceText(page, text, `${effects.machine.pid}`, effects.files);
    const told = found.drivers.map(withoutCurves);
    return { ...found, drivers: told, leftOut, unit, silence, chance, path: file, report: page };
  });

/** Everything that is computed. @throws nothing_to_estimate, column_missing for a column to keep that is not there */
function compare(read: Read, asked: readonly string[]): Readonly<{ found: Drivers; chance: Chance | null }> {
  const { lives, traits, refused, silence, leftOut } = read;
  const keep = keptColumns(read, asked);
  if (silence !== null && lives.duration.length === 0 && leftOut > 0)
    throw new UserError("nothing_to_estimate", words.nobodyWatched({ leftOut, days: silence }));
  if (!lives.observed.some((v) => v > 0))
    throw new UserError("nothing_to_estimate", words.nobodyLeft({ customers: lives.observed.length }));
  const made = driversOf(lives, traits, { names: words.names, keep });
  const found = { ...made, refused: [...refused, ...made.refused] };
  if (found.drivers.length === 0) throw new UserError("nothing_to_estimate", words.noTraits(found));
  const used = traits.filter(({ name }) => found.drivers.some((driver) => driver.name === name));
  const terms = termsOf(used, words.names);
  return { found, chance: silence === null ? chanceOf(lives, { traits: used, terms }) : null }; // a silence has no snapshot
}

/** The names of the file for those that are asked for. */
function keptColumns({ traits, refused }: Read, asked: readonly string[]): readonly string[] {
  const columns = [...traits.map(({ name }) => name), ...refused.map(({ column }) => column)];
  return asked.map((name) => {
    const found = columns.find((column) => norm(column) === norm(name));
    if (found === undefined) throw new UserError("column_missing", words.notLookedAt({ name, found: columns }));
    return found;
  });
}

const withoutCurves = ({ groups, ...driver }: Driver): ToldDriver => ({
  ...driver,
  groups: groups.map(({ curve: _curve, ...group }) => group),
});

type Writing = Readonly<{ engine: Engine; temp: string; out: string; effects: Effects }>;

async function writeTable(rows: readonly DriverRow[], { engine, temp, out, effects }: Writing): Promise<string> {
  const column = (name: keyof typeof DRIVER_COLUMNS) => {
    const cells = rows.map((row) => row[name] ?? null);
    return DRIVER_COLUMNS[name] === "text"
      ? cells.map((cell) => (cell === null ? null : String(cell)))
      : Float64Array.from(cells, (cell) => (cell === null ? NaN : Number(cell)));
  };
  const names = Object.keys(DRIVER_COLUMNS) as (keyof typeof DRIVER_COLUMNS)[]; // cast: keys of a literal
  const place = Float64Array.from(rows.keys());
  await engine.load({ place, ...Object.fromEntries(names.map((name) => [name, column(name)])) }, "drivers");
  const made = path.join(temp, "drivers.parquet");
  await engine.copyTo(driversTable("drivers", DRIVER_COLUMNS), made);
  await makeFolder(out, effects.files);
  const file = path.join(out, "drivers.parquet");
  await replaceFile(file, { content: made, tag: `${effects.machine.pid}` }, effects.files);
  return file;
}

/** How a result reads. */
export const tellDrivers = (result: DriversResult): string => en.drivers.told(result);
