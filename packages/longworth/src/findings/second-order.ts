/** First-time buyers in the weeks in which second purchases come. */
import { ident, sql } from "../sql/sql.js";
import { listCommand, mark, worthOf, type FindingRule } from "./rule.js";

const MIN_CUSTOMERS = 20; // an e-mail is not written for fewer
const MIN_SHARE = 0.01; // of the expected value of all
const MIN_OLDER = 50; // customers past the window, to say how many come back
const MOST_DAYS = 180; // a second purchase that is further away is not asked for now
const id = "second-order";

/** Bought once, and still within the days in which half of the second purchases come. */
export const secondOrder: FindingRule<"older" | "returned", "median"> = {
  id,
  needsAmounts: false,
  columns: ["median"],
  members: (scope) => sql`frequency = 0 AND tenure <= ${mark(scope, "second_median")}`,
  groups: (scope) => {
    const isOlder = sql`tenure > ${mark(scope, "second_late")}`;
    return { older: isOlder, returned: sql`${isOlder} AND frequency > 0` };
  },
  query: ({ marks }) => sql`
SELECT CAST(second_median AS double) AS median FROM ${ident(marks)}`,
  judge: ({ members, groups, columns: { median } }, context) => {
    const { customers, mean } = members;
    const older = groups.older.customers;
    const enough = customers >= MIN_CUSTOMERS && older >= MIN_OLDER && median <= MOST_DAYS;
    if (!enough || !(mean >= MIN_SHARE * context.total.expected)) return null;
    const worth = worthOf(members, context);
    const share = groups.returned.customers / older;
    const facts = { ...context, customers, median, share, worth };
    return { id, worth, customers, export: listCommand(id), tell: (words) => words.findings.secondOrder(facts) };
  },
};
