/** The fault in the data that moves most money. */
import { INSPECT, type FindingRule } from "./rule.js";
import type { Problem } from "../workspace/manifest.js";

/**
 * Problems that somebody can repair and whose money is really misread; what is by design (cancelled, unpaid) is none,
 * nor is what concerns all orders at once (keys_by_name, history_starts_late): its money is not lost.
 */
const FAULTS = new Set([
  "date_unreadable",
  "date_placeholder",
  "date_in_future",
  "number_unreadable",
  "unknown_status",
  "orphan_continuation",
  "duplicate_record",
  "id_damaged",
  "refund_without_date",
  "refund_unmatched",
  "total_mismatch",
  "tax_mode_assumed",
  "ids_look_alike",
]);
const MIN_SHARE = 0.01; // of revenue
const id = "data-faults";

const amountOf = ({ amount }: Problem): number => (amount === null ? 0 : Math.abs(Number(amount)));

/** The dearest problem, with its own sentence and hint. Its money is known, so the band is a point. */
export const dataFaults: FindingRule<never> = {
  id,
  needsAmounts: true,
  columns: [],
  judge: (_, context) => {
    const faults = context.problems.filter(({ code, fate }) => FAULTS.has(code) && fate !== "refused");
    const [dearest] = [...faults].sort((a, b) => amountOf(b) - amountOf(a) || (a.code < b.code ? -1 : 1));
    if (dearest === undefined || !(Math.abs(dearest.share_of_revenue ?? 0) >= MIN_SHARE)) return null;
    const amount = amountOf(dearest);
    const facts = {
      ...context,
      message: dearest.message,
      hint: dearest.hint,
      share: Math.abs(dearest.share_of_revenue ?? 0),
      amount,
    };
    const worth = { mean: amount, p05: amount, p95: amount };
    return { id, worth, customers: 0, export: INSPECT, tell: (words) => words.findings.dataFaults(facts) };
  },
};
