/** The published tables of a run of contracts: their columns, types and meanings. */
import { z } from "zod";
import { REALISED } from "./realised.js";
import { SAID } from "./tables.js";

const day = z.iso.date();
const count = z.int().nonnegative();
const probability = z.number().min(0).max(1);
const money = z.number();
const share = z.number().nullable();
const decimal = z.string().describe("decimal: adds up exactly");

export interface ContractShape {
  readonly horizons: readonly number[]; // days
  readonly hasPrice: boolean;
  readonly hasSurveys?: boolean; // run --surveys
  readonly hasInvoices?: boolean; // run --invoices
}

const LEVELS = ["p05", "p50", "p95"] as const;

function perHorizon({ horizons, hasPrice }: ContractShape): Record<string, z.ZodType> {
  const columns = horizons.flatMap((days): [string, z.ZodType][] => {
    const key = `${days}d`;
    const counts: [string, z.ZodType][] = [
      [`p_active_${key}`, probability.nullable().describe(`chance to be running still ${days} days ahead`)],
      [
        `expected_payments_${key}`,
        z.number().nonnegative().nullable().describe("renewals made and paid within the horizon"),
      ],
    ];
    const worth: [string, z.ZodType][] = [`expected_revenue_${key}`, `predicted_clv_${key}`].flatMap((name) => [
      [
        name,
        money
          .nullable()
          .describe(name.startsWith("expected") ? "undiscounted" : "on the basis, discounted from an annual rate"),
      ] as [string, z.ZodType],
      ...LEVELS.map(
        (level) => [`${name}_${level}`, money.nullable().describe("outcome quantile")] as [string, z.ZodType],
      ),
    ]);
    return hasPrice ? [...counts, ...worth] : counts;
  });
  return Object.fromEntries(columns);
}

const head = { currency: z.string().nullable(), basis: z.enum(["revenue", "gross_margin", "contribution"]) };

/** One row of contracts.parquet. Lifetimes are discounted numbers of payments. */
export function contractsSchema(shape: ContractShape) {
  const priced = <T extends Record<string, z.ZodType>>(columns: T) => (shape.hasPrice ? columns : {});
  return z.strictObject({
    contract_id: z.string().describe("as written, or the record it stands in; #2 for a spell after a gap"),
    customer_id: z.string(),
    as_of: day,
    ...head,
    model: z.string().nullable(),
    plan: z.string().nullable(),
    account: z.string().nullable(),
    term: z.string().describe("renewal period: months (1m, 12m) or days (7d)"),
    start_date: day,
    end_date: day.nullable().describe("first day without the contract"),
    status: z.enum(["running", "leaving", "ended"]).describe("leaving: runs, and its end is known"),
    leaving: z
      .enum(["voluntary", "payment", "unknown"])
      .nullable()
      .describe("who ended it: the customer, or a payment that failed"),
    reason: z.string().nullable(),
    renewals: count.describe("made so far; payments are one more"),
    price_changes: count,
    ...priced({ payment: money.describe("of one period"), mrr: money.describe("of a month") }),
    next_renewal_date: day.nullable(),
    p_renew: probability.nullable().describe("chance of the next renewal"),
    ...perHorizon(shape),
    del: share.describe("DEL: discounted expected payments of a new contract, the first included"),
    derl_before_renewal: share.describe("DERL before the next renewal is decided; that payment undiscounted"),
    derl_after_renewal: share.describe("DERL just after the next renewal was made: what comes behind it"),
    ...priced({
      residual_value: money.nullable().describe("expected payments to come, discounted to as_of, on the basis"),
      residual_value_p05: money.nullable().describe("outcome quantile"),
      residual_value_p50: money.nullable(),
      residual_value_p95: money.nullable(),
      value_if_renewed: money.nullable().describe("of the next payment and all behind it, if it is made"),
      value_at_risk: money.nullable().describe("value_if_renewed times the chance that it is not"),
    }),
    findings: z.string().nullable().describe("ids of the findings that list it, commas between them"),
  });
}

