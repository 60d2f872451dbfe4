/** A log of a given number of customers, simulated from a Pareto/NBD with log-normal spend, as Parquet. */
import { DuckDBInstance } from "@duckdb/node-api";
import { paretoNbd, random } from "@longworth/models";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";

const DAYS = 1096;
const FIRST = "2022-01-01";
/** About 4.4 orders per customer over three years. */
const PARAMS = { r: 0.9, alpha: 9, s: 0.6, beta: 12 };

/** @returns the path of orders.parquet: customer_id, order_date, amount, one row per order, in no useful order */
export async function makeLog(customers, folder, seed = 1) {
  const file = path.join(folder, `orders-${customers}.parquet`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const next = random.seeded(seed);
  const start = Int32Array.from({ length: customers }, () => Math.floor(next() * (DAYS - 30)));
  const T = Float64Array.from(start, (day) => (DAYS - 1 - day) / 7);
  const log = paretoNbd.simulate(PARAMS, T, next);
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  await connection.run("CREATE TABLE events (customer INTEGER, day INTEGER, level DOUBLE, noise DOUBLE)");
  const level = Float64Array.from({ length: customers }, () => 0.45 * random.normal(next));
  const appender = await connection.createAppender("events");
  const add = (customer, day) => {
    appender.appendInteger(customer);
    appender.appendInteger(day);
    appender.appendDouble(level[customer]);
    appender.appendDouble(random.normal(next));
    appender.endRow();
  };
  for (let c = 0; c < customers; c++) add(c, start[c]);
  for (let i = 0; i < log.customer.length; i++)
    add(log.customer[i], start[log.customer[i]] + Math.floor(log.time[i] * 7));
  appender.closeSync();
  await connection.run(`COPY (
    SELECT 'C' || lpad(CAST(customer AS varchar), 7, '0') AS customer_id, DATE '${FIRST}' + day AS order_date,
      CAST(exp(3.4 + level + 0.5 * noise) AS DECIMAL(18, 2)) AS amount
    FROM events ORDER BY hash(customer * 31 + day), customer, day) TO '${file}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return file;
}
