/** What customers did, day by day, as a run keeps it to explain them. */
import { ident, sql, type Sql } from "./sql.js";

type Tables = Readonly<{ days: string; customers: string; summary: string }>;

/**
 * days: one row per customer with a purchase and day with an event, in the order of the customers, then the days; `value` is
 * net (1 in a log without amounts), `start_day` the first purchase or the declared start, `cell` the row of `cells` whose
 * scores the customer has.
 */
export const keptDays = ({ days, customers, summary }: Tables, hasAmounts: boolean): Sql => sql`
SELECT d.customer_id, d.day, ${hasAmounts ? sql`CAST(d.value AS double)` : sql`1e0`} AS value, d.is_purchase, s.start_day, c.cell
FROM ${ident(days)} d
JOIN ${ident(customers)} c ON c.customer_id = d.customer_id
JOIN ${ident(summary)} s ON s.customer_id = d.customer_id
WHERE c.cell > 0
ORDER BY d.customer_id, d.day`;
