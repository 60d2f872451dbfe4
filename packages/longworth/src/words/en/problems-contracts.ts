/** What was found among contracts and their invoices, by code. */
import { formatter } from "../format.js";
import { count, has, is, money, NOTHING, type Sentence } from "./problem-facts.js";

const { plural } = formatter("en");

export const ofContracts = {
  end_before_start: (f) => ({
    message: `${count(f, "contract")} ${plural(f.n, { one: "ends", other: "end" })} before ${plural(f.n, { one: "it starts", other: "they start" })}, first at ${f.at}: ${f.val}`,
    hint: "Are start and end exchanged? --map start=…, --map end=…; --on-bad-row reject goes on without them",
  }),
  end_missing: (f) => ({
    message: `${count(f, "contract")} ${has(f)} ended, and nothing says when, first at ${f.at}`,
    hint: "Export the day of the end; --on-bad-row reject goes on without them",
  }),
  period_missing: (f) => ({
    message: `${count(f, "contract")} ${has(f)} no period that can be read, first ${f.val === "" ? "a blank cell" : `"${f.val}"`} at ${f.at}`,
    hint: "Write month, quarter, year or a number of months; --on-bad-row reject goes on without them",
  }),
  cancelled_before_start: (f) => ({
    message: `${count(f, "contract")} ${is(f)} cancelled before a day was served; they are no contracts`,
    hint: NOTHING,
  }),
  never_started: (f) => ({
    message: `${count(f, "contract")} never began: trials, unpaid first invoices, drafts`,
    hint: '--status "trialing"=count counts them',
  }),
  starts_later: (f) => ({
    message: `${count(f, "contract")} ${plural(f.n, { one: "starts", other: "start" })} after ${f.val} and ${is(f)} not counted`,
    hint: "Leave out --as-of, or name a later day",
  }),
  contract_overlap: (f) => ({
    message: `${count(f, "customer")} ${has(f)} contracts at the same time, first at ${f.at}; all of them count`,
    hint: "Seats or add-ons do this. Is the customer column one of companies? --map customer=…",
  }),
  price_changed: (f) => ({
    message: `${count(f, "contract")} changed price while ${plural(f.n, { one: "it ran", other: "they ran" })}, first at ${f.at}; each price counts for its own time`,
    hint: NOTHING,
  }),
  price_missing: () => ({
    message: "The file has no prices: who stays is forecast, what it is worth is not",
    hint: '--map price="…"',
  }),
  invoice_after_as_of: (f) => ({
    message: `${count(f, "invoice")} (${money(f)}) lie${f.n === 1 ? "s" : ""} after ${f.a}, the last day of the contracts, the last on ${f.b}`,
    hint: `--as-of ${f.b} uses them`,
  }),
  invoice_part_paid: (f) => ({
    message: `${count(f, "invoice")} ${is(f)} not fully paid: ${money(f)} is open and counted as unpaid, the rest as paid`,
    hint: NOTHING,
  }),
  invoice_unknown_contract: (f) => ({
    message: `${count(f, "invoice")} (${money(f)}) name${f.n === 1 ? "s" : ""} a contract that is not among those that count, first ${f.val} at ${f.at}`,
    hint: "Export all contracts, ended ones too; trials and drafts do not count",
  }),
  invoice_before_start: (f) => ({
    message: `${count(f, "invoice")} (${money(f)}) ${is(f)} dated before ${plural(f.n, { one: "its", other: "their" })} contract starts, first at ${f.at}; counted for it`,
    hint: "Invoices in advance and trials do this; a start that was moved by a renewal does, too",
  }),
  invoice_after_end: (f) => ({
    message: `${count(f, "invoice")} (${money(f)}) ${is(f)} dated on or after the end of ${plural(f.n, { one: "its", other: "their" })} contract, first at ${f.at}; counted for it`,
    hint: "Last bills do this; many of them say that ends are wrong, or that ended contracts are still billed",
  }),
  invoice_contract_unsure: (f) => ({
    message: `${count(f, "invoice")} (${money(f)}) ${is(f)} of customers with several contracts and name${f.n === 1 ? "s" : ""} none, first at ${f.at}; counted for the one that started first`,
    hint: "Export invoices with the id of their contract; sums by customer are right all the same",
  }),
  invoice_other_payer: (f) => ({
    message: `${count(f, "invoice")} (${money(f)}) ${is(f)} paid by somebody else than the customer of ${plural(f.n, { one: "its", other: "their" })} contract, first at ${f.at}; counted for the contract`,
    hint: NOTHING,
  }),
  invoice_between_contracts: (f) => ({
    message: `${count(f, "invoice")} (${money(f)}) ${is(f)} of customers with contracts, on days when none runs, first at ${f.at}; counted as one-off orders`,
    hint: "Export invoices with the id of their contract",
  }),
  invoice_column_unknown: (f) => ({
    message: `No cell of "${f.col}" in ${f.at} is the id of a contract: invoices are joined by customer and day`,
    hint: 'Export contracts with these ids; --map contract="…" names the column',
  }),
} as const satisfies Record<string, Sentence>;