/** One row of customers.parquet in a run of contracts. */
export function contractCustomersSchema(shape: ContractShape) {
  return z.strictObject({
    customer_id: z.string(),
    as_of: day,
    ...head,
    contracts: count,
    running: count,
    first_start_date: day,
    ended_date: day.nullable().describe("of the last one, where none runs"),
    next_renewal_date: day.nullable(),
    renewals: count.describe("of the contract with most"),
    ...(shape.hasPrice ? { mrr: money } : {}),
    ...perHorizon(shape),
    ...(shape.hasPrice
      ? {
          residual_value: money.nullable(),
          residual_value_p05: money.nullable(),
          residual_value_p50: money.nullable(),
          residual_value_p95: money.nullable(),
          value_at_risk: money.nullable(),
        }
      : {}),
    lead: z.string().nullable().describe("the dearest finding that lists this customer"),
    clv_percentile: z.number().min(0).max(100),
    clv_tier: z.string(),
    ...(shape.hasSurveys === true ? SAID : {}),
    ...(shape.hasInvoices === true ? REALISED : {}),
  });
}

/** One row of retention.parquet. */
export const RetentionRow = z.strictObject({
  scope: z.enum(["all", "plan", "cohort"]),
  term: z.string(),
  plan: z.string().nullable(),
  cohort: day.nullable().describe("first day of the month or year of the start"),
  renewal: count.describe("renewals after the start, 0 the start"),
  contracts: count.describe("that faced it"),
  lost: count.describe("of them those that did not renew"),
  survival: share.describe("realised share left after it"),
  survival_low: share.describe("90 % interval"),
  survival_high: share,
  expected_survival: share.describe("by the model; of a cohort from its last known renewal on"),
  expected_p05: share.describe("where the share of a group of this size will lie"),
  expected_p95: share,
});

/** One row of mrr.parquet. start + new + reactivation + expansion - contraction - churn = end, to the last digit. */
export function mrrSchema({ hasPrice }: Pick<ContractShape, "hasPrice">) {
  const prices = {
    start: decimal,
    new: decimal,
    reactivation: decimal,
    expansion: decimal,
    contraction: decimal,
    churn: decimal,
    end: decimal,
    grr: share.describe("gross revenue retention: what is left of the start; null without any"),
    nrr: share.describe("net: gross and what grew; new and returning customers are not in it"),
    revenue_churn: share,
    revenue_churn_low: share.describe("95 % interval; an upper bound alone where nobody left"),
    revenue_churn_high: share,
  };
  return z.strictObject({
    month: day,
    complete: z.boolean(),
    ...(hasPrice ? prices : {}),
    customers_start: count,
    customers_new: count,
    customers_back: count,
    customers_lost: count,
    customers_end: count,
    logo_churn: share,
    logo_churn_low: share,
    logo_churn_high: share,
  });
}

/** One row of renewals.parquet: the next renewal of every running contract, by month and renewal period. */
export function renewalsSchema({ hasPrice }: Pick<ContractShape, "hasPrice">) {
  const prices = {
    payments: money.describe("that fall due"),
    payments_at_risk: money.describe("expected not to come"),
    payments_at_risk_p05: money,
    payments_at_risk_p95: money,
    mrr_at_risk: money,
    value_at_risk: money.nullable().describe("those payments and what would have come behind them"),
  };
  return z.strictObject({
    month: day,
    term: z.string(),
    contracts: count,
    expected_lost: z.number().nonnegative(),
    expected_lost_p05: z.number().nonnegative(),
    expected_lost_p95: z.number().nonnegative(),
    ...(hasPrice ? prices : {}),
  });
}

/** One row of leaving.parquet: contracts that ended. */
export const leavingSchema = ({ hasPrice }: Pick<ContractShape, "hasPrice">) =>
  z.strictObject({
    month: day,
    leaving: z.enum(["voluntary", "payment", "unknown"]),
    contracts: count,
    ...(hasPrice ? { mrr: decimal } : {}),
  });
