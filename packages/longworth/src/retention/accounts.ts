/** Shares of accounts with few customers each, moved towards that of all as far as little is known of them. */
import { distributions, proportion } from "@longworth/models";

/** Columns by account. `weight` is how far the account's own counts decide, 0 to 1. */
export type ShrunkShares = Readonly<{
  pooled: number; // of all accounts together; NaN without anybody
  isAlike: boolean; // accounts differ by no more than chance
  strength: number; // customers that the common share counts for in each account
  share: Float64Array;
  low: Float64Array; // about 95 %
  high: Float64Array;
  weight: Float64Array;
}>;

/**
 * Beta-binomial by moments (Kleinman 1973): accounts differ by `1 / (1 + strength)` of what customers do. Where they do not
 * differ by more than chance, every account has the share of all.
 * @param some of `all` customers of each account, `all` > 0
 */
export function shrunkShares(some: Float64Array, all: Float64Array): ShrunkShares {
  const sum = (column: Float64Array): number => column.reduce((total, v) => total + v, 0);
  const everybody = sum(all);
  const pooled = sum(some) / everybody;
  const strength = strengthOf(some, all, pooled);
  const share = some.map((k, i) => (k + strength * pooled) / ((all[i] ?? 0) + strength));
  const known = new Map<string, Bounds>(); // accounts with the same counts have the same bounds
  const bounds = Array.from(some, (k, i): Bounds => {
    const n = all[i] ?? 0;
    const found = known.get(`${k}/${n}`) ?? boundsOf(k + strength * pooled, n + strength);
    known.set(`${k}/${n}`, found);
    return found;
  });
  return {
    pooled,
    isAlike: strength >= everybody,
    strength,
    share,
    low: Float64Array.from(bounds, ({ low }) => low),
    high: Float64Array.from(bounds, ({ high }) => high),
    weight: all.map((n) => n / (n + strength)),
  };
}

type Bounds = Readonly<{ low: number; high: number }>;

const TAIL = 0.025;

/** What is left of the common law when `all` have been seen, `some` of them staying. */
function boundsOf(some: number, all: number): Bounds {
  if (!(some > 0) || !(some < all)) return proportion.wilson(some > 0 ? 1 : 0, all); // nobody or everybody, anywhere
  const at = (probability: number): number => distributions.betaQuantile(probability, some, all - some);
  return { low: at(TAIL), high: at(1 - TAIL) };
}

const WEAKEST = 0.5; // customers: at least so much is known from the others

/** At most the number of customers: then accounts are alike. */
function strengthOf(some: Float64Array, all: Float64Array, pooled: number): number {
  const everybody = all.reduce((total, v) => total + v, 0);
  const squares = all.reduce((total, n) => total + n * n, 0);
  const accounts = all.length;
  const spread = pooled * (1 - pooled);
  if (!(spread > 0) || accounts < 2) return everybody;
  const between = some.reduce((total, k, i) => total + (k - (all[i] ?? 0) * pooled) ** 2 / (all[i] ?? 1), 0) / spread;
  const room = everybody - squares / everybody - (accounts - 1);
  const alike = room > 0 ? (between - (accounts - 1)) / room : 0;
  if (!(alike > 0)) return everybody;
  return Math.min(everybody, Math.max(WEAKEST, 1 / Math.min(1, alike) - 1));
}
