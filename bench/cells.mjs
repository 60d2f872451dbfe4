/**
 * What binned cells cost (docs/decisions/0003): a million customers of the bench log scored on the cells of each number of
 * steps, and on squares of 28 days, against their exact histories; written to docs/cells.md. `npm run bench:cells`; a minute.
 */
import { DuckDBInstance } from "@duckdb/node-api";
import { paretoNbd } from "@longworth/models";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { duckdb, render } from "../packages/longworth/dist/sql/dialect.js";
import { cellKey } from "../packages/longworth/dist/sql/cells.js";
import { list, sql } from "../packages/longworth/dist/sql/sql.js";
import { makeLog } from "./make-log.mjs";

const PARAMS = { r: 0.9, alpha: 9, s: 0.6, beta: 12 }; // of the log
const WEEKS = 52;
const CUSTOMERS = 1_000_000;
const PAGE = path.join(import.meta.dirname, "../docs/cells.md");
const folder = mkdtempSync(path.join(os.tmpdir(), "longworth-cells-"));
const connection = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();

await connection.run(`CREATE TABLE histories AS
WITH days AS (SELECT DISTINCT customer_id, order_date AS day FROM '${await makeLog(CUSTOMERS, folder)}'),
each AS (SELECT customer_id, min(day) AS first, max(day) AS last, count(*) AS days FROM days GROUP BY 1)
SELECT days - 1 AS frequency, date_diff('day', first, last) AS recency,
  date_diff('day', first, (SELECT max(day) FROM days)) AS tenure, days AS spend_days, count(*) AS customers
FROM each GROUP BY ALL`);
rmSync(folder, { recursive: true });

const columnsOf = async (query) =>
  (await (await connection.run(query)).getColumns()).map((column) => Float64Array.from(column, Number));
const expected = ([x, tx, T, weight]) => {
  const cells = { timeUnit: "week", frequency: x, recency: tx.map((d) => d / 7), T: T.map((d) => d / 7), weight };
  return [paretoNbd.expectedPurchases(PARAMS, cells, WEEKS), paretoNbd.pActive(PARAMS, cells, WEEKS)];
};

const own = {
  frequency: sql`frequency`,
  tenure: sql`tenure`,
  silence: sql`(tenure - recency)`,
  spendDays: sql`spend_days`,
};
const grids = [
  ["28 days by 28 days", "frequency, tenure // 28, (tenure - recency) // 28"],
  ...[32, 16, 8, 4].map((steps) => [`${steps} steps`, render(list(Object.values(cellKey(own, steps))), duckdb)]),
];
const whole = (count) => count.toLocaleString("en");
const rows = [];
for (const [name, key] of grids) {
  const exact = await columnsOf(`WITH binned AS (
  SELECT *, dense_rank() OVER (ORDER BY ${key}) - 1 AS cell FROM histories
) SELECT frequency, recency, tenure, customers, cell FROM binned ORDER BY cell`);
  const cells = 1 + exact[4].reduce((most, cell) => Math.max(most, cell), 0);
  const sums = [0, 1, 2, 3].map(() => new Float64Array(cells));
  exact[4].forEach((cell, i) => {
    sums[3][cell] += exact[3][i];
    for (const k of [0, 1, 2]) sums[k][cell] += exact[3][i] * exact[k][i];
  });
  for (const k of [0, 1, 2]) sums[k].forEach((sum, cell) => (sums[k][cell] = sum / sums[3][cell]));
  const [[mean, active], [truth, chance]] = [expected(sums), expected(exact)];
  let [off, total, made, offActive, most, customers] = [0, 0, 0, 0, 0, 0];
  exact[4].forEach((cell, i) => {
    const weight = exact[3][i];
    const gap = Math.abs(active[cell] - chance[i]);
    off += weight * Math.abs(mean[cell] - truth[i]);
    total += weight * truth[i];
    made += weight * mean[cell];
    offActive += weight * gap;
    most = Math.max(most, gap);
    customers += weight;
  });
  const percent = (share) => `${(100 * share).toFixed(2)} %`;
  const chances = `${(offActive / customers).toFixed(4)}, ${most.toFixed(2)}`;
  rows.push(`| ${name} | ${whole(cells)} | ${percent(off / total)} | ${percent(made / total - 1)} | ${chances} |`);
}

const [distinct] = await columnsOf("SELECT count(*) FROM histories");
const page = `# Binned cells

Written by \`npm run bench:cells\`; do not edit. The simulated log of the bench: ${whole(CUSTOMERS)} customers with ${whole(distinct[0])}
distinct histories, Pareto/NBD, ${WEEKS} weeks. Each customer is forecast from the means of the cell he is in, and held against the
forecast of his exact history.

| bins | cells | expected purchases off by | total off by | P(active) off by, mean and most |
| --- | ---: | ---: | ---: | ---: |
${rows.join("\n")}
`;
writeFileSync(PAGE, page);
console.log(page);
