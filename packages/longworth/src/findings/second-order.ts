/** First-time buyers in the weeks in which second purchases come. */
import { sql } from "../sql/sql.js";
import { countIf, listCommand, mark, worthOf, type FindingRule } from "./rule.js";

const MIN_CUSTOMERS = 20; // an e-mail is not written for fewer
const MIN_SHARE = 0.01; // of the expected value of all
const MIN_OLDER = 50; // customers past the window, to say how many come back
const id = "second-order";

/** Bought once, and still within the days in which four of five second purchases come. */
export const secondOrder: FindingRule<"median" | "late" | "older" | "returned"> = {
  id,
  needsAmounts: false,
  columns: ["median", "late", "older", "returned"],
  members: (scope) => sql`frequency = 0 AND tenure <= ${mark(scope, "second_late")}`,
  aggregates: (scope) => {
    const isOlder = sql`tenure > ${mark(scope, "second_late")}`;
    return {
      median: sql`CAST(${mark(scope, "second_median")} AS double)`,
      late: sql`CAST(${mark(scope, "second_late")} AS double)`,
      older: countIf(isOlder),
      returned: countIf(sql`${isOlder} AND frequency > 0`),
    };
  },
  judge: ({ customers, mean, variance, median, late, older, returned }, context) => {
    const enough = customers >= MIN_CUSTOMERS && older >= MIN_OLDER;
    if (!enough || !(mean >= MIN_SHARE * context.total.expected)) return null;
    const worth = worthOf({ mean, variance }, context);
    const facts = { ...context, customers, late, median, share: returned / older, worth };
    return { id, worth, customers, export: listCommand(id), tell: (words) => words.findings.secondOrder(facts) };
  },
};
