/** Published tables with a handful of rows, as Parquet, for tests of what reads them. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { sql } from "../../src/sql/sql.js";
import { testEffects, emptyFolder } from "./effects.js";

const CUSTOMERS = sql`
SELECT * FROM (VALUES
  ('=cmd()',      DATE '2025-01-01', 3, 100.0,  0.9, 50.0, 10.0, 90.0, 'Champions',  'Platinum'),
  ('ann@x.com',   DATE '2025-02-01', 2,  -20.5, 0.5, 20.0,  0.0, 60.0, 'At risk',    'Low'),
  ('bob@x.com',   DATE '2025-03-01', 1,  10.0,  0.1, 30.0,  0.0, 40.0, 'Can''t lose', 'Gold'),
  ('C-17',        NULL,              0,   0.0, NULL,  0.0,  0.0,  0.0, 'Lost',       'Low')
) t(customer_id, last_order_date, orders, historic_value, p_active_365d,
    expected_revenue_365d, expected_revenue_365d_p05, expected_revenue_365d_p95, rfm_segment, clv_tier)`;
const FORECAST = sql`
SELECT * FROM (VALUES ('total', CAST(NULL AS VARCHAR), 365, 100.0), ('total', NULL, 90, 30.0)) t(scope, segment, horizon_days, expected_revenue)`;

/** The bytes of customers.parquet and forecast.parquet. */
export async function tables(): Promise<Readonly<Record<string, Uint8Array>>> {
  const folder = emptyFolder();
  const engine = await testEffects().openEngine({
    threads: 1,
    memory: "500MB",
    temp: folder,
    readable: [],
    writable: [folder],
  });
  const made: Record<string, Uint8Array> = {};
  for (const [name, query] of Object.entries({ "customers.parquet": CUSTOMERS, "forecast.parquet": FORECAST })) {
    await engine.copyTo(query, path.join(folder, name));
    made[name] = readFileSync(path.join(folder, name));
  }
  engine.close();
  return made;
}
