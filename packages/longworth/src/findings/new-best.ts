/** New customers who already look like the best ones. */
import { integer, sql } from "../sql/sql.js";
import { listCommand, worthOf, type FindingRule } from "./rule.js";

const NEW = 90; // days since the first purchase
const MIN_CUSTOMERS = 5;
const MIN_SHARE = 0.01; // of the expected value of all
const id = "new-best";

/** Came within 90 days and are in the best tenth by predicted value: a personal welcome is cheap. */
export const newBest: FindingRule<never> = {
  id,
  needsAmounts: false,
  columns: [],
  members: () => sql`tenure <= ${integer(NEW)} AND clv_tier IN ('Platinum', 'Gold', 'Silver')`,
  judge: ({ members }, context) => {
    const { customers, mean } = members;
    if (customers < MIN_CUSTOMERS || !(mean >= MIN_SHARE * context.total.expected)) return null;
    const worth = worthOf(members, context);
    const facts = { ...context, customers, days: NEW, worth };
    return { id, worth, customers, export: listCommand(id), tell: (words) => words.findings.newBest(facts) };
  },
};
