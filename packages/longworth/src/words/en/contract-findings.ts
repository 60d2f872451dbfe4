/** Findings about contracts: what is the case, and what to do. The money at stake stands beside the sentence. */
import { formatter } from "../format.js";

const { integer, percent, plural, decimal } = formatter("en");

const contracts = (count: number): string =>
  `${integer(count)} ${plural(count, { one: "contract", other: "contracts" })}`;
const customers = (count: number): string =>
  `${integer(count)} ${plural(count, { one: "customer", other: "customers" })}`;

/** One sentence or two per rule of findings/contracts. */
export const contractFindings = {
  renewalsAtRisk: ({ count, lost, days }: Readonly<{ count: number; lost: number; days: number }>) =>
    `${contracts(count)} with less than nine chances in ten to renew ${plural(count, { one: "falls", other: "fall" })} due in the next ${integer(days)} days; about ${integer(lost)} will not be renewed. Talk to the dearest before the day, not after it.`,
  planLeavesFaster: ({
    plan,
    ratio,
    low,
    count,
  }: Readonly<{ plan: string; ratio: number; low: number; count: number }>) =>
    `Plan ${plan} is left ${decimal(ratio, 1)} times as often as all plans at the same age (at least ${decimal(low, 1)} times). If its ${contracts(count)} that run stayed like the others, they would bring what stands here. Ask who takes it and what they expect.`,
  failedPayments: ({ count, days, share }: Readonly<{ count: number; days: number; share: number }>) =>
    `${contracts(count)} ended in the last ${integer(days)} days because a payment failed, ${percent(share)} of all that ended. These customers did not decide to leave: retry the card, ask for another one.`,
  cohortsBelow: ({
    lost,
    expected,
    high,
    months,
  }: Readonly<{ lost: number; expected: number; high: number; months: number }>) =>
    `Of the contracts of the last ${integer(months)} months ${integer(lost)} have ended already; ${integer(expected)} were expected at their age, at most ${integer(high)}. Compare where they come from and what they were promised.`,
  knownToLeave: ({ count }: Readonly<{ count: number }>) =>
    `${contracts(count)} ${plural(count, { one: "is", other: "are" })} cancelled and still ${plural(count, { one: "runs", other: "run" })}. Until the last paid day an offer can reach ${plural(count, { one: "this customer", other: "them" })} as a customer.`,
  largestCustomers: ({ count, share }: Readonly<{ count: number; share: number }>) =>
    `${customers(count)} ${plural(count, { one: "holds", other: "hold" })} ${percent(share)} of recurring revenue. Look at ${plural(count, { one: "this customer", other: "them one by one" })}: losing one would be felt.`,
  winBack: ({ count, rate }: Readonly<{ count: number; rate: number }>) =>
    `${contracts(count)} of long standing ended in the last six months. ${percent(rate, 1)} of those who left have come back within a year without being asked: write to these first.`,
};
