/**
 * Customer lifetime value put together from purchases, spend and cost. Money is margin where `margin` is a share of
 * revenue, revenue where it is 1. What a customer has already cost (acquisition) is sunk and not in it.
 */
import { midPeriodFactor, type Periods } from "./discounting.js";

/** What the value of existing customers is made of: columns with one entry per customer. */
export interface ClvParts {
  readonly expectedPurchases: readonly Float64Array[]; // up to the end of each period, cumulative; one column per period
  readonly expectedSpend: Float64Array; // per purchase
  readonly margin: number; // share of revenue that is left after variable cost, 1 for revenue
  readonly costs?: Costs;
}

/** Money spent on a customer per period. */
export interface Costs {
  readonly perPeriod: readonly number[];
  readonly alive?: readonly Float64Array[]; // P(alive) at the middle of each period; without it the cost is for everybody
}

/** Discounted value of existing customers over the periods, one per customer; purchases count at mid-period. */
export const clv = ({ expectedPurchases, expectedSpend, margin, costs }: ClvParts, periods: Periods): Float64Array =>
  expectedSpend.map((spend, i) => {
    let value = 0;
    let before = 0;
    expectedPurchases.forEach((reached, k) => {
      const cost = (costs?.perPeriod[k] ?? 0) * (costs?.alive?.[k]?.[i] ?? 1);
      value += midPeriodFactor(k, periods) * (margin * spend * (reached[i] - before) - cost);
      before = reached[i];
    });
    return value;
  });

/** The same with continuous discounting: margin x spend x discounted expected purchases (DET, or DERT for ever). */
export const clvOfDiscounted = (
  discountedPurchases: Float64Array,
  { expectedSpend, margin }: Pick<ClvParts, "expectedSpend" | "margin">,
): Float64Array => discountedPurchases.map((purchases, i) => margin * expectedSpend[i] * purchases);

/** A customer not yet won. `discountedPurchases` after the first one, of a new customer. */
export type NewCustomer = Readonly<{
  firstSpend: number;
  expectedSpend: number; // fitted on repeat buyers it may be biased for those who buy once
  discountedPurchases: number;
  margin: number;
  acquisitionCost: number;
}>;

/** Value of winning one customer, its cost subtracted. */
export const clvOfNewCustomer = (customer: NewCustomer): number =>
  customer.margin * (customer.firstSpend + customer.expectedSpend * customer.discountedPurchases) -
  customer.acquisitionCost;

/**
 * Value of all customers, present and planned.
 * @param existing value per existing customer
 * @param planned  new customers per period from today on (an assumption, never an estimate), each worth `netValue`
 */
export function customerEquity(
  existing: Float64Array,
  planned: Readonly<{ customers: readonly number[]; netValue: number }>,
  periods: Periods,
): number {
  const now = existing.reduce((sum, value) => sum + value, 0);
  return planned.customers.reduce((sum, count, k) => sum + count * planned.netValue * midPeriodFactor(k, periods), now);
}
