/** Simulated customers whose leaving goes with what it is made to go with, and with nothing else. */
import { random } from "@longworth/models";
import type { Lives, Trait } from "../../src/retention/lives.js";
import { drivers as words } from "../../src/words/en/drivers.js";

export const names = words.names;

export type Simulated = Readonly<{ lives: Lives; plan: Trait; price: Trait; next: () => number }>;

/** Hazard .03 a month, 3 times that on the plan "basic", 1.2 times per 10 of price; watched for up to 36 months. */
export function simulated(n: number, seed: number): Simulated {
  const next = random.seeded(seed);
  const basic = Float64Array.from({ length: n }, () => Number(next() < 0.4));
  const price = Float64Array.from({ length: n }, () => 20 + 60 * next());
  const [duration, observed] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    const hazard = 0.03 * 3 ** (basic[i] ?? 0) * 1.2 ** (((price[i] ?? 0) - 50) / 10);
    const [leaves, end] = [Math.ceil(random.exponential(next, hazard)), Math.ceil(36 * next())];
    duration[i] = Math.min(leaves, end);
    observed[i] = Number(leaves <= end);
  }
  const isMostBasic = basic.reduce((sum, v) => sum + v, 0) > n / 2;
  const plan: Trait = {
    name: "plan",
    kind: "group",
    labels: isMostBasic ? ["basic", "pro"] : ["pro", "basic"],
    code: isMostBasic ? basic.map((v) => 1 - v) : basic,
  };
  return { lives: { duration, observed }, plan, price: { name: "price", kind: "number", value: price }, next };
}

/** Traits that have nothing to do with anything: numbers and labels in turn. */
export const noise = (count: number, n: number, next: () => number): readonly Trait[] =>
  Array.from({ length: count }, (_, j): Trait => {
    const name = `noise ${j + 1}`;
    if (j % 2 === 0)
      return { name, kind: "number", value: Float64Array.from({ length: n }, () => random.normal(next)) };
    const code = Float64Array.from({ length: n }, () => Math.floor(3 * next()));
    return { name, kind: "group", labels: ["a", "b", "c"], code };
  });
