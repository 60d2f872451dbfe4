/** Names of the facts that learning looks at. */

const FACTS: Readonly<Record<string, string>> = {
  pool_orders: "what the models expect",
  pool_active: "the chance that the models see",
  log_purchases: "number of purchases",
  recency: "days since the last purchase",
  tenure: "days since the first purchase",
  rate: "purchases a day so far",
  silence: "silence as a share of the whole time",
  network: "a small neural network that looks at all of it together",
  gap_mean: "mean gap between purchases",
  gap_sd: "spread of the gaps",
  gap_variation: "how irregular the gaps are",
  gap_longest: "longest gap",
  gap_last: "last gap",
  overdue: "silence against the own mean gap",
  overdue_longest: "silence against the own longest gap",
  gap_last_share: "last gap against the mean gap",
  first_month: "month of the first purchase",
  last_month: "month of the last purchase",
  purchases_horizon: "purchases in the window before",
  purchases_horizon_before: "purchases in the window before that",
  purchases_last_year: "purchases in the same season last year",
  amount_mean: "mean amount",
  amount_expected: "expected amount of an order",
  amount_mean_log: "typical amount",
  amount_largest: "largest amount",
  amount_first: "first amount",
  amount_last: "last amount",
  amount_last_relative: "last amount against the typical one",
  gross: "money before refunds",
  net: "money so far",
  amount_sd: "spread of the amounts",
  refunded_share: "share taken back",
};

const FROM_FILE = "fact:"; // then the header of a column of --attributes

/** A fact in words; windows of days by their number. */
export function factName(code: string): string {
  if (code.startsWith(FROM_FILE)) return code.slice(FROM_FILE.length);
  const known = FACTS[code];
  if (known !== undefined) return known;
  const [, kind, days] = /^(purchases|value|trend|value_trend)_(\d+)$/.exec(code) ?? [];
  if (kind === "purchases") return `purchases in the last ${days} days`;
  if (kind === "value") return `money in the last ${days} days`;
  if (kind === "trend") return `purchases of the last ${days} days against those before`;
  if (kind === "value_trend") return `money of the last ${days} days against that before`;
  return code.replaceAll("_", " ");
}
