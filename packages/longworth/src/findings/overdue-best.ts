/** Best customers who have been silent for longer than they ever are. */
import { sql, type Sql } from "../sql/sql.js";
import { historic, listCommand, mark, SILENCE, worthOf, type FindingRule, type Scope } from "./rule.js";

const MIN_CUSTOMERS = 5; // fewer are known by name
const MIN_SHARE = 0.01; // of the expected value of all: less is noise to the reader
const id = "overdue-best";

const isBest = (scope: Scope): Sql => sql`(frequency > 0 AND ${historic(scope)} >= ${mark(scope, "best_value")})`;

/** Best tenth by what they have spent, silent for more than twice their own mean gap: write to them first. */
export const overdueBest: FindingRule<"best"> = {
  id,
  needsAmounts: false,
  columns: [],
  members: (scope) => sql`${isBest(scope)} AND ${SILENCE} * frequency > 2 * recency`,
  groups: (scope) => ({ best: isBest(scope) }),
  judge: ({ members, groups }, context) => {
    const { customers, mean } = members;
    if (customers < MIN_CUSTOMERS || !(mean >= MIN_SHARE * context.total.expected)) return null;
    const worth = worthOf(members, context);
    const facts = { ...context, overdue: customers, best: groups.best.customers, worth };
    return { id, worth, customers, export: listCommand(id), tell: (words) => words.findings.overdueBest(facts) };
  },
};
