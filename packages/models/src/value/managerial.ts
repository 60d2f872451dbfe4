/**
 * Formulas that managers know. They treat all customers alike, so they understate what a mixed base is worth: baselines
 * beside a model, not instead of one. Everything that does not exist (no customers, no churn) is NaN, never 0 or Infinity.
 */

/** A quotient that is absent (NaN) when its denominator is 0. */
export const ratio = (numerator: number, denominator: number): number =>
  denominator === 0 ? NaN : numerator / denominator;

/** Facts of one period. */
export type SimpleFacts = Readonly<{
  revenue: number; // net
  orders: number;
  customers: number;
  churn: number; // share of customers lost per period
  margin?: number; // share of revenue, 1 without it
  acquisitionCost?: number; // per customer
  longestLifespan?: number; // periods; caps 1 / churn, and stands for it when nobody leaves
}>;

/** Every part of the simple formula, so that each can be shown. */
export type SimpleClv = Readonly<{
  averageOrderValue: number;
  purchaseFrequency: number; // orders per customer and period
  lifespan: number; // periods
  revenue: number; // per customer over the lifespan
  margin: number;
  net: number; // of acquisition cost
}>;

/** Average order value x purchase frequency x lifespan; undiscounted. Lifespan is 1 / churn. */
export function simpleClv(facts: SimpleFacts): SimpleClv {
  const averageOrderValue = ratio(facts.revenue, facts.orders);
  const purchaseFrequency = ratio(facts.orders, facts.customers);
  const uncapped = facts.churn === 0 ? (facts.longestLifespan ?? NaN) : 1 / facts.churn;
  const lifespan = Math.min(uncapped, facts.longestLifespan ?? Infinity);
  const revenue = averageOrderValue * purchaseFrequency * lifespan;
  const margin = revenue * (facts.margin ?? 1);
  return {
    averageOrderValue,
    purchaseFrequency,
    lifespan,
    revenue,
    margin,
    net: margin - (facts.acquisitionCost ?? 0),
  };
}

/** When the first margin comes: never counted, today, or for sure at the end of the first period. */
export type FirstMargin = "excluded" | "included" | "arrears";

/** A steady customer: `margin` per period, kept with probability `retention`, discounted with `rate` per period. */
export type Retention = Readonly<{ margin: number; retention: number; rate: number; first: FirstMargin }>;

/**
 * Value of a customer with constant churn and discount, for ever. The conventions for the first margin differ by up to
 * one margin: show which one is used. @returns NaN when the sum has no limit (retention >= 1 + rate)
 */
export function retentionClv({ margin, retention, rate, first }: Retention): number {
  const perUnit = ratio(1, 1 + rate - retention);
  if (!(perUnit > 0)) return NaN;
  switch (first) {
    case "excluded":
      return margin * retention * perUnit;
    case "included":
      return margin * (1 + rate) * perUnit;
    case "arrears":
      return margin * perUnit;
  }
}

/** The same with margins that grow by `growth` per period, the first one excluded. @returns NaN without a limit */
export const growingRetentionClv = ({ margin, retention, rate }: Omit<Retention, "first">, growth: number): number => {
  const perUnit = ratio(1, 1 + rate - retention * (1 + growth));
  return perUnit > 0 ? margin * retention * perUnit : NaN;
};

/** The same over so many periods, the first margin excluded. */
export function finiteRetentionClv({ margin, retention, rate }: Omit<Retention, "first">, periods: number): number {
  const kept = retention / (1 + rate);
  return kept === 1 ? margin * periods : (margin * kept * (1 - kept ** periods)) / (1 - kept);
}

/** Retention at which a customer just repays the acquisition cost; above 1 none does. Not for "arrears". */
export const breakEvenRetention = (
  { margin, rate, first }: Readonly<{ margin: number; rate: number; first: "excluded" | "included" }>,
  acquisitionCost: number,
): number =>
  first === "excluded"
    ? ratio(acquisitionCost * (1 + rate), margin + acquisitionCost)
    : margin >= acquisitionCost
      ? 0
      : (1 + rate) * (1 - ratio(margin, acquisitionCost));

/** Per cent change of the value net of acquisition cost per per cent change of each cause; NaN unless it is > 0. */
export type Elasticities = Readonly<{ margin: number; retention: number; discount: number; acquisition: number }>;

/** Elasticities of `retentionClv` less the acquisition cost. */
export function retentionElasticities(
  { margin, retention, rate, first }: Retention & Readonly<{ first: "excluded" | "included" }>,
  acquisitionCost: number,
): Elasticities {
  const gross = retentionClv({ margin, retention, rate, first });
  const net = gross - acquisitionCost;
  const lever = net > 0 ? gross / net : NaN;
  const gap = 1 + rate - retention;
  const byRetention = first === "excluded" ? (1 + rate) / gap : retention / gap;
  const byRate = first === "excluded" ? -rate / gap : (-rate * retention) / ((1 + rate) * gap);
  return {
    margin: lever,
    retention: lever * byRetention,
    discount: lever * byRate,
    acquisition: net > 0 ? -acquisitionCost / net : NaN,
  };
}

/** What the accounting formulas of the textbooks take; money in one currency over one horizon. */
export type AccountingFacts = Readonly<{
  averageOrderValue: number;
  purchases: number; // over the whole horizon, not per period
  acquisitionCost: number;
  maintenanceCost: number;
  cashDiscount?: number; // signed: a benefit received is positive; nothing to do with discounting
}>;

/** Average order value x purchases - acquisition cost - maintenance cost + cash discount. */
export const accountingClv = (facts: AccountingFacts): number =>
  facts.averageOrderValue * facts.purchases - facts.acquisitionCost - facts.maintenanceCost + (facts.cashDiscount ?? 0);

/**
 * First period, with its fraction, in which the expected (discounted) margins repay the acquisition cost; the first
 * margin comes at the end of period 1, if the customer stayed. @returns NaN when they never do
 */
export function paybackPeriods({ margin, retention, rate }: Omit<Retention, "first">, acquisitionCost: number): number {
  if (acquisitionCost <= 0) return 0;
  let paid = 0;
  for (let k = 1; k <= LONGEST_PAYBACK; k++) {
    const next = margin * (retention / (1 + rate)) ** k;
    if (paid + next >= acquisitionCost) return k - 1 + (acquisitionCost - paid) / next;
    if (next < SMALLEST_MARGIN * acquisitionCost) return NaN;
    paid += next;
  }
  return NaN;
}

const LONGEST_PAYBACK = 10_000; // periods
const SMALLEST_MARGIN = 1e-12; // of the cost: what comes after it cannot repay the rest
