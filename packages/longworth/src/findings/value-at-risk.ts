/** Good customers with less than an even chance to buy again. */
import { sql } from "../sql/sql.js";
import { active, listCommand, worthOf, type FindingRule } from "./rule.js";

const EVEN = 0.5; // chance of a purchase within the horizon
const MIN_CUSTOMERS = 10;
const MIN_SHARE = 0.02; // of the expected value of all
const id = "value-at-risk";

/** Segments Can't lose and At risk, as far as the forecast agrees that they are going. */
export const valueAtRisk: FindingRule<"cannotLose"> = {
  id,
  needsAmounts: false,
  columns: [],
  members: (scope) => sql`rfm_segment IN ('Can''t lose', 'At risk') AND ${active(scope)} < CAST(${EVEN} AS double)`,
  groups: (scope) => ({
    cannotLose: sql`rfm_segment = 'Can''t lose' AND ${active(scope)} < CAST(${EVEN} AS double)`,
  }),
  judge: ({ members, groups }, context) => {
    const { customers, mean, historic } = members;
    const cannotLose = groups.cannotLose.customers;
    if (customers < MIN_CUSTOMERS || !(mean >= MIN_SHARE * context.total.expected)) return null;
    const worth = worthOf(members, context);
    const facts = { ...context, cannotLose, atRisk: customers - cannotLose, historic, worth };
    return { id, worth, customers, export: listCommand(id), tell: (words) => words.findings.valueAtRisk(facts) };
  },
};
