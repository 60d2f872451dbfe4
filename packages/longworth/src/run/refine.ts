/** Cells by what is learnt of each customer, whose days come a block at a time (FORECAST section 9). */
import { joined } from "../forecast/columns.js";
import type { Scope } from "../forecast/features.js";
import type { History } from "../forecast/history.js";
import type { Learners } from "../forecast/learners.js";
import { refineCells, type Refined } from "../forecast/refine.js";
import { correct, learnLessons, type Corrected } from "./boost.js";
import type { ForecastEffects, Learnt } from "./learn.js";
import type { Prepared } from "./prepare.js";

const AT_ONCE = 4; // blocks in memory

/** What boosting makes of the cells; null where it is not asked for, and where too few bought. */
export async function refine(
  { history, cells, everybody }: Pick<Prepared, "history" | "cells" | "everybody">,
  known: Learnt,
  { effects, triesNetwork = false }: Readonly<{ effects: ForecastEffects; triesNetwork?: boolean }>,
): Promise<Readonly<{ refined: Refined; learners: Learners; scope: Scope }> | null> {
  if (everybody === null) return null;
  const lessons = await learnLessons(history, known, { effects, triesNetwork });
  if (lessons === null) return null;
  const { cellOf, blocks } = everybody;
  const parts: Corrected[] = [];
  for (let from = 0; from < blocks; from += AT_ONCE) {
    const some: History[] = [];
    for (let block = from; block < Math.min(from + AT_ONCE, blocks); block++)
      some.push(block === 0 ? history : await everybody.read(block));
    parts.push(...(await correct(some, { ...lessons, recipe: known.recipe }, effects)));
    effects.progress({ step: "learn", done: from + some.length, of: blocks });
  }
  const corrected = together(parts);
  if (corrected.customers < cellOf.length) return null; // somebody bought after the cut alone
  return { ...lessons, refined: refineCells(cells, { cellOf, ...corrected }) };
}

/** Blocks in their order as one. */
function together(parts: readonly Corrected[]) {
  const column = (of: (part: Corrected) => Float64Array): Float64Array => joined(parts.map(of));
  return {
    customers: parts.reduce((sum, { customer }) => sum + customer.length, 0),
    corrections: {
      active: column(({ corrections }) => corrections.active),
      orders: column(({ corrections }) => corrections.orders),
      value: column(({ corrections }) => corrections.value),
      valuePoint: column(({ corrections }) => corrections.valuePoint),
    },
    spend: parts.some(({ spend }) => spend === null) ? null : column(({ spend }) => spend ?? new Float64Array()),
  };
}
