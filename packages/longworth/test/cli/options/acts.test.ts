/** What a command lists is what its request is made of: an option that would be ignored is not taken. */
import { expect, test } from "vitest";
import { compareRequest, readRequest, runRequest } from "../../../src/cli/options/request.js";
import { OPTIONS, optionsOf, type OptionName, type Written } from "../../../src/cli/options/table.js";

const LIMITS = { threads: 2, memory: "1GB" };

/** A value of every option that is not its default. */
const OTHER: Readonly<Record<OptionName, string>> = {
  map: "customer=Email",
  "date-format": "dd/mm/yyyy",
  decimal: ",",
  thousands: ".",
  "minor-units": "Total",
  delimiter: ";",
  encoding: "windows-1252",
  skip: "2",
  comment: "#",
  sheet: "Orders",
  header: "true",
  columns: "a,b",
  "on-bad-row": "reject",
  "max-bad-share": "5%",
  round: "true",
  "allow-empty": "true",
  "keep-case": "true",
  "normalize-ids": "nfc",
  expect: "dates=dmy",
  "as-of": "2025-12-31",
  amount: "total",
  margin: "35%",
  basis: "revenue",
  currency: "EUR",
  "only-currency": "EUR",
  status: "held=count",
  timezone: "Europe/Warsaw",
  "zero-amount": "count",
  duplicates: "drop",
  refunds: "ignore",
  "first-order": "first.csv",
  rates: "rates.csv",
  "rates-per": "own",
  prices: "prices.csv",
  "refunds-file": "refunds.csv",
  account: "Company",
  invoices: "invoices.csv",
  attributes: "facts.csv",
  surveys: "said.csv",
  horizon: "30d",
  "discount-rate": "10%",
  model: "nbd",
  effort: "quick",
  backtest: "off",
  quantiles: "0.25",
  seed: "7",
  report: "off",
  workspace: "elsewhere",
  output: "hive.shop",
  again: "true",
  "mask-ids": "true",
  json: "true",
  progress: "plain",
  quiet: "true",
  config: "other.yaml",
  threads: "1",
  memory: "2GB",
};

const SHELL: ReadonlySet<OptionName> = new Set(["json", "progress", "quiet", "config"]); // of the shell, not of the request
const BESIDE: Written = { currency: ["PLN"] }; // rates need one
const REQUESTS = { run: runRequest, compare: compareRequest, inspect: readRequest, drivers: readRequest } as const;
const NOT_READ: ReadonlySet<OptionName> = new Set(["margin", "mask-ids"]); // of every reading, and without effect on some

test.each(Object.entries(REQUESTS))("%s takes the options that change its request", (job, request) => {
  const plain = request(["a.csv"], BESIDE, LIMITS);
  const taken: readonly OptionName[] = optionsOf(job as keyof typeof REQUESTS); // cast: keys of the literal above
  for (const { name } of OPTIONS) {
    if (SHELL.has(name)) continue;
    const beside = name === "only-currency" ? {} : BESIDE;
    const other = request(["a.csv"], { ...beside, [name]: [OTHER[name]] }, LIMITS);
    const acts =
      JSON.stringify(other) !== JSON.stringify(name === "only-currency" ? request(["a.csv"], {}, LIMITS) : plain);
    if (!NOT_READ.has(name)) expect([name, acts]).toEqual([name, taken.includes(name)]);
  }
});
