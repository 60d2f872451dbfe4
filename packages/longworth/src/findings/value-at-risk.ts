/** Good customers with less than an even chance to buy again. */
import { sql } from "../sql/sql.js";
import { active, countIf, listCommand, worthOf, type FindingRule } from "./rule.js";

const EVEN = 0.5; // chance of a purchase within the horizon
const MIN_CUSTOMERS = 10;
const MIN_SHARE = 0.02; // of the expected value of all
const id = "value-at-risk";

/** Segments Can't lose and At risk, as far as the forecast agrees that they are going. */
export const valueAtRisk: FindingRule<"cannot_lose" | "at_risk"> = {
  id,
  needsAmounts: false,
  columns: ["cannot_lose", "at_risk"],
  members: (scope) =>
    sql`rfm_segment IN ('Can''t lose', 'At risk') AND ${active(scope)} < CAST(${EVEN} AS double)`,
  aggregates: (scope) => {
    const isGoing = sql`${active(scope)} < CAST(${EVEN} AS double)`;
    return {
      cannot_lose: countIf(sql`rfm_segment = 'Can''t lose' AND ${isGoing}`),
      at_risk: countIf(sql`rfm_segment = 'At risk' AND ${isGoing}`),
    };
  },
  judge: ({ customers, mean, variance, historic, cannot_lose: cannotLose, at_risk: atRisk }, context) => {
    if (customers < MIN_CUSTOMERS || !(mean >= MIN_SHARE * context.total.expected)) return null;
    const worth = worthOf({ mean, variance }, context);
    const facts = { ...context, cannotLose, atRisk, historic, worth };
    return { id, worth, customers, export: listCommand(id), tell: (words) => words.findings.valueAtRisk(facts) };
  },
};
