/** Tables as a run has them, small and made by hand: the columns that findings read. */
import type { FindingContext, FindingTables } from "../../src/findings/rule.js";
import { list, sql, type Sql } from "../../src/sql/sql.js";

export const AS_OF = "2025-12-31";

export const TABLES: FindingTables = {
  customers: "customers",
  days: "customer_days",
  history: "history",
  marks: "finding_marks",
};

/** What a customer may say of itself; the rest is of a customer who does nothing remarkable. */
export type Person = Readonly<{
  count?: number; // so many of the same kind
  frequency?: number | null;
  recency?: number;
  tenure?: number;
  orders?: number;
  historic?: number;
  refunded?: number;
  expected?: number;
  sd?: number;
  active?: number;
  segment?: string;
  tier?: string;
  m?: number;
}>;

const USUAL = {
  frequency: 2,
  recency: 200,
  tenure: 300,
  orders: 3,
  historic: 100,
  refunded: 0,
  expected: 40,
  sd: 20,
  active: 0.4,
  segment: "Need attention",
  tier: "Medium",
  m: 3,
};

/** customers: `expected_orders` are the expected money / 20. A kind of many is one row of VALUES. */
export function customersOf(people: readonly Person[]): Sql {
  const values = people.map((person, kind) => {
    const p = { count: 1, ...USUAL, ...person };
    const [recency, tenure] = p.frequency === null ? [null, null] : [p.recency, p.tenure];
    return sql`(${kind}, ${p.count}, CAST(${p.frequency} AS integer), CAST(${recency} AS integer),
      CAST(${tenure} AS integer), CAST(${p.orders} AS integer), CAST(${p.historic} AS double),
      CAST(${p.refunded} AS double), CAST(${p.expected} AS double), CAST(${p.sd} AS double), CAST(${p.active} AS double),
      ${p.segment}, ${p.tier}, CAST(${p.m} AS integer))`;
  });
  return sql`CREATE TABLE customers AS SELECT 'c' || CAST(kind AS integer) || '-' || i AS customer_id, t.* EXCLUDE (kind, n),
      expected_revenue_365d / 20 AS expected_orders_365d,
      0 AS orders_365d_p05, CAST(expected_revenue_365d / 10 AS integer) AS orders_365d_p95,
      CAST(${AS_OF} AS date) - tenure AS first_order_date
    FROM (VALUES ${list(values)}) t(kind, n, frequency, recency, tenure, orders, historic_value, refunded_value,
      expected_revenue_365d, expected_revenue_365d_sd, p_active_365d, rfm_segment, clv_tier, rfm_m)
    CROSS JOIN range(1000) r(i) WHERE i < n`;
}

export const NO_DAYS = sql`CREATE TABLE customer_days (customer_id VARCHAR, day DATE, value DECIMAL(18, 4),
  refunded DECIMAL(18, 4), is_purchase BOOLEAN)`;
export const NO_HISTORY = sql`CREATE TABLE history (week DATE, orders INTEGER, revenue DOUBLE, identified_revenue DOUBLE)`;

export const CONTEXT: FindingContext = {
  asOf: AS_OF,
  firstDay: "2023-01-01",
  currency: "EUR",
  basis: "revenue",
  headline: 365,
  hasAmounts: true,
  level: { levelSd: 0.08, driftSd: 0, concentration: 0.02 },
  total: { expected: 4000, historic: 10_000 },
  problems: [],
};
