/** Refunds that take back a large or a growing part of what comes in. */
import { ident, integer, sql, type Sql } from "../sql/sql.js";
import { listCommand, type FindingRule } from "./rule.js";

const YEAR = 365;
const MIN_REFUNDS = 20; // days with a refund in the last year
const HIGH = 0.08; // of the amount before refunds
const NOTABLE = 0.03; // a smaller share may double without mattering
const RISEN = 1.3; // times the year before
const SIGNIFICANT = 2.5; // standard deviations by which a rise must exceed chance
const Z = 1.645;
const id = "refunds";

/** Refunds of the last 365 days against the 365 before; the band is what chance alone moves in a year. */
export const refunds: FindingRule<never, "count" | "back" | "squares" | "gross" | "back_before" | "gross_before"> = {
  id,
  needsAmounts: true,
  columns: ["count", "back", "squares", "gross", "back_before", "gross_before"],
  members: () => sql`refunded_value > 0 AND 3 * refunded_value > historic_value`,
  query: ({ days }, { asOf }) => {
    const ago = (years: number): Sql =>
      sql`CAST(CAST(${asOf} AS date) - INTERVAL '${integer(YEAR * years)}' DAY AS date)`;
    const sum = (value: Sql, condition: Sql): Sql =>
      sql`CAST(sum(CASE WHEN ${condition} THEN ${value} ELSE 0 END) AS double)`;
    const square = sql`CAST(CAST(refunded AS double) * CAST(refunded AS double) AS DECIMAL(38, 6))`;
    const before = sql`NOT is_recent`;
    return sql`
SELECT CAST(count(CASE WHEN is_recent AND refunded > 0 THEN 1 END) AS double) AS "count",
  ${sum(sql`refunded`, sql`is_recent`)} AS back,
  ${sum(square, sql`is_recent AND refunded > 0`)} AS squares,
  ${sum(sql`value + refunded`, sql`is_recent`)} AS gross,
  ${sum(sql`refunded`, before)} AS back_before, ${sum(sql`value + refunded`, before)} AS gross_before
FROM (SELECT value, refunded, day > ${ago(1)} AS is_recent FROM ${ident(days)} WHERE day > ${ago(2)}) d`;
  },
  judge: ({ members: { customers }, columns }, context) => {
    const { count, back, squares, gross, back_before: backBefore, gross_before: grossBefore } = columns;
    if (!(count >= MIN_REFUNDS) || !(gross > 0)) return null;
    const share = back / gross;
    const before = grossBefore > 0 ? backBefore / grossBefore : null;
    const isClear = back - (before ?? 0) * gross >= SIGNIFICANT * Math.sqrt(squares);
    const hasRisen = before !== null && before > 0 && share >= NOTABLE && share >= RISEN * before && isClear;
    if (share < HIGH && !hasRisen) return null;
    const spread = Z * Math.sqrt(squares);
    const worth = { mean: back, p05: Math.max(0, back - spread), p95: back + spread };
    const facts = { ...context, share, before: hasRisen ? before : null, worth };
    return { id, worth, customers, export: listCommand(id), tell: (words) => words.findings.refunds(facts) };
  },
};
