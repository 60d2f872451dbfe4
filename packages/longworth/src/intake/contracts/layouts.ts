/** Subscription exports known by name: which headers play which part. Headers as `norm` writes them; the first that exists. */
import type { Detect } from "../layout.js";
import type { ContractRole } from "./header-words.js";

export type ContractLayout = Readonly<{
  id: string;
  detect: Detect;
  columns: Readonly<Partial<Record<ContractRole, readonly string[]>>>;
  trialEnd?: readonly string[]; // a start before it is the day after the trial
}>;

/** Stripe, Billing, Subscriptions, Export. Start excludes the trial; Canceled At is the request, Ended At the end. */
const stripe: ContractLayout = {
  id: "stripe_subscriptions",
  detect: {
    all: ["id", "customer id", "status"],
    any: ["current period end (utc)", "canceled at (utc)", "ended at (utc)", "interval", "start date (utc)"],
  },
  columns: {
    contract: ["id"],
    customer: ["customer id"],
    start: ["start date (utc)", "start (utc)", "start date", "created (utc)", "created"],
    end: ["ended at (utc)", "ended at"],
    cancelled: ["canceled at (utc)", "canceled at"],
    status: ["status"],
    period: ["interval", "plan interval"],
    price: ["amount", "plan amount"],
    seats: ["quantity"],
    currency: ["currency"],
    plan: ["plan", "product", "plan nickname"],
    reason: ["cancellation reason", "cancelation reason", "cancellation feedback"],
  },
  trialEnd: ["trial end (utc)", "trial end"],
};

/** Chargebee, Subscriptions, Export. `activated at` is the first paid day; `cancelled at` the last. */
const chargebee: ContractLayout = {
  id: "chargebee_subscriptions",
  detect: {
    all: ["customer id|customers.id|subscriptions.customer_id"],
    anyOf: [
      [
        "subscription id|subscriptions.id",
        "plan id|subscriptions.plan_id|item price id",
        "activated at|started at|subscriptions.activated_at",
      ],
      ["subscription id|subscriptions.id", "billing period unit|subscriptions.billing_period_unit"],
    ],
  },
  columns: {
    contract: ["subscription id", "subscriptions.id", "id"],
    customer: ["customer id", "customers.id", "subscriptions.customer_id"],
    start: [
      "activated at",
      "subscriptions.activated_at",
      "started at",
      "subscriptions.started_at",
      "start date",
      "created at",
    ],
    end: ["cancelled at", "canceled at", "subscriptions.cancelled_at", "ended at"],
    status: ["subscription status", "subscriptions.status", "status"],
    period: ["billing period unit", "subscriptions.billing_period_unit"],
    price: ["mrr", "subscriptions.mrr", "plan amount", "subscriptions.plan_amount", "plan unit price", "amount"],
    seats: ["plan quantity", "subscriptions.plan_quantity"],
    currency: ["currency", "currency code", "subscriptions.currency_code"],
    plan: ["plan id", "subscriptions.plan_id", "item price id", "plan name"],
    reason: ["cancel reason", "subscriptions.cancel_reason", "cancel reason code", "cancellation reason"],
  },
};

/** Recurly, Subscriptions export. `expires_at` is when it ended, `canceled_at` the request. */
const recurly: ContractLayout = {
  id: "recurly_subscriptions",
  detect: {
    all: ["account_code", "plan_code"],
    any: [
      "activated_at",
      "subscription_id",
      "subscription_uuid",
      "current_period_ends_at",
      "current_period_started_at",
    ],
    not: ["invoice_number"],
  },
  columns: {
    contract: ["subscription_id", "subscription_uuid", "uuid", "id"],
    customer: ["account_code"],
    start: ["activated_at", "started_at", "current_period_started_at"],
    end: ["expires_at", "expired_at"],
    cancelled: ["canceled_at", "cancelled_at"],
    status: ["state", "status"],
    period: ["plan_interval_unit", "plan_interval", "interval_unit", "plan_interval_length"],
    price: ["unit_amount", "unit_amount_in_dollars", "total_amount", "amount"],
    seats: ["quantity"],
    currency: ["currency"],
    plan: ["plan_code", "plan_name"],
    reason: ["expiration_reason", "cancel_reason"],
  },
  trialEnd: ["trial_ends_at"],
};

export const CONTRACT_LAYOUTS: readonly ContractLayout[] = [stripe, chargebee, recurly];
