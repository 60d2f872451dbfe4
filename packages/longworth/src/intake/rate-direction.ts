/** What a table of rates means: the worth of one foreign unit in the run's currency, or how many foreign units that one buys. */

/** `foreign`: the rate is of one foreign unit (USD 0.91). `own`: of one unit of --currency (USD 1.10). */
export type RatesPer = "foreign" | "own";

/**
 * Between what one unit has been worth, in US dollars, since 1999, with a margin. Only currencies whose worth has kept its
 * order of magnitude: what is not here decides nothing.
 */
const WORTH: Readonly<Record<string, readonly [least: number, most: number]>> = {
  USD: [1, 1], EUR: [0.8, 1.65], GBP: [1.03, 2.15], CHF: [0.52, 1.45], CAD: [0.6, 1.12], AUD: [0.46, 1.12], NZD: [0.38, 0.9],
  SGD: [0.5, 0.85], JPY: [0.006, 0.0135], CNY: [0.115, 0.175], HKD: [0.125, 0.132], TWD: [0.027, 0.037], KRW: [0.00055, 0.0012],
  INR: [0.0105, 0.026], THB: [0.021, 0.036], PHP: [0.016, 0.027], IDR: [0.00005, 0.00015], VND: [0.000035, 0.000075],
  SEK: [0.085, 0.18], NOK: [0.085, 0.21], DKK: [0.11, 0.23], PLN: [0.19, 0.52], CZK: [0.023, 0.072], HUF: [0.0022, 0.0072],
  RON: [0.19, 0.45], MXN: [0.038, 0.115], CLP: [0.00095, 0.0023], COP: [0.00019, 0.0006], ZAR: [0.048, 0.18], ILS: [0.2, 0.32],
  KWD: [3.1, 3.85], BHD: [2.6, 2.7], OMR: [2.55, 2.65], JOD: [1.35, 1.45], AED: [0.27, 0.275], SAR: [0.26, 0.27], ISK: [0.0065, 0.018],
}; // prettier-ignore

/** Pairs that have kept closer together than their worth in dollars says: the first in units of the second. */
const PAIRS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  "GBP/EUR": [1.01, 1.8],
  "EUR/CHF": [0.9, 1.7],
};

/** Between what one unit of a currency has been worth in another, undefined where nothing is known. */
function worthIn(currency: string, target: string): readonly [least: number, most: number] | undefined {
  const [pair, reverse] = [PAIRS[`${currency}/${target}`], PAIRS[`${target}/${currency}`]];
  if (pair) return pair;
  if (reverse) return [1 / reverse[1], 1 / reverse[0]];
  const [own, other] = [WORTH[target], WORTH[currency]];
  return own && other ? [other[0] / own[1], other[1] / own[0]] : undefined;
}

/** The smallest and the largest rate of one currency. */
export type Quoted = Readonly<{ currency: string; least: number; most: number }>;

/**
 * The only meaning that the size of the rates allows, or null: GBP at 0.64 against USD can only be pounds for one dollar.
 * One currency that rules a meaning out is enough.
 */
export function directionOf(quoted: readonly Quoted[], target: string): RatesPer | null {
  const known = quoted.flatMap(({ currency, least, most }) => {
    const worth = currency === target ? undefined : worthIn(currency, target);
    return worth ? [{ least, most, worth }] : [];
  });
  const isForeign = known.every(({ least, most, worth }) => least >= worth[0] && most <= worth[1]);
  const isOwn = known.every(({ least, most, worth }) => 1 / least <= worth[1] && 1 / most >= worth[0]);
  if (isForeign === isOwn) return null; // neither, or both, or nothing known
  return isForeign ? "foreign" : "own";
}

/** What the header says: `usd per unit`, `local per usd`. */
export function directionOfHeader(header: string, target: string): RatesPer | null {
  const words = header.toLowerCase().split(/[^\p{L}]+/u);
  const at = words.indexOf("per");
  if (at < 0) return null;
  const own = target.toLowerCase();
  if (words[at + 1] === own) return "own";
  return words[at - 1] === own ? "foreign" : null;
}
