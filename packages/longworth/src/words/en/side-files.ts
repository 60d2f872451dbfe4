/** Sentences about the files beside the orders: rates, prices, refunds. */
import { formatter } from "../format.js";

const { integer, plural } = formatter("en");

type Said = Readonly<{ message: string; hint: string }>;
type Wrong = Readonly<{ n: number; value: string; at: string; column: string }>;

const NEEDS: Readonly<Record<string, string>> = {
  "--rates": "date,currency,rate",
  "--prices": "product,price: one line per product",
  "--refunds-file": "order,date,amount: one line per refund",
  "--surveys": "customer,date,nps: one line per answer",
  "--attributes": "customer,plan,channel,…: one line per customer",
};

const more = (n: number): string => (n === 1 ? "" : `, and ${integer(n - 1)} more`);
const listed = (items: readonly string[]): string => items.map((item) => `"${item}"`).join(", ");

export const sides = {
  columnMissing: ({ option, what, found }: { option: string; what: string; found: readonly string[] }): Said => ({
    message: `The file of ${option} has no ${what} column; it has ${listed(found)}`,
    hint: `It needs columns like ${NEEDS[option] ?? "those of the orders"}`,
  }),
  ragged: ({ n, found, expected }: { n: number; found: number; expected: number }): Said => ({
    message: `${integer(n)} ${plural(n, { one: "record has", other: "records have" })} ${found} fields instead of ${expected}`,
    hint: "Correct the file: it is used as a whole or not at all",
  }),

  /** What is wrong with the first of n cells. */
  wrong: {
    date: ({ n, value, at, column }: Wrong): Said => ({
      message: `${column}: ${value} at ${at} is no date${more(n)}`,
      hint: "Correct the cell, or leave the record out",
    }),
    rate: ({ n, value, at, column }: Wrong): Said => ({
      message: `${column}: ${value} at ${at} is no rate above 0${more(n)}`,
      hint: "Write rates as 0.9134, without marks between thousands",
    }),
    currency: ({ n, value, at, column }: Wrong): Said => ({
      message: `${column}: ${value} at ${at} is no currency code${more(n)}`,
      hint: "Write codes of three letters, as USD",
    }),
    price: ({ n, value, at, column }: Wrong): Said => ({
      message: `${column}: ${value} at ${at} is no price${more(n)}`,
      hint: "Correct the cell, or leave the record out",
    }),
    amount: ({ n, value, at, column }: Wrong): Said => ({
      message: `${column}: ${value} at ${at} is no amount${more(n)}`,
      hint: "Correct the cell, or leave the record out",
    }),
    twice: ({ n, value, at, column }: Wrong): Said => ({
      message: `${column}: ${value} at ${at} is there twice with different values${more(n)}`,
      hint: "Keep one of them",
    }),
    sign: ({ n, value, at, column }: Wrong): Said => ({
      message: `${column}: ${value} at ${at} has another sign than the refunds before it${more(n)}`,
      hint: "Give refunds only: all above 0, or all below",
    }),
  },

  rateMissing: (f: { currency: string; day: string; n: number; days: number; at: string }): Said => ({
    message: `No rate for ${f.currency} on ${f.day} (${f.at}), nor in the ${f.days} days before${f.n === 1 ? "" : `; ${integer(f.n)} days lack one in all`}`,
    hint: `Add ${f.currency} of that day to the file of --rates, or --only-currency`,
  }),
  rateDirection: (f: { currency: string; target: string; rate: number }): Said => ({
    message: `One ${f.currency} can be worth ${f.rate} ${f.target}, or one ${f.target} can buy ${f.rate} ${f.currency}: nothing in the file of --rates decides`,
    hint: `--rates-per foreign (one ${f.currency} is ${f.rate} ${f.target}) or --rates-per own (one ${f.target} is ${f.rate} ${f.currency})`,
  }),
  rates: (f: { currency: string; target: string; per: "foreign" | "own"; least: string; most: string }): string => {
    const [one, other] = f.per === "foreign" ? [f.currency, f.target] : [f.target, f.currency];
    return `one ${one} is ${f.least === f.most ? f.least : `${f.least} to ${f.most}`} ${other}`;
  },
  currencyBlank: (f: { n: number; at: string }): Said => ({
    message: `${integer(f.n)} ${plural(f.n, { one: "record names", other: "records name" })} no currency, first at ${f.at}; the others are in several`,
    hint: "Fill in the currency: it cannot be converted unless it is known",
  }),
  noCurrencies: (f: { asked: string }): Said => ({
    message: "--rates was given, but the file has no currency column",
    hint: `Leave it out: --currency ${f.asked} names the currency of the file; or --map currency="…"`,
  }),
  notOneCurrency: (f: { found: string; at: string }): Said => ({
    message: `A refund is in ${f.found} (${f.at})`,
    hint: "--rates FILE --currency CODE converts by date",
  }),
  hasAmounts: (f: { column: string }): Said => ({
    message: `--prices is for items without an amount; this file has "${f.column}"`,
    hint: "Leave --prices out",
  }),
  noProduct: (f: { prices: string; orders: string }): Said => ({
    message: `No column of ${f.orders} holds products of ${f.prices}`,
    hint: 'Name the same products in both: --map product="…" says which column of the orders has them',
  }),
  noCustomers: (f: { option: string; name: string }): Said => ({
    message: `No column of ${f.name} (${f.option}) holds customers of the orders`,
    hint: 'Export both with the same customer id; --map customer="…" names its column',
  }),
  noOrders: (f: { refunds: string; orders: string }): Said => ({
    message: `No column of ${f.refunds} holds order ids of ${f.orders}`,
    hint: "Export refunds with the number of their order, from the same shop and time",
  }),
  noOrderColumn: (): Said => ({
    message: "--refunds-file joins refunds by order id, and the orders have none",
    hint: 'Export orders with their ids, or --map order="…"',
  }),
  refundsAside: (f: { n: number; name: string }): Readonly<{ value: string; as: string }> => ({
    value: `${integer(f.n)} ${plural(f.n, { one: "refund", other: "refunds" })} of ${f.name}`,
    as: "belonging to orders that do not count, and left out",
  }),
};
