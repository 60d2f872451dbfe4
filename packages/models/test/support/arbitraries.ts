/** Generated histories for properties. */
import fc from "fast-check";
import type { Cells } from "@longworth/models";
import { cellsFrom } from "./data.js";

/** One customer's x, tx, T: tx > 0 exactly when x > 0. */
const history = fc
  .record({
    x: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 })),
    at: fc.integer({ min: 1, max: 99 }),
    days: fc.integer({ min: 7, max: 900 }),
  })
  .map(({ x, at, days }): [number, number, number] => [x, x === 0 ? 0 : (days * at) / 100 / 7, days / 7]);

/** A few customers without any relation to each other: for properties of a likelihood or a prediction. */
export const histories: fc.Arbitrary<Cells> = fc.array(history, { minLength: 1, maxLength: 12 }).map(cellsFrom);

/** A seed from which a data set is simulated: for properties of fits. */
export const seeds = fc.integer({ min: 1, max: 2 ** 31 });
