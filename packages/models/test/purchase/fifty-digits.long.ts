/** Log-likelihoods of single customers against 50 digits (reference/ll-50-digits.py made the values with mpmath). */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { customer } from "../support/data.js";
import { EACH_MODEL } from "../support/models.js";
import type { ModelName } from "../support/models.js";

const rows = JSON.parse(readFileSync(new URL("../reference/ll-50-digits.json", import.meta.url), "utf8")) as Record<
  ModelName,
  readonly (readonly number[])[]
>; // written by the script next to it

const USUAL = 1e-12; // of max(1, |value|), for 99.9 % of the points
const WORST = 1e-9;

test.each(EACH_MODEL.filter(({ stages }) => stages === 1))(
  "$name: 1e-12 for 99.9 %% of the points, 1e-9 for all",
  ({ name, model, typical }) => {
    const names = Object.keys(typical);
    const errors = rows[name as ModelName].map((row) => {
      // the file has the models' names
      const params = Object.fromEntries(names.map((key, i) => [key, row[i]]));
      const [x, tx, T, expected] = row.slice(names.length);
      return Math.abs(model.logLikelihood(params, customer(x, tx, T)) - expected) / Math.max(1, Math.abs(expected));
    });
    const sorted = errors.toSorted((a, b) => a - b);
    expect(sorted.length).toBeGreaterThanOrEqual(2_500);
    expect(sorted[Math.floor(0.999 * sorted.length) - 1]).toBeLessThan(USUAL);
    expect(sorted.at(-1)).toBeLessThan(WORST);
  },
);
