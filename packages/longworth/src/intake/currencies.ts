/** Currencies: their decimals, and what a header says about its own. */
import type { Plan } from "./plan.js";
import { list, sql, type Sql } from "../sql/sql.js";
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

/** Symbols that name one currency; `$` alone is many. Longer ones first: `CA$` ends in `$`. */
const AMOUNT_SYMBOLS: readonly (readonly [symbol: string, code: string])[] = [
  ["CA$", "CAD"], ["C $", "CAD"], ["AU$", "AUD"], ["AU $", "AUD"], ["A$", "AUD"], ["NZ$", "NZD"], ["US$", "USD"], ["US $", "USD"],
  ["NT$", "TWD"], ["HK$", "HKD"], ["S$", "SGD"], ["R$", "BRL"], ["MX$", "MXN"], ["€", "EUR"], ["£", "GBP"], ["₹", "INR"], ["zł", "PLN"], ["Kč", "CZK"],
  ["₫", "VND"], ["₩", "KRW"], ["৳", "BDT"],
]; // prettier-ignore

/** The currency that the symbol or the code in a cell of money names, NULL where it names none. */
export function symbolCurrency(cell: Sql): Sql {
  const whens = AMOUNT_SYMBOLS.map(([symbol, code]) => sql`WHEN position(${symbol} IN ${cell}) > 0 THEN ${code}`);
  const codes = ["EUR", "USD", "GBP", "PLN", "CHF", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "CZK", "JPY"];
  const named = codes.map((code) => sql`WHEN position(${code} IN upper(${cell})) > 0 THEN ${code}`);
  return sql`CASE ${list([...whens, ...named], sql` `)} END`;
}
