/** `drivers`: what goes with leaving, from a table of customers. */
import path from "node:path";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { readLivesFile, type LivesRead } from "../intake/lives-file.js";
import { openInputs } from "../intake/read-orders.js";
import { readablePaths } from "../intake/source.js";
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
import type { ReadRequest } from "./run-request.js";

export type DriversRequest = ReadRequest &
  Readonly<{
    duration: string; // header
    event: Readonly<{ column: string; value: string }>;
    by?: readonly string[] | undefined;
    keep: readonly string[];
    unit: string; // of the durations, as a plural
    out: string; // folder
    scratch: string;
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

/** Reads, compares, writes drivers.parquet. @throws nothing_to_estimate where nobody left, or no column may be used */
export async function drivers(request: DriversRequest, effects: Effects): Promise<DriversResult> {
  const temp = await effects.files.realpath(request.scratch);
  effects.progress({ step: "read", done: 0, of: 1 });
  const sources = await openInputs({ ...request, temp }, effects);
  const { threads, memory } = request;
  const engine = await effects.openEngine({
    threads,
    memory,
    temp,
    readable: readablePaths(sources),
    writable: [temp],
  });
  try {
    const [source] = sources;
    if (!source) throw new Error("no input was opened");
    const read = await readLivesFile(source, { ...request, customer: request.map.customer }, { engine, effects });
    effects.progress({ step: "read", done: 1, of: 1 });
    const { found, chance } = compare(read, request.keep);
    const { leftOut } = read;
    const { unit, out } = request;
    const file = await writeTable(driverRows(found), { engine, temp, out, effects });
    const page = path.join(out, "drivers.html");
    const text = renderDrivers({ found, chance, leftOut, unit, silence: null }, en);
    await replaceText(page, text, `${effects.machine.pid}`, effects.files);
    const told = found.drivers.map(withoutCurves);
    return { ...found, drivers: told, leftOut, unit, silence: null, chance, path: file, report: page };
  } finally {
    engine.close();
  }
}

/** Everything that is computed. */
function compare(
  { lives, traits, refused, leftOut: _leftOut }: LivesRead,
  keep: readonly string[],
): Readonly<{ found: Drivers; chance: Chance | null }> {
  if (!lives.observed.some((v) => v > 0))
    throw new UserError("nothing_to_estimate", words.nobodyLeft({ customers: lives.observed.length }));
  const made = driversOf(lives, traits, { names: words.names, keep });
  const found = { ...made, refused: [...refused, ...made.refused] };
  if (found.drivers.length === 0) throw new UserError("nothing_to_estimate", words.noTraits(found));
  const used = traits.filter(({ name }) => found.drivers.some((driver) => driver.name === name));
  return { found, chance: chanceOf(lives, { traits: used, terms: termsOf(used, words.names) }) };
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
  await effects.files.mkdir(out, { recursive: true });
  const file = path.join(out, "drivers.parquet");
  await replaceFile(file, { content: made, tag: `${effects.machine.pid}` }, effects.files);
  return file;
}

/** How a result reads. */
export const tellDrivers = (result: DriversResult): string => en.drivers.told(result);
