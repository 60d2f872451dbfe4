/** What `explain --json` prints, as a schema. */
import { z } from "zod";

const day = z.string(); // ISO
const numberOrNull = z.number().nullable();

/** The served forecast of the horizon, as customers.parquet has it. Money is null in a log without amounts. */
const Published = z.object({
  expected_orders: z.number(),
  p_active: z.number(),
  p_alive: numberOrNull,
  expected_revenue: numberOrNull,
  expected_revenue_p05: numberOrNull,
  expected_revenue_p95: numberOrNull,
});

/** pool.orders x learnt.orders x level = orders; x spend.perOrder x spend.level x learnt.value = revenue. */
const Parts = z.object({
  members: z.array(
    z.object({
      name: z.string(),
      weight: z.number(), // of orders
      weightActive: z.number(), // of activity
      orders: z.number(),
      active: z.number(),
    }),
  ),
  pool: z.object({ orders: z.number(), active: z.number(), alive: z.number() }), // weighted sums of the members
  learnt: z.object({ orders: z.number(), value: z.number() }), // factors
  level: z.number(), // factor: what all customers share
  orders: z.number(),
  active: z.number(),
  spend: z.object({ perOrder: z.number(), level: z.number() }).nullable(),
  revenue: numberOrNull,
});

/** A correction, of a logit for `active`, of logs else: base and facts add up to total. */
const Attributed = z.object({
  total: z.number(),
  base: z.number(),
  facts: z.array(z.object({ name: z.string(), adds: z.number() })), // strongest first
});

const Outcome = z.object({ orders: z.number(), active: z.number(), revenue: numberOrNull });

export const ExplainResult = z.object({
  run: z.string(),
  customer: z.string(),
  asOf: day,
  currency: z.string().nullable(),
  horizon: z.number(), // days
  served: z.string(), // pool, a model, or a simple formula
  history: z.object({
    first_order_date: day.nullable(),
    last_order_date: day.nullable(),
    orders: z.number(),
    historic_value: numberOrNull,
    frequency: numberOrNull, // repeat purchases; null without any purchase
    recency: numberOrNull,
    tenure: numberOrNull,
    monetary_value: numberOrNull,
    rfm_segment: z.string().nullable(),
    clv_tier: z.string().nullable(),
    purchases: z.array(z.object({ day, value: z.number() })), // oldest first; value 1 without amounts
  }),
  published: Published,
  reasons: z.array(z.string()), // codes, strongest first
  parts: Parts.nullable(), // null: a simple formula is served, or there is no purchase
  learnt: z.object({ active: Attributed, orders: Attributed, value: Attributed }).nullable(), // the customer's own
  base: Outcome.nullable(), // without a change, as the what-ifs count
  whatIfs: z.array(Outcome.extend({ code: z.enum(["once_more", "last_one_missing", "silent_longer"]), day })),
  course: z.array(z.object({ day, p_alive: z.number(), p_active: z.number() })), // the pool of today at earlier days
});
export type ExplainResult = z.infer<typeof ExplainResult>;
