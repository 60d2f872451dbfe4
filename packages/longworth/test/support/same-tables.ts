/** Two runs' tables against each other: text, whole numbers and days must be equal, doubles within a relative tolerance. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { sql } from "../../src/sql/sql.js";
import { duckDbWith } from "./duckdb.js";

type Row = Readonly<Record<string, unknown>>;

/** One line per column that differs: table, column, how often, the worst pair. Rows of customers are matched by id. */
export async function differences(folder: string, other: string, tolerance: number): Promise<readonly string[]> {
  const names = (at: string): string[] => readdirSync(at).filter((name) => name.endsWith(".parquet"));
  if (names(folder).join() !== names(other).join()) return [`tables: ${names(folder).join()}; ${names(other).join()}`];
  const found: string[] = [];
  for (const name of names(folder)) {
    const [ours, theirs] = [await read(path.join(folder, name)), await read(path.join(other, name))];
    if (ours.types !== theirs.types) found.push(`${name}: ${ours.types} / ${theirs.types}`);
    else if (ours.rows.length !== theirs.rows.length)
      found.push(`${name}: ${ours.rows.length} / ${theirs.rows.length}`);
    else found.push(...unequal(name, ours.rows, theirs.rows, tolerance));
  }
  return found;
}

async function read(file: string): Promise<Readonly<{ types: string; rows: readonly Row[] }>> {
  const engine = await duckDbWith([], [file]);
  const table = sql`read_parquet(${file})`;
  const described = sql`SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM ${table})`;
  const columns = await engine.rows(described, z.object({ name: z.string(), type: z.string() }));
  const isCustomers = columns[0]?.name === "customer_id";
  const query = isCustomers ? sql`SELECT * FROM ${table} ORDER BY customer_id` : sql`SELECT * FROM ${table}`;
  const rows = await engine.rows(query, z.record(z.string(), z.unknown()));
  engine.close();
  return { types: columns.map(({ name, type }) => `${name} ${type}`).join(), rows };
}

function unequal(name: string, ours: readonly Row[], theirs: readonly Row[], tolerance: number): readonly string[] {
  return Object.keys(ours[0] ?? {}).flatMap((column) => {
    const pairs = ours.map((row, i) => [row[column], theirs[i]?.[column]] as const);
    const off = pairs.filter(([a, b]) => distance(a, b) > tolerance);
    const worst = off.toSorted(([a, b], [c, d]) => distance(c, d) - distance(a, b))[0];
    return worst ? [`${name} ${column}: ${off.length} of ${pairs.length}, ${JSON.stringify(worst)}`] : [];
  });
}

function distance(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (typeof a !== "number" || typeof b !== "number") return Infinity;
  return Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}
