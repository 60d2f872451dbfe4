/** Most customers never come back: what five of a hundred more would bring. */
import { integer, sql, type Sql } from "../sql/sql.js";
import { listCommand, scaled, worthOf, type FindingRule } from "./rule.js";

const YOUNGEST = 180; // days since the first purchase: long enough to have come back
const OLDEST = 545; // a year of newcomers
const MIN_COHORT = 50;
const HIGH = 0.7; // share that never came back
const POINTS = 0.05; // of the newcomers: an effect that follow-up mails are known to reach
const MIN_SHARE = 0.005; // of the expected value of all
const MIN_RETURNED = 5; // to know what a returning customer is worth
const id = "one-time-share";

const COHORT: Sql = sql`tenure BETWEEN ${integer(YOUNGEST)} AND ${integer(OLDEST)}`;
const RETURNED: Sql = sql`${COHORT} AND frequency > 0`;

/** Newcomers of a year, half a year later: how many bought once only, and what it costs. */
export const oneTimeShare: FindingRule<"cohort" | "returned"> = {
  id,
  needsAmounts: false,
  columns: [],
  members: () => sql`${COHORT} AND frequency = 0`,
  groups: () => ({ cohort: COHORT, returned: RETURNED }),
  judge: ({ members: { customers }, groups: { returned, ...groups } }, context) => {
    const cohort = groups.cohort.customers;
    if (cohort < MIN_COHORT || returned.customers < MIN_RETURNED || customers < HIGH * cohort) return null;
    const worth = scaled(worthOf(returned, context), (POINTS * cohort) / returned.customers);
    if (!(worth.mean >= MIN_SHARE * context.total.expected)) return null;
    const facts = { ...context, cohort, share: customers / cohort, points: POINTS, worth };
    return { id, worth, customers, export: listCommand(id), tell: (words) => words.findings.oneTimeShare(facts) };
  },
};
