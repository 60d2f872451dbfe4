/** The public logs as the accuracy protocol sees them: customer-days, and what came after the calibration end. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const DATA = new URL("../../../../shared/data/", import.meta.url);

/** Customers with a purchase in the calibration period, sorted by id, and what they did. */
export type PublicLog = Readonly<{
  amounts: readonly (readonly number[])[]; // per customer, purchase days of the calibration period in order
  orders: Float64Array; // purchase days after it
  value: Float64Array; // net value after it
}>;

export const hasPublicLogs = existsSync(DATA);

/** @param end first and last day of the calibration period's and the horizon's ends */
export function publicLog(name: string, end: Readonly<{ calibration: string; horizon: string }>): PublicLog {
  const days = customerDays(name, end.horizon);
  const amounts = new Map<string, number[]>();
  for (const [key, net] of days) {
    const [customer, day] = split(key);
    if (day <= end.calibration && net > 0) amounts.set(customer, [...(amounts.get(customer) ?? []), net]);
  }
  const customers = [...amounts.keys()].sort();
  const row = new Map(customers.map((customer, i) => [customer, i]));
  const orders = new Float64Array(customers.length);
  const value = new Float64Array(customers.length);
  for (const [key, net] of days) {
    const [customer, day] = split(key);
    const i = row.get(customer);
    if (i === undefined || day <= end.calibration) continue;
    value[i] += net;
    if (net > 0) orders[i]++;
  }
  return { amounts: customers.map((customer) => amounts.get(customer) ?? []), orders, value };
}

/** Per customer the net amounts of the days up to `end`, in order of time; zero and negative days included. */
export function amountsPerDay(name: string, end: string): readonly (readonly number[])[] {
  const customers = new Map<string, number[]>();
  for (const [key, net] of customerDays(name, end)) {
    const [customer] = split(key);
    const amounts = customers.get(customer) ?? [];
    amounts.push(net);
    customers.set(customer, amounts);
  }
  return [...customers.values()];
}

/** Net amount per "day customer", sorted. Rows without customer or amount are dropped; without an amount column it is 1. */
function customerDays(name: string, last: string): readonly (readonly [string, number])[] {
  const [head, ...rows] = gunzipSync(readFileSync(new URL(`${name}.csv.gz`, DATA)))
    .toString("utf8")
    .split("\n");
  const names = head.trim().split(",");
  const [id, at, amount] = ["customer_id", "order_ts", "amount"].map((column) => names.indexOf(column));
  const days = new Map<string, number>();
  for (const row of rows) {
    const cells = row.trim().split(","); // quoted cells come after the three that matter
    const day = cells[at]?.slice(0, 10);
    if (!cells[id] || day === undefined || day > last || (amount >= 0 && !cells[amount])) continue;
    const key = `${day} ${cells[id]}`;
    days.set(key, (days.get(key) ?? 0) + (amount < 0 ? 1 : Number(cells[amount])));
  }
  return [...days]
    .map(([key, net]) => [key, Math.round(net * 1e4) / 1e4] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

const split = (key: string): readonly [customer: string, day: string] => [key.slice(11), key.slice(0, 10)];
