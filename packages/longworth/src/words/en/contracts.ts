/** What is said about files of contracts: what they lack, what is wrong with them. */
import { formatter } from "../format.js";

const { integer, percent, decimal } = formatter("en");
const listed = (items: readonly string[]): string => items.map((item) => `"${item}"`).join(", ");

const NEEDED = {
  customer: "who has the contract",
  start: "the day on which the contract starts",
  period: "how often the contract is renewed",
} as const;

export const contracts = {
  columnMissing: ({ role, near }: Readonly<{ role: keyof typeof NEEDED; near: readonly string[] }>) => ({
    message: `No ${role} column: nothing says ${NEEDED[role]}; nearest: ${listed(near)}`,
    hint:
      role === "period"
        ? `--map period=month (or week, quarter, year) where it is the same for all, or --map period="${near[0] ?? "…"}"`
        : `--map ${role}="${near[0] ?? "…"}"`,
  }),
  tenureWithoutDay: ({ column }: Readonly<{ column: string }>) => ({
    message: `The file has no dates: "${column}" counts months up to a day that the file does not name`,
    hint: "--as-of with the day on which the file was made",
  }),
  asOfBeforeFirst: ({ asOf, first }: Readonly<{ asOf: string; first: string }>) => ({
    message: `--as-of ${asOf} lies before the first contract, ${first}`,
    hint: `--as-of with a day from ${first} on`,
  }),
  currencies: ({
    each,
  }: Readonly<{ each: readonly Readonly<{ currency: string; records: number; amount: string }>[] }>) => ({
    message: `${each.length} currencies: ${each.map((one) => `${one.currency} ${decimal(Number(one.amount), 2)} in ${integer(one.records)} records`).join(", ")}`,
    hint: `--only-currency ${each[0]?.currency ?? "EUR"}`,
  }),
  unknownStatuses: ({ values, n, share }: Readonly<{ values: readonly string[]; n: number; share: number }>) => ({
    message: `Status ${listed(values)} ${values.length === 1 ? "is" : "are"} not known: ${integer(n)} records, ${percent(share, 1)} of all`,
    hint: `--status "${values[0] ?? ""}"=count for a contract that runs, or =cancelled for one that ended`,
  }),
  nothingLeft: ({ records }: Readonly<{ records: number }>) => ({
    message: `None of the ${integer(records)} records is a contract that has begun; nothing is left to estimate`,
    hint: "longworth inspect FILE lists what each record was taken for",
  }),
  cohortStart: ({ name, value }: Readonly<{ name: string; value: string }>) => ({
    message: `Cohort ${name} starts at "${value}", which is no year, month or quarter`,
    hint: "Write 2024, 2024-05 or 2024-Q2",
  }),
  cohortCount: ({ name, value }: Readonly<{ name: string; value: string }>) => ({
    message: `Cohort ${name} counts "${value}" customers: no whole number`,
    hint: "Give counts of customers, not shares",
  }),
  countsRise: ({ name, before, count, at }: Readonly<{ name: string; before: number; count: number; at: string }>) => ({
    message: `Cohort ${name} grows from ${integer(before)} to ${integer(count)} customers at ${at}; those left of a cohort cannot become more`,
    hint: "Are these customers who came back, or those active in a period? Count those who have not left",
  }),
  tooManyCounted: ({ customers, most }: Readonly<{ customers: number; most: number }>) => ({
    message: `The cohorts hold ${integer(customers)} customers; ${integer(most)} can be counted`,
    hint: "Give the counts in hundreds or thousands",
  }),
  notForContracts: ({ option }: Readonly<{ option: string }>) => ({
    message: `${option} is for files of orders; these are contracts`,
    hint: `Leave ${option} out`,
  }),
};
