/** Acquisition has fallen: fewer new customers than in the same months a year ago. */
import { BEFORE, newcomerRatio, RECENT } from "./newcomers.js";
import { listCommand, scaled, worthOf, type FindingRule } from "./rule.js";

const FALLEN = 0.8; // of last year's number
const MIN_SHARE = 0.01; // of the expected value of all
const id = "fewer-newcomers";

/** The newcomers that are missing, at what those who came are expected to bring. */
export const fewerNewcomers: FindingRule<"before"> = {
  id,
  needsAmounts: false,
  columns: [],
  members: () => RECENT,
  groups: () => ({ before: BEFORE }),
  judge: ({ members, groups }, context) => {
    const { customers } = members;
    const before = groups.before.customers;
    const ratio = newcomerRatio({ recent: customers, before }, context);
    if (ratio === null || ratio > FALLEN) return null;
    const worth = scaled(worthOf(members, context), 1 / ratio - 1);
    if (!(worth.mean >= MIN_SHARE * context.total.expected)) return null;
    const facts = { ...context, recent: customers, before, worth };
    return { id, worth, customers, export: listCommand(id), tell: (words) => words.findings.fewerNewcomers(facts) };
  },
};
