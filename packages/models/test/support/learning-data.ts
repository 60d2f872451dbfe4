/** Entries of the shared reference of learning, and its fixtures as columns. */
import { readFileSync } from "node:fs";
import { sharedPath } from "./data.js";

/** One entry; what is in it depends on its id. */
export type Entry = Readonly<{ inputs: unknown; expected: unknown }>;

/** @returns inputs and expected values of `id`, of the type that the test states; only where `hasShared` */
export function entry<Inputs, Expected>(id: string): Readonly<{ inputs: Inputs; expected: Expected }> {
  const text = readFileSync(sharedPath("reference/retention-ml-decisions.json"), "utf8");
  // the file is checked by the tests that read it
  const { items } = JSON.parse(text) as Readonly<{
    items: readonly Readonly<{ id: string; inputs: Inputs; expected: Expected }>[];
  }>;
  const found = items.find((item) => item.id === id);
  if (found === undefined) throw new Error(`no entry ${id}`);
  return found;
}

/** A fixture: its features, empty cells as NaN, and its last column, the target. */
export type Fixture = Readonly<{ columns: readonly Float64Array[]; y: Float64Array }>;

/** @param name e.g. gbdt_train.csv */
export function fixture(name: string): Fixture {
  const lines = readFileSync(sharedPath(`reference/fixtures/${name}`), "utf8")
    .trim()
    .split("\n")
    .slice(1);
  const rows = lines.map((line) => line.split(",").map((cell) => (cell === "" ? NaN : Number(cell))));
  const columns = rows[0].map((_, j) => Float64Array.from(rows, (row) => row[j]));
  return { columns: columns.slice(0, -1), y: columns[columns.length - 1] };
}
