/**
 * The models as a library: from orders to what each customer will buy and spend in a year, with an interval.
 * Run it in a checkout after `npm run build`: node examples/value-of-each-customer.mjs [orders.csv]
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { logNormal, mbgNbd, valueDistribution } from "@longworth/models";

const MS_PER_WEEK = 7 * 86_400_000;
const YEAR = 365 / 7; // weeks
const file = process.argv[2] ?? path.join(import.meta.dirname, "orders.csv");

/** Purchases by customer: amounts by day, in weeks since 1970. A purchase is a day on which more was paid than refunded. */
function readPurchases(text) {
  const [header, ...records] = text
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const at = (record, name) => record[header.indexOf(name)];
  const purchases = new Map();
  let end = 0;
  for (const record of records) {
    if (at(record, "customer_id") === "" || at(record, "status") === "cancelled") continue;
    const week = Date.parse(at(record, "order_date").slice(0, 10)) / MS_PER_WEEK;
    const net = Number(at(record, "order_total")) - Number(at(record, "tax")) - Number(at(record, "shipping"));
    const days = purchases.get(at(record, "customer_id")) ?? new Map();
    days.set(week, (days.get(week) ?? 0) + net);
    purchases.set(at(record, "customer_id"), days);
    end = Math.max(end, week);
  }
  const customers = [...purchases].map(([id, days]) => ({
    id,
    days: [...days].filter(([, amount]) => amount > 0).sort(([a], [b]) => a - b),
  }));
  return { end, customers: customers.filter(({ days }) => days.length > 0) };
}

const { end, customers } = readPurchases(readFileSync(file, "utf8"));
const column = (of) => Float64Array.from(customers, of);
const first = ({ days }) => days[0][0];
const cells = {
  timeUnit: "week",
  frequency: column(({ days }) => days.length - 1), // repeat purchases
  recency: column((customer) => customer.days.at(-1)[0] - first(customer)), // age at the last one
  T: column((customer) => end - first(customer)), // age now
  weight: column(() => 1),
};
const fit = mbgNbd.fit(cells);
if (!fit.converged) throw new Error(fit.reason);

const logs = customers.map(({ days }) => days.map(([, amount]) => Math.log(amount)));
const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const spendCells = {
  n: column(({ days }) => days.length),
  meanLog: Float64Array.from(logs, meanOf),
  withinSS: Float64Array.from(logs, (own) => own.reduce((sum, log) => sum + (log - meanOf(own)) ** 2, 0)),
  weight: cells.weight,
};
const spend = logNormal.fitSpend(spendCells);
const level = logNormal.posterior(spend, spendCells);

const alive = mbgNbd.pAlive(fit.params, cells);
const orders = mbgNbd.expectedPurchases(fit.params, cells, YEAR);
const counts = mbgNbd.purchaseDistribution(fit.params, cells, YEAR);
const rows = customers.map(({ id }, i) => {
  const components = valueDistribution.sumComponents({ v: level.v[i], s2: spend.s2 }, counts[i].length);
  const value = valueDistribution.valueDistribution(counts[i], components);
  const scale = Math.exp(level.m[i]); // the value of a customer is its scale times a number of the mixture
  const [p05, p95] = valueDistribution.quantiles(value, [0.05, 0.95]).map((unit) => scale * unit);
  return { id, alive: alive[i], orders: orders[i], value: scale * valueDistribution.mean(value), p05, p95 };
});

console.log("customer    P(alive)  orders in a year  value in a year  90 % of such customers");
for (const { id, ...row } of rows.toSorted((a, b) => b.value - a.value).slice(0, 10)) {
  const [value, p05, p95] = [row.value, row.p05, row.p95].map((money) => money.toFixed(2).padStart(9));
  console.log(
    `${id}   ${row.alive.toFixed(3)}  ${row.orders.toFixed(2).padStart(16)}  ${value.padStart(15)}  ${p05} to ${p95}`,
  );
}
