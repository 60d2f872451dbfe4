/** Regular customers who are late, not lost. */
import { sql } from "../sql/sql.js";
import { listCommand, SILENCE, worthOf, type FindingRule } from "./rule.js";

const MIN_CUSTOMERS = 10;
const MIN_SHARE = 0.02; // of the expected value of all
const id = "slipping";

/**
 * At least four purchases, upper two fifths by money, silent for between 1.5 and 2 of their own mean gaps: a regular
 * buyer's silence passes 1.5 gaps before every fifth purchase at most, and 2 is where overdue-best begins.
 */
export const slipping: FindingRule<never> = {
  id,
  needsAmounts: false,
  columns: [],
  members: () =>
    sql`rfm_m >= 4 AND frequency >= 3 AND 2 * ${SILENCE} * frequency > 3 * recency
      AND ${SILENCE} * frequency <= 2 * recency`,
  judge: ({ members }, context) => {
    const { customers, mean } = members;
    if (customers < MIN_CUSTOMERS || !(mean >= MIN_SHARE * context.total.expected)) return null;
    const worth = worthOf(members, context);
    const facts = { ...context, customers, worth };
    return { id, worth, customers, export: listCommand(id), tell: (words) => words.findings.slipping(facts) };
  },
};
