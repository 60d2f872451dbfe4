/** Refunds that take back a large or a growing part of what comes in. */
import { ident, integer, sql } from "../sql/sql.js";
import { exactSum, listCommand, type FindingRule } from "./rule.js";

const YEAR = 365;
const MIN_REFUNDS = 20; // days with a refund in the last year
const HIGH = 0.08; // of the amount before refunds
const NOTABLE = 0.03; // a smaller share may double without mattering
const RISEN = 1.3; // times the year before
const Z = 1.645;
const id = "refunds";

/** Refunds of the last 365 days against the 365 before; the band is what chance alone moves in a year. */
export const refunds: FindingRule<"count" | "back" | "squares" | "gross" | "back_before" | "gross_before"> = {
  id,
  needsAmounts: true,
  columns: ["count", "back", "squares", "gross", "back_before", "gross_before"],
  members: () => sql`refunded_value > 0 AND 3 * refunded_value > historic_value`,
  query: ({ days }, { asOf }) => {
    const age = sql`date_diff('day', day, CAST(${asOf} AS date))`;
    const isRecent = sql`age < ${integer(YEAR)}`;
    const isBefore = sql`age >= ${integer(YEAR)} AND age < ${integer(2 * YEAR)}`;
    return sql`
SELECT CAST(count(*) FILTER (WHERE refunded > 0 AND ${isRecent}) AS double) AS "count",
  ${exactSum(sql`refunded`, isRecent)} AS back,
  ${exactSum(sql`CAST(refunded AS double) * CAST(refunded AS double)`, isRecent)} AS squares,
  ${exactSum(sql`value + refunded`, isRecent)} AS gross,
  ${exactSum(sql`refunded`, isBefore)} AS back_before, ${exactSum(sql`value + refunded`, isBefore)} AS gross_before
FROM (SELECT value, refunded, ${age} AS age FROM ${ident(days)}) d`;
  },
  judge: ({ customers, count, back, squares, gross, back_before: backBefore, gross_before: grossBefore }, context) => {
    if (!(count >= MIN_REFUNDS) || !(gross > 0)) return null;
    const share = back / gross;
    const before = grossBefore > 0 ? backBefore / grossBefore : null;
    const hasRisen = before !== null && before > 0 && share >= NOTABLE && share >= RISEN * before;
    if (share < HIGH && !hasRisen) return null;
    const spread = Z * Math.sqrt(squares);
    const worth = { mean: back, p05: Math.max(0, back - spread), p95: back + spread };
    const facts = { ...context, share, before: hasRisen ? before : null, worth };
    return { id, worth, customers, export: listCommand(id), tell: (words) => words.findings.refunds(facts) };
  },
};
