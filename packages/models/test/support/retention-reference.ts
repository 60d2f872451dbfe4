/** The shared reference values of retention, survival and satisfaction, and their comparison at their tolerances. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { hasShared, sharedPath } from "./data.js";

/** Numbers, nested as the reference has them. */
export type Value = number | string | null | boolean | readonly Value[] | { readonly [key: string]: Value };

/** One entry of the reference. */
export type Entry = Readonly<{
  id: string;
  // each entry has its own shape, which its test knows; a wrong guess fails the comparison
  inputs: Readonly<Record<string, never>>;
  expected: Value;
  tol: number | Readonly<Record<string, number>>;
}>;

/** Which test file reproduces an entry, by the beginning of its id. */
export const COVERED = {
  contract: ["A.sbg", "A.bdw", "A.dw", "A.f21", "A.mrr", "A.renewalPrice", "A.triangle"],
  survival: ["A.km", "A.logrank", "A.rmst", "A.cox", "A.dthaz"],
  satisfaction: ["H.csat", "H.nps", "H.rankcorr", "H.scale", "H.logit"],
  binary: ["D.binary"],
  managerial: ["B.multiples", "B.breakeven", "B.rateconv", "B.elasticity"],
  special: ["S.special"],
} as const;

/** All entries; none where the shared files are absent. */
export const allEntries = (): readonly Entry[] => {
  if (!hasShared) return [];
  // the file is checked by the tests that read it
  const file = JSON.parse(readFileSync(sharedPath("reference/retention-ml-decisions.json"), "utf8")) as Readonly<{
    items: readonly Entry[];
  }>;
  return file.items;
};

/** Entries of one test file. */
export const entriesOf = (part: keyof typeof COVERED): readonly Entry[] =>
  allEntries().filter(({ id }) => COVERED[part].some((prefix) => id.startsWith(prefix)));

/** Columns of a fixture of the reference; empty cells are NaN, texts are left out. */
export function fixture(name: string): Readonly<Record<string, Float64Array>> {
  const [head, ...lines] = readFileSync(sharedPath(`reference/fixtures/${name}`), "utf8")
    .trim()
    .split("\n");
  const rows = lines.map((line) => line.split(","));
  return Object.fromEntries(
    head
      .split(",")
      .map((title, j) => [
        title.replaceAll('"', ""),
        Float64Array.from(rows, (row) => (row[j] === "" ? NaN : Number(row[j].replace('"Maintained"', "1")))),
      ]),
  );
}

/** Fails unless every number of `expected` that `actual` names is met: |a - b| <= tol max(1, |b|). */
export function expectEntry({ expected, tol }: Pick<Entry, "expected" | "tol">, actual: Value, path = ""): void {
  if (expected !== null && typeof expected === "object") {
    expect(typeof actual, path).toBe("object");
    const there = Object.entries(expected);
    const here = new Map(Object.entries(actual ?? {}));
    expect([...here.keys()].sort(), path).toEqual(there.map(([key]) => key).sort());
    for (const [key, value] of there)
      expectEntry({ expected: value, tol: toleranceOf(tol, key) }, here.get(key) ?? null, `${path}.${key}`);
    return;
  }
  if (typeof expected === "number" && typeof actual === "number") {
    const bound = toleranceOf(tol, "default");
    expect(typeof bound).toBe("number");
    const off = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
    expect(off, `${path}: ${actual} is not ${expected}`).toBeLessThanOrEqual(Number(bound));
    return;
  }
  expect(actual === null && expected === "NaN" ? "NaN" : actual, path).toBe(expected);
}

const toleranceOf = (tol: Entry["tol"], key: string): Entry["tol"] =>
  typeof tol === "number" ? tol : (tol[key] ?? (key === "default" ? 1e-6 : tol));
