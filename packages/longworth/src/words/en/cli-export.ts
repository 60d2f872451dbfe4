/** Headings of exported columns for people, and names that mailing tools expect. */
import { formatter } from "../format.js";

const { integer } = formatter("en");

const HEADINGS: Readonly<Record<string, string>> = {
  customer_id: "Customer",
  as_of: "As of",
  currency: "Currency",
  basis: "Basis",
  model: "Forecast by",
  first_order_date: "First order",
  last_order_date: "Last order",
  orders: "Orders",
  historic_value: "Value so far",
  refunded_value: "Refunded",
  frequency: "Repeat purchases",
  recency: "Age at last purchase, days",
  tenure: "Age, days",
  spend_count: "Repeat purchases with an amount",
  monetary_value: "Average repeat purchase",
  p_alive: "Chance still a customer",
  expected_order_value: "Expected value of an order",
  clv_percentile: "Value percentile",
  clv_tier: "Value tier",
  rfm_r: "Recency score",
  rfm_f: "Frequency score",
  rfm_m: "Money score",
  rfm_segment: "Segment",
  expected_next_order_date: "Next order likely by",
  reason_1: "What sets them apart",
  reason_2: "What else",
  lead: "Why to act",
  segment: "Segment",
  scheme: "Scheme",
  scope: "Scope",
  customers: "Customers",
  horizon_days: "Horizon, days",
  week: "Week",
  actual: "Actual",
  expected: "Expected",
  low: "Low",
  high: "High",
};

const MEASURES: Readonly<Record<string, string>> = {
  p_active: "Chance of an order",
  expected_orders: "Expected orders",
  orders: "Orders",
  expected_revenue: "Expected revenue",
  predicted_clv: "Predicted value",
};

const SUFFIXES: Readonly<Record<string, string>> = { sd: ", spread" };

/** A heading for people: "expected_revenue_365d_p05" -> "Expected revenue, 12 months, low". */
function heading(column: string): string {
  const known = HEADINGS[column];
  if (known !== undefined) return known;
  const [, measure, days, suffix] = /^(.+?)_(\d+)d(?:_(\w+))?$/.exec(column) ?? [];
  if (measure === undefined || days === undefined) return column.replaceAll("_", " ");
  const span = days === "365" ? "12 months" : `${integer(Number(days))} days`;
  return `${MEASURES[measure] ?? measure.replaceAll("_", " ")}, ${span}${suffixText(suffix)}`;
}

function suffixText(suffix: string | undefined): string {
  if (suffix === undefined) return "";
  const level = /^p(\d\d)$/.exec(suffix)?.[1];
  if (level === "05") return ", low";
  if (level === "50") return ", middle";
  if (level === "95") return ", high";
  return level === undefined ? (SUFFIXES[suffix] ?? `, ${suffix}`) : `, ${Number(level)} % level`;
}

/** What each tool calls its key: an e-mail address, or an id of ours. */
const keys = {
  klaviyo: { email: "Email", id: "External ID" },
  hubspot: { email: "Email", id: "Customer ID" },
  mailchimp: { email: "Email Address", id: "Customer ID" },
} as const;

/** Properties that go with a profile. */
const properties = {
  segment: "Longworth Segment",
  tier: "Longworth Value Tier",
  expected: (days: number) => `Longworth Expected Revenue ${days}d`,
  active: (days: number) => `Longworth Chance of Order ${days}d`,
  next: "Longworth Next Order By",
};

export const exporting = { heading, keys, properties };
