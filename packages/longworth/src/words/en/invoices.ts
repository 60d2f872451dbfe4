/** Sentences about --invoices: refusals, the rule by which an invoice belongs to a contract, and the report's section. */
import { formatter } from "../format.js";

const { day } = formatter("en-GB"); // 31 Dec 2025
const { integer, cents, percent, plural } = formatter("en");

type Said = Readonly<{ message: string; hint: string }>;
type File = Readonly<{ name: string; column: string | null }>;
type Part = Readonly<{ invoices: number; paid: string; refunded: string; unpaid: string; failed: string }>;
type Money = string | null; // a currency

const listed = (items: readonly string[]): string => items.map((item) => `"${item}"`).join(", ");
const invoicesOf = (count: number): string =>
  `${integer(count)} ${plural(count, { one: "invoice", other: "invoices" })}`;
const BY_NAME = "the contract it names";
const BY_DAY = "the contract of its customer that runs on its day";

const ruleOf = (files: readonly File[]): string => {
  const columns = [...new Set(files.flatMap(({ column }) => (column === null ? [] : [column])))];
  const byName = `${BY_NAME} in ${listed(columns)}; one that names none is a one-off order`;
  const byDay = `${BY_DAY} (of several the one with its price, else the first that started); without one it is a one-off order`;
  if (columns.length === 0) return byDay;
  return files.some(({ column }) => column === null) ? `${byName}; in files without such a column to ${byDay}` : byName;
};

export const invoices = {
  onlyFiles: (): Said => ({
    message: "--invoices does not go with contracts that lie in a cluster",
    hint: "Export the contracts to a file",
  }),
  onlyContracts: (): Said => ({
    message: "--invoices goes with a file of contracts, and these are orders",
    hint: "longworth run subscriptions.csv --invoices invoices.csv",
  }),
  counted: (): Said => ({
    message: "--invoices needs contracts, and this is a table of cohorts",
    hint: "Leave --invoices out",
  }),
  together: ({ contracts, others }: Readonly<{ contracts: string; others: string }>): Said => ({
    message: `${contracts} holds contracts and ${others} does not: invoices of contracts are their revenue, not orders besides`,
    hint: `longworth run ${contracts} --invoices ${others}`,
  }),
  noAmounts: (): Said => ({
    message: "The invoices have no amounts",
    hint: '--map amount="…" names the column',
  }),
  noneBelong: ({ name, column, found }: Readonly<{ name: string; column: string | null; found: readonly string[] }>): Said => ({
    message:
      column === null
        ? `No invoice of ${name} belongs to a contract: no column holds their ids, and no customer of it has one; it has ${listed(found)}`
        : `No invoice of ${name} belongs to a contract: "${column}" names none that counts`,
    hint: 'Export both with the same ids; --map contract="…" names the column of the contract, --map customer="…" that of the customer',
  }), // prettier-ignore
  ofInvoices: (message: string): string => `Invoices: ${message}`,

  /** The rule, whole. */
  rule: (files: readonly File[]): string =>
    `An invoice that belongs to a contract is revenue of the contract, not an order besides. It belongs to ${ruleOf(files)}. Every invoice is in one of these, so nothing is added twice.`,

  title: "What contracts brought: their invoices",
  lead: ({ contract, oneOff, currency }: Readonly<{ contract: Part; oneOff: Part; currency: Money }>): string =>
    `${invoicesOf(contract.invoices)} of contracts were paid, ${cents(Number(contract.paid) - Number(contract.refunded), currency)} less refunds; ${invoicesOf(oneOff.invoices)} of one-off orders, ${cents(Number(oneOff.paid) - Number(oneOff.refunded), currency)}.`,
  contracted: ({ contracted, payments, from, part, currency }: Readonly<{ contracted: string; from: string; payments: number; part: Part; currency: Money }>): string => {
    const all = Number(contracted);
    const share = all > 0 ? ` (${percent(Number(part.paid) / all, 1)} of it)` : "";
    return `From ${day(from)}, the day of the first invoice, to the last day ${integer(payments)} payments fell due, by the contracts' prices ${cents(all, currency)}: one on the first day of a contract or a new price, then one after every period. ${cents(Number(part.paid), currency)}${share} was paid, ${cents(Number(part.refunded), currency)} of that given back, ${cents(Number(part.unpaid), currency)} is unpaid and ${cents(Number(part.failed), currency)} failed. Discounts, taxes in prices and invoices that are not in the file make the rest.`;
  }, // prettier-ignore
  ladder: "From the files' total to what was paid",
  parts: {
    caption: "What is paid, given back, unpaid and failed",
    head: ["Part of", "Invoices paid", "Customers", "Paid", "Given back", "Left", "Unpaid", "Failed"],
    contract: "Contracts",
    one_off: "One-off orders",
    unknown_contract: "Contracts that are not in the file",
  },
  accounts: {
    caption: "The accounts that brought most",
    head: ["Account", "Due by price", "Paid less refunds", "Unpaid or failed", "One-off orders"],
    rest: "without an account",
  },
  customers: {
    caption: "The customers that brought most",
    head: ["Customer", "Due by price", "Paid less refunds", "Unpaid or failed", "One-off orders"],
    nobody: "no customer named",
  },
  masked: "hidden",
  told: ({ files, parts }: Readonly<{ files: readonly File[]; parts: readonly (Part & Readonly<{ belongs: string }>)[] }>, currency: Money): readonly (readonly [string, string])[] => {
    const names: Readonly<Record<string, string>> = { contract: "of contracts", one_off: "of one-off orders", unknown_contract: "of contracts that are not in the file" };
    const some = parts.filter(({ belongs, invoices: n }) => n > 0 || belongs !== "unknown_contract");
    const money = some.map((part) => `${cents(Number(part.paid) - Number(part.refunded), currency)} ${names[part.belongs] ?? part.belongs} (${invoicesOf(part.invoices)})`);
    return [["Paid", money.join(", ")], ["Rule", `an invoice belongs to ${ruleOf(files)}`]];
  }, // prettier-ignore
};
