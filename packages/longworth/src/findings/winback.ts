/** Good customers who are gone, with something left to win. */
import { integer, sql } from "../sql/sql.js";
import { active, listCommand, SILENCE, worthOf, type FindingRule } from "./rule.js";

const LONG = 180; // days of silence before anybody is called gone
const GAPS = 4; // of a customer's own mean gaps
const UNLIKELY = 0.25; // chance of a purchase within the horizon
const MIN_CUSTOMERS = 20; // a campaign is not made for fewer
const MIN_SHARE = 0.005; // of the expected value of all: what is left is small by nature
const id = "winback";

/** Upper two fifths by money, silent for half a year and four of their own gaps, and unlikely to come by themselves. */
export const winback: FindingRule<never> = {
  id,
  needsAmounts: false,
  columns: [],
  members: (scope) =>
    sql`rfm_m >= 4 AND frequency >= 1 AND ${SILENCE} >= ${integer(LONG)}
      AND ${SILENCE} * frequency > ${integer(GAPS)} * recency AND ${active(scope)} < CAST(${UNLIKELY} AS double)`,
  judge: ({ members }, context) => {
    const { customers, mean, historic } = members;
    if (customers < MIN_CUSTOMERS || !(mean >= MIN_SHARE * context.total.expected)) return null;
    const worth = worthOf(members, context);
    const facts = { ...context, customers, historic, worth };
    return { id, worth, customers, export: listCommand(id), tell: (words) => words.findings.winback(facts) };
  },
};
