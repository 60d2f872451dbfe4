/** Sentences about --account: refusals, and what the report says of accounts. */
import { formatter } from "../format.js";

const { integer, decimal, percent, plural } = formatter("en");

type Said = Readonly<{ message: string; hint: string }>;
type Business = "orders" | "contracts";

const listed = (items: readonly string[]): string => items.map((item) => `"${item}"`).join(", ");
const accountsOf = (count: number): string =>
  `${integer(count)} ${plural(count, { one: "account", other: "accounts" })}`;
const NARROW = 0.02; // an interval that whole percents would not show

const people = (count: number): string => `${integer(count)} ${plural(count, { one: "customer", other: "customers" })}`;

export const accounts = {
  noColumn: ({ column, file, found }: { column: string; file: string; found: readonly string[] }): Said => ({
    message: `--account: ${file} has no column "${column}"; it has ${listed(found)}`,
    hint: "Name a column of the file as it is written there",
  }),
  empty: ({ column }: { column: string }): Said => ({
    message: `--account: "${column}" names no account of any customer that counts`,
    hint: "Name the column of the company, or leave --account out",
  }),

  title: "Accounts",
  lead: (f: Readonly<{ accounts: number; customers: number; without: number; column: string; business: Business }>): string =>
    `${people(f.customers)} belong to ${accountsOf(f.accounts)} by "${f.column}"` +
    (f.without === 0 ? "." : `; ${people(f.without)} without one stand together in a row of their own.`), // prettier-ignore
  rule: (f: Readonly<{ several: number; business: Business }>): string =>
    f.business === "orders"
      ? `Every customer is in one account, so sums over accounts are those of the customers: nothing is added twice.${f.several === 0 ? "" : ` ${people(f.several)} ${plural(f.several, { one: "names", other: "name" })} several; the account of the last order counts.`}`
      : `Every contract is in one account, so sums over accounts are those of the contracts: nothing is added twice. Of an account all are taken to leave together, so its band is wide.${f.several === 0 ? "" : ` ${people(f.several)} ${plural(f.several, { one: "has", other: "have" })} contracts in several and ${plural(f.several, { one: "is", other: "are" })} counted in each; the money is not.`}`,
  staying: (f: Readonly<{ accounts: number; accountsStaying: number; share: number | null; business: Business }>): string =>
    f.share === null
      ? ""
      : f.business === "orders"
        ? `In ${integer(f.accountsStaying)} of ${accountsOf(f.accounts)} (${percent(f.accountsStaying / f.accounts)}) somebody bought within the last 12 months; of the customers ${percent(f.share)} did.`
        : `In ${integer(f.accountsStaying)} of ${accountsOf(f.accounts)} (${percent(f.accountsStaying / f.accounts)}) a contract runs; of the contracts ${percent(f.share)} do.`, // prettier-ignore
  shrunk: (f: Readonly<{ strength: number; share: number | null; isAlike: boolean }>): string =>
    f.share === null
      ? ""
      : f.isAlike
        ? `Accounts differ by no more than chance, so the share who stay is that of all in each of them, ${percent(f.share)}.`
        : `The share who stay is moved towards that of all, ${percent(f.share)}: it counts like ${integer(Math.max(1, f.strength))} more of them in each account, so that one of one is not 100 %.`,
  largest: (f: Readonly<{ accounts: number; share: number | null }>): string =>
    f.share === null || f.accounts < 2
      ? ""
      : `The ${integer(f.accounts)} largest hold ${percent(f.share)} of what is expected.`,
  caption: (days: string): string => `The accounts that are expected to bring most within ${days}`,
  head: (f: Readonly<{ business: Business; hasMoney: boolean; days: string }>): readonly string[] => [
    "Account",
    "Customers",
    ...(f.business === "orders" ? ["Bought in a year"] : ["Contracts that run"]),
    "Share who stay",
    ...(f.hasMoney ? [f.business === "orders" ? "So far" : "MRR"] : []),
    `Expected in ${f.days}`,
    ...(f.hasMoney ? ["from … to"] : []),
    "Part of all",
  ],
  masked: "an account",
  rest: "without an account",
  of: (some: number, all: number): string => `${integer(some)} of ${integer(all)}`,
  share: (share: number | null, low: number | null, high: number | null): string => {
    if (share === null || low === null || high === null) return "–";
    const digits = high - low < NARROW ? 1 : 0;
    return `${percent(share, digits)} (${decimal(100 * low, digits)} to ${decimal(100 * high, digits)})`;
  },
};
