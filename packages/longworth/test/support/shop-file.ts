/** A simulated shop as a file of orders. */
import { TRUTHS } from "../forecast/coverage.js";
import { simulatedShop } from "../forecast/simulated.js";

const MS_PER_DAY = 86_400_000;
const FIRST = 19_000; // day of the shop's first one, days since 1970-01-01

type Shop = Readonly<{
  customers: number;
  days: number;
  seed: number;
  hasPattern?: boolean; // who starts small stays for a month only: what learning can find and the models cannot
  hasPlans?: boolean; // of two customers in three (see `planOf`): they stay for two months only, whatever they do
}>;

const SMALL = 18; // of a first amount
const STAY = 30; // days

const TRIAL = 60; // days

/** The plan of customer c: nothing in the orders tells it. */
export const planOf = (c: number): "basic" | "trial" | "gold" => (["basic", "trial", "gold"] as const)[c % 3]!;

/** Customers who follow a model; the same numbers give the same text. */
export function shopFile({ customers, days, seed, hasPattern = false, hasPlans = false }: Shop): string {
  const spend = { mu: 3, tau: 0.4, sigma: 0.6 };
  const history = simulatedShop({ ...TRUTHS["mbg-nbd"], customers, days, horizon: 1, seed, spend });
  const lines = ["customer,date,amount"];
  for (let c = 0; c < history.customers; c++)
    for (let i = history.offsets[c]!; i < history.offsets[c + 1]!; i++) {
      const day = new Date((FIRST + history.day[i]!) * MS_PER_DAY).toISOString().slice(0, 10);
      const first = history.offsets[c]!;
      const age = history.day[i]! - history.day[first]!;
      const isSmall = hasPattern && history.value[first]! < SMALL && age > STAY;
      const isGone = isSmall || (hasPlans && planOf(c) !== "gold" && age > TRIAL);
      if (history.value[i]! >= 0.01 && !isGone) lines.push(`c${c},${day},${history.value[i]!.toFixed(2)}`);
    }
  return `${lines.join("\n")}\n`;
}
