/** Orders without a customer: money that no forecast and no mail can use. */
import { INSPECT, scaled, type FindingRule } from "./rule.js";

const MIN_SHARE = 0.03; // of revenue
const DAYS_PER_YEAR = 365;
const MIN_DAYS = 60; // before a yearly figure is said
const MS_PER_DAY = 86_400_000;
const id = "no-customer-name";

/** Till sales and guests, in money per year. What was paid is known, so the band is a point. */
export const noCustomerName: FindingRule<never> = {
  id,
  needsAmounts: true,
  columns: [],
  judge: (_, context) => {
    const problem = context.problems.find(({ code }) => code === "no_customer");
    const share = problem?.share_of_revenue ?? 0;
    const days = (Date.parse(context.asOf) - Date.parse(context.firstDay)) / MS_PER_DAY + 1;
    if (problem === undefined || problem.amount === null || share < MIN_SHARE || days < MIN_DAYS) return null;
    const amount = Number(problem.amount);
    const worth = scaled({ mean: amount, p05: amount, p95: amount }, DAYS_PER_YEAR / Math.max(days, DAYS_PER_YEAR));
    const facts = { ...context, records: problem.records, share, worth };
    return { id, worth, customers: 0, export: INSPECT, tell: (words) => words.findings.noCustomerName(facts) };
  },
};
