/** Customers who send back half of what they buy. */
import { sql, type Sql } from "../sql/sql.js";
import { listCommand, type FindingRule } from "./rule.js";

const MIN_CUSTOMERS = 5;
const MIN_SHARE = 0.005; // of all that customers have brought
const id = "serial-returners";

/** At least three orders, and half of their money given back: free riders, or a fit or quality problem. */
const MEMBERS: Sql = sql`orders >= 3 AND refunded_value > 0 AND refunded_value >= historic_value`;

export const serialReturners: FindingRule<never> = {
  id,
  needsAmounts: true,
  columns: [],
  members: () => MEMBERS,
  judge: ({ members: { customers, refunded, historic } }, context) => {
    if (customers < MIN_CUSTOMERS || !(refunded >= MIN_SHARE * context.total.historic)) return null;
    const worth = { mean: refunded, p05: refunded, p95: refunded };
    const facts = { ...context, customers, refunded, kept: historic };
    return { id, worth, customers, export: listCommand(id), tell: (words) => words.findings.serialReturners(facts) };
  },
};
