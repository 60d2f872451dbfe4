/** Acquisition has grown: many more new customers than in the same months a year ago. */
import { BEFORE, newcomerRatio, RECENT } from "./newcomers.js";
import { listCommand, scaled, worthOf, type FindingRule } from "./rule.js";

const GROWN = 1.3; // times last year's number
const MIN_SHARE = 0.02; // of the expected value of all
const id = "more-newcomers";

/** What the additional newcomers are expected to bring: the segment that grows, and whom to keep. */
export const moreNewcomers: FindingRule<"before"> = {
  id,
  needsAmounts: false,
  columns: [],
  members: () => RECENT,
  groups: () => ({ before: BEFORE }),
  judge: ({ members, groups }, context) => {
    const { customers } = members;
    const before = groups.before.customers;
    const ratio = newcomerRatio({ recent: customers, before }, context);
    if (ratio === null || ratio < GROWN) return null;
    const worth = scaled(worthOf(members, context), 1 - 1 / ratio);
    if (!(worth.mean >= MIN_SHARE * context.total.expected)) return null;
    const facts = { ...context, recent: customers, before, worth };
    return { id, worth, customers, export: listCommand(id), tell: (words) => words.findings.moreNewcomers(facts) };
  },
};
