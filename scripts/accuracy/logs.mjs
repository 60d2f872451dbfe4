/** The public logs: what a user would have had on the cut date, and what came after (rules: docs/accuracy.md). */
import { DuckDBInstance } from "@duckdb/node-api";
import path from "node:path";

/** `end` of calibration and horizon, inclusive. */
export const LOGS = Object.fromEntries(
  Object.entries({
    cdnow_sample: { calibrationEnd: "1997-09-30", horizonEnd: "1998-06-30", horizon: 273, money: true },
    cdnow_full: { calibrationEnd: "1997-09-30", horizonEnd: "1998-06-30", horizon: 273, money: true },
    grocery_elog: { calibrationEnd: "2006-12-31", horizonEnd: "2007-12-30", horizon: 364, money: false },
    online_retail_2010_2011: { calibrationEnd: "2011-06-30", horizonEnd: "2011-12-09", horizon: 162, money: true },
  }).map(([log, rest]) => [log, { log, ...rest }]),
);

/** A connection for reading files; close it with `closeSync`. */
export const openDatabase = async () => (await DuckDBInstance.create(":memory:")).connect();

const text = (value) => `'${String(value).replaceAll("'", "''")}'`;
const rawRows = (file) => `read_csv(${text(file)}, header = true, all_varchar = true)`;

/**
 * Every raw row up to the calibration end. @param log `{ log, columns, calibrationEnd }`, columns `*` for all as they are
 * @returns the path of the new file
 */
export async function cut(database, { log, columns = "*", calibrationEnd }, { data, folder }) {
  const target = path.join(folder, `${log}-${calibrationEnd}.csv`);
  const rows = rawRows(path.join(data, `${log}.csv.gz`));
  await database.run(`COPY (SELECT ${columns} FROM ${rows} WHERE substr(order_ts, 1, 10) <= ${text(calibrationEnd)})
    TO ${text(target)} (HEADER, DELIMITER ',')`);
  return target;
}

/**
 * What happened: a table `customer_days` (customer_id, day, net) up to the horizon end, and `truth` (customer_id, orders,
 * value), one row per customer who had bought by the calibration end. A purchase is a customer-day with a net amount above
 * 0; refunds count in value.
 */
export async function readTruth(database, { log, columns = "*", calibrationEnd, horizonEnd, money }, { data }) {
  const amount = money ? "CAST(trim(amount) AS DECIMAL(18, 4))" : "CAST(1 AS DECIMAL(18, 4))";
  await database.run(`CREATE OR REPLACE TEMP TABLE customer_days AS
    WITH rows_of_customers AS (
      SELECT trim(customer_id) AS customer_id, substr(order_ts, 1, 10) AS day, ${amount} AS amount
      FROM (SELECT ${columns} FROM ${rawRows(path.join(data, `${log}.csv.gz`))})
      WHERE trim(coalesce(customer_id, '')) <> '' ${money ? "AND trim(coalesce(amount, '')) <> ''" : ""}
    )
    SELECT customer_id, day, sum(amount) AS net FROM rows_of_customers WHERE day <= ${text(horizonEnd)} GROUP BY 1, 2`);
  await database.run(`CREATE OR REPLACE TEMP TABLE truth AS
    WITH customers AS (
      SELECT DISTINCT customer_id FROM customer_days WHERE day <= ${text(calibrationEnd)} AND net > 0
    )
    SELECT customer_id,
      CAST(count(*) FILTER (WHERE day > ${text(calibrationEnd)} AND net > 0) AS DOUBLE) AS orders,
      CAST(coalesce(sum(net) FILTER (WHERE day > ${text(calibrationEnd)}), 0) AS DOUBLE) AS value
    FROM customers JOIN customer_days USING (customer_id) GROUP BY customer_id`);
}

/**
 * Truth and forecast of every customer of the population, in the order of customer_id, as columns of numbers.
 * A customer without a forecast, or with a blank, counts as forecast 0.
 */
export async function joined(database, customersFile, columns) {
  const wanted = Object.entries(columns).map(
    ([name, column]) => `coalesce(CAST("${column}" AS DOUBLE), 0) AS "${name}"`,
  );
  const result = await database.runAndReadAll(`SELECT truth.customer_id, truth.orders, truth.value,
      f.customer_id IS NOT NULL AS "matched", ${wanted.join(", ")}
    FROM truth LEFT JOIN read_parquet(${text(customersFile)}) AS f ON f.customer_id = truth.customer_id
    ORDER BY truth.customer_id`);
  return result.getColumnsObject();
}

/** Names of the columns of a Parquet file. */
export async function columnsOf(database, file) {
  const result = await database.runAndReadAll(`SELECT * FROM read_parquet(${text(file)}) LIMIT 0`);
  return result.columnNames();
}
