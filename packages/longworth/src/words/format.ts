/** Characters that cannot be seen, or that change how others are shown: controls, zero width, marks of direction. */
const RANGES: readonly (readonly [first: number, last: number])[] = [
  [0x01, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0x200b, 0x200b],
  [0x200e, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x2069],
  [0xfeff, 0xfeff],
];
const character = (code: number): string => String.fromCharCode(code);

/** A class of regular expressions, for our patterns and for those of the engine. */
export const INVISIBLE = `[${RANGES.map(([first, last]) => `${character(first)}-${character(last)}`).join("")}]`;
const UNSEEN = new RegExp(`\\0|${INVISIBLE}`, "gu"); // Parquet can hold NUL

/** Text for people: what cannot be seen is written out, so that no cell steers a terminal or turns a line around. */
export const visible = (text: string): string =>
  text.replace(UNSEEN, (unseen) => `\\u${unseen.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Numbers, money, days and plurals of one language, by Intl. */
export function formatter(locale: string) {
  const rules = new Intl.PluralRules(locale);
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const days = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const moneys = new Map<string, Intl.NumberFormat>();
  const decimals = new Map<number, Intl.NumberFormat>();

  /** Formats are made once: making one takes a thousand times as long as using it. */
  function fixed(digits: number): Intl.NumberFormat {
    const known = decimals.get(digits);
    if (known) return known;
    const made = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    decimals.set(digits, made);
    return made;
  }

  function moneyFormat(currency: string | null, digits: number): Intl.NumberFormat {
    const key = `${currency ?? ""}/${digits}`;
    const known = moneys.get(key);
    if (known) return known;
    const fractions = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    const made = currency
      ? new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol", ...fractions })
      : new Intl.NumberFormat(locale, fractions);
    moneys.set(key, made);
    return made;
  }

  const usual = new Map<string, number>();

  function usualDigits(currency: string): number {
    const known = usual.get(currency);
    if (known !== undefined) return known;
    const { maximumFractionDigits = 2 } = new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
    }).resolvedOptions();
    usual.set(currency, maximumFractionDigits);
    return maximumFractionDigits;
  }

  return {
    integer: (value: number): string => whole.format(value),
    decimal: (value: number, digits: number): string => fixed(digits).format(value),
    /** 0.1234 -> "12 %" */
    percent: (share: number, digits = 0): string => `${fixed(digits).format(100 * share)} %`,
    /** Money for headlines: no cents from 100 on. */
    money: (value: number, currency: string | null): string =>
      moneyFormat(currency, Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 2).format(value),
    /** Money to the currency's own unit: ¥1,580, KWD 991.046; a fraction of a yen, which files can hold, to the hundredth. */
    cents: (value: number, currency: string | null): string => {
      const digits = currency === null ? 2 : usualDigits(currency);
      return moneyFormat(currency, digits === 0 && !Number.isInteger(value) ? 2 : digits).format(value);
    },
    bytes: (size: number): string => {
      const units = ["B", "kB", "MB", "GB", "TB"];
      const power = size < 1000 ? 0 : Math.min(Math.floor(Math.log10(size) / 3), units.length - 1);
      return `${(size / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power] ?? "B"}`;
    },
    /** An ISO day in the words of the language: "Dec 31, 2025" in American, "31 Dec 2025" in British English. */
    day: (iso: string): string => days.format(new Date(`${iso}T00:00:00Z`)),
    /** The form that `count` needs: two in English, four in Polish. */
    plural: (count: number, forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }): string =>
      forms[rules.select(count)] ?? forms.other,
  };
}
