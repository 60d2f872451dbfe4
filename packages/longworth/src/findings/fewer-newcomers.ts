/** Acquisition has fallen: fewer new customers than in the same months a year ago. */
import { newcomerCounts, newcomerRatio, RECENT, type NewcomerNumber } from "./newcomers.js";
import { listCommand, scaled, worthOf, type FindingRule } from "./rule.js";

const FALLEN = 0.8; // of last year's number
const MIN_SHARE = 0.01; // of the expected value of all
const id = "fewer-newcomers";

/** The newcomers that are missing, at what those who came are expected to bring. */
export const fewerNewcomers: FindingRule<NewcomerNumber> = {
  id,
  needsAmounts: false,
  columns: ["recent", "before"],
  members: () => RECENT,
  aggregates: newcomerCounts,
  judge: ({ customers, mean, variance, recent, before }, context) => {
    const ratio = newcomerRatio({ recent, before }, context);
    if (ratio === null || ratio > FALLEN) return null;
    const worth = scaled(worthOf({ mean, variance }, context), 1 / ratio - 1);
    if (!(worth.mean >= MIN_SHARE * context.total.expected)) return null;
    const facts = { ...context, recent, before, worth };
    return { id, worth, customers, export: listCommand(id), tell: (words) => words.findings.fewerNewcomers(facts) };
  },
};
