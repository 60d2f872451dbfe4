/** Currencies: their decimals, and what a header says about its own. */
import type { Plan } from "./plan.js";
import { headerHints, headerKey } from "./synonyms.js";

/** Decimals of a currency: ISO 4217, as LAYOUTS lists them. */
export function digitsOf(currency: string | null): number {
  if (currency === null) return 2;
  if (["JPY", "KRW", "CLP", "VND", "ISK", "XAF", "XOF", "PYG", "UGX", "RWF"].includes(currency)) return 0;
  return ["KWD", "BHD", "OMR", "TND", "JOD", "IQD", "LYD"].includes(currency) ? 3 : 2;
}

const CODES = new Set(Intl.supportedValuesOf("currency"));
const SYMBOLS: Readonly<Record<string, string>> = { "€": "EUR", "£": "GBP", zł: "PLN" };

/** `Order Total, USD`, `Amount spent (EUR)` */
export function headerCurrency({ total }: Pick<Plan, "total">): string | null {
  if (!total) return null;
  const parts = [...headerHints(total.name), ...headerKey(total.name).split(" ")];
  const code = parts.map((part) => SYMBOLS[part] ?? part.toUpperCase()).find((part) => CODES.has(part));
  return code ?? null;
}
