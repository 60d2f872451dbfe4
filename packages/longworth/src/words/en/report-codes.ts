/** Names of codes: steps of the ladder, data problems, models, measures, segments. An unknown code is shown as it is. */
const readable = (code: string): string => {
  const text = code.replaceAll(/[_-]+/g, " ").trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
};

const lookUp =
  (names: Readonly<Record<string, string>>) =>
  (code: string): string =>
    names[code] ?? readable(code);

const fates: Readonly<Record<string, string>> = {
  accepted: "counted",
  set_aside: "set aside",
  rejected: "rejected",
  refused: "refused",
};

const steps: Readonly<Record<string, string>> = {
  file: "Total in the file",
  file_total: "Total in the file",
  total: "Paid in all",
  accepted: "Accepted orders",
  cancelled: "Cancelled",
  unpaid: "Not paid",
  failed: "Failed payments",
  fraud: "Marked as fraud",
  not_won: "Deals open or lost",
  test_order: "Test orders",
  duplicate_record: "Repeated records",
  overlap: "In two files",
  unknown_status: "Unknown status",
  after_as_of: "After the last day",
  rejected: "Could not be read",
  date_unreadable: "Date could not be read",
  continuation: "Further lines of orders already counted",
  non_sale_row: "No sales: fees, payouts, transfers",
  no_customer: "No customer named",
  tax: "Tax",
  shipping: "Shipping",
  tips: "Tips",
  duties_and_tips: "Duties and tips",
  rounding: "Rounding",
  refunds_ignored: "Refunds, ignored as asked",
  refunds: "Refunds",
  refunded: "Refunds",
  currency: "Other currencies",
  other_currency: "Other currencies",
  used: "Used",
  invoice_without_customer: "Without a customer, but naming a contract",
  invoice_open: "Still open of invoices paid in part",
  realised: "Paid, less refunds",
  realised_contract: "of contracts",
  realised_one_off: "of one-off orders",
  realised_unknown_contract: "of contracts that are not in the file",
  net: "Used",
};

const problems: Readonly<Record<string, string>> = {
  invoice_after_as_of: "Invoices after the last day",
  invoice_part_paid: "Invoices not fully paid, their open part counted as unpaid",
  invoice_unknown_contract: "Invoices of contracts that are not in the file",
  invoice_before_start: "Invoices before their contract starts, counted for it",
  invoice_after_end: "Invoices after their contract's end, counted for it",
  invoice_contract_unsure: "Invoices of customers with several contracts, counted for the first",
  invoice_other_payer: "Invoices that somebody else pays, counted for the contract's customer",
  invoice_between_contracts: "Invoices on days when no contract of their customer runs, counted as one-off orders",
  invoice_column_unknown: "A column of contract ids that are not in the file",
  survey_unknown_customer: "Answers of customers whom the data do not have",
  survey_undated: "Answers without a day",
  survey_after_as_of: "Answers after the last day",
  survey_question_unknown: "Answers to a question without a known scale",
  score_unreadable: "Answers that are no number",
  score_outside_scale: "Answers outside their scale",
  survey_repeated: "Answers given twice on a day; the last counts",
  end_before_start: "Contracts that end before they start",
  end_missing: "Contracts that ended, nothing says when",
  period_missing: "Contracts without a period",
  cancelled_before_start: "Contracts cancelled before a day was served",
  never_started: "Trials, drafts and unpaid first invoices",
  starts_later: "Contracts that start later",
  contract_overlap: "Customers with several contracts at a time, all counted",
  price_changed: "Contracts whose price changed while they ran",
  price_missing: "No prices: value cannot be forecast",
  refund_without_date: "Refunds without a date, counted on the day of their order",
  refund_unmatched: "Refunds of orders that are not in the file",
  refund_exceeds_order: "Refunds larger than their order",
  dispute_lost: "Payments lost in disputes, counted as refunds",
  authorized_counted: "Orders authorised, not captured, and counted",
  part_paid: "Orders not fully paid, counted in full",
  zero_amount: "Orders of amount 0",
  gift_card_sale: "Gift cards sold",
  net_unavailable: "No tax or shipping in the file: what was paid is used",
  tax_mode_assumed: "Whether prices hold tax was inferred",
  total_mismatch: "Parts and total of an order differ",
  keys_merged: "Customers joined by e-mail",
  keys_by_name: "Customers told apart by name only",
  id_repaired: "Customer ids repaired",
  id_unmangled: "Ids in the wrong encoding, mended",
  id_letters_lost: "Ids that have lost letters",
  number_style_inferred: "Number style inferred",
  too_many_decimals: "Amounts with too many decimals",
  timezone_mixed: "Times with and without a zone",
  currency_missing: "No currency in the file",
  converted_currency_used: "Foreign payments counted as converted",
  converted_by_rates: "Money of other currencies, converted by date",
  status_missing: "No status: cancelled orders cannot be seen",
  amount_missing: "No amounts: orders are forecast, value is not",
  history_starts_late: "Customers who look new and are probably older",
  ids_look_alike: "Ids that differ only by case, blanks or leading zeros",
  ids_unseen: "Ids with characters that cannot be seen",
  amount_extreme: "A few very large orders",
  customer_extreme: "A few very large customers",
  end_in_doubt: "The file may have been cut off at its end",
  container_note: "The file needed some reading help",
  continuation: "Further lines of orders already counted",
  total_row: "Title, total or footer rows",
  non_sale_row: "Fees, payouts and transfers",
  no_customer: "Orders that name no customer",
  cancelled: "Cancelled orders",
  unpaid: "Orders not paid",
  failed: "Failed payments",
  fraud: "Orders marked as fraud",
  not_won: "Deals open or lost",
  test_order: "Test orders",
  duplicate_record: "Records that repeat another one exactly",
  overlap: "Orders that are in two files",
  unknown_status: "Orders with an unknown status",
  orphan_continuation: "Lines that have lost their order",
  date_unreadable: "Dates that cannot be read",
  date_placeholder: "Placeholder dates",
  after_as_of: "Records after the last day",
  date_in_future: "Dates far in the future",
  number_unreadable: "Amounts that cannot be read",
  id_damaged: "Ids damaged by a spreadsheet",
  row_ragged: "Records with the wrong number of fields",
};

