/** A few customers on whom the forecast hangs. */
import { sql } from "../sql/sql.js";
import { expected, listCommand, mark, worthOf, type FindingRule } from "./rule.js";

const HEAVY = 0.05; // of the expected value of all: losing one such customer is felt
const MIN_SHARE = 0.15; // held by all heavy ones together
const MIN_BASE = 20; // customers: below, everybody is heavy
const id = "concentration";

/** Customers who each hold 5 % of the value to come: look at them one by one. */
export const concentration: FindingRule<"base"> = {
  id,
  needsAmounts: false,
  columns: [],
  members: (scope) =>
    sql`${expected(scope)} > 0 AND ${expected(scope)} >= CAST(${HEAVY} AS double) * ${mark(scope, "expected_all")}`,
  groups: () => ({ base: sql`frequency IS NOT NULL` }),
  judge: ({ members, groups }, context) => {
    const { customers } = members;
    const share = members.mean / context.total.expected;
    if (groups.base.customers < MIN_BASE || customers < 1 || !(share >= MIN_SHARE)) return null;
    const worth = worthOf(members, context);
    const facts = { ...context, customers, share, worth };
    return { id, worth, customers, export: listCommand(id), tell: (words) => words.findings.concentration(facts) };
  },
};