const models: Readonly<Record<string, string>> = {
  pool: "all models together, weighted by how well they forecast your own past",
  nbd: "NBD (purchases at random, nobody leaves)",
  "bg-nbd": "BG/NBD (people leave after a purchase)",
  "mbg-nbd": "MBG/NBD (people may leave after the first purchase)",
  "pareto-nbd": "Pareto/NBD (people leave at any time)",
  "nbd-2": "NBD with regular gaps (nobody leaves)",
  "nbd-clock": "NBD on the business clock",
  "nbd-2-clock": "NBD with regular gaps on the business clock",
  "bg-nbd-clock": "BG/NBD on the business clock",
  "mbg-nbd-clock": "MBG/NBD on the business clock",
  "mbg-cnbd-2-clock": "MBG/CNBD-2 (regular gaps) on the business clock",
  "mbg-cnbd-3-clock": "MBG/CNBD-3 (very regular gaps) on the business clock",
  "pareto-nbd-clock": "Pareto/NBD on the business clock",
  "gamma-gamma": "Gamma-Gamma (spend per purchase)",
  "log-normal": "Log-normal (spend per purchase)",
  "log-normal-spend": "Log-normal (spend per purchase)",
  "last-period": "what each customer spent in the last period",
  "rfm-cell": "the mean of the customer's RFM cell",
  "active-months": "average monthly value x months x retention rate",
};

const roles: Readonly<Record<string, string>> = {
  served: "served",
  pool: "in the pool",
  baseline: "simple formula",
  compared: "compared, not used",
};

const metrics: Readonly<Record<string, string>> = {
  crps: "CRPS of value",
  crps_value: "CRPS of value",
  crps_orders: "CRPS of orders",
  bias: "Bias of the total",
  capture: "Top tenth captured",
  mae: "Mean absolute error",
  auc: "AUC",
  brier: "Brier score",
  slope: "Calibration slope",
  belowP95: "Outcomes up to p95",
  below_p95: "Outcomes up to p95",
};

const segments: Readonly<Record<string, string>> = {
  champions: "Champions",
  loyal: "Loyal",
  "potential-loyalists": "Potential loyalists",
  "new-customers": "New customers",
  promising: "Promising",
  "need-attention": "Need attention",
  "about-to-sleep": "About to sleep",
  "cant-lose": "Can't lose",
  "at-risk": "At risk",
  hibernating: "Hibernating",
  lost: "Lost",
};

/** Names of codes, in sentence case. */
export const codes = {
  fate: lookUp(fates),
  step: lookUp({ ...problems, ...steps }), // records set aside are steps under the code of their problem
  problem: lookUp(problems),
  /** A variant on the business clock keeps its suffix. */
  model: (name: string): string => {
    const [base = name, variant] = name.split("@");
    const known = models[base];
    if (known === undefined) return "";
    return variant === undefined ? known : `${known}, on the ${variant === "clock" ? "business clock" : variant}`;
  },
  role: lookUp(roles),
  metric: lookUp(metrics),
  segment: lookUp(segments),
};
