/** Sentences about --attributes: refusals, and what the report says of each file. */
import { formatter } from "../format.js";

const { decimal, integer, plural } = formatter("en");

type Said = Readonly<{ message: string; hint: string }>;
type Change = Readonly<{ mean: number; low: number; high: number }>;
type Column = Readonly<{ name: string; kind: string; categories?: number | undefined }>;

const listed = (items: readonly string[]): string => items.map((item) => `"${item}"`).join(", ");

const WHY: Readonly<Record<string, string>> = {
  identifier: "an identifier",
  date: "a date; give dated rows with a column known_at instead",
  constant: "the same for all",
  empty: "empty",
  tells_the_outcome:
    "refused: it tells nearly by itself who came back or stayed, so it holds what was not known beforehand",
  known_too_late: "known only after the days that can be learnt from",
  repeats_the_orders: "refused: it is a total of the orders at the day of the export, which the past did not know",
};

const KINDS: Readonly<Record<string, string>> = { number: "numbers", category: "categories" };

/** A change with its interval; digits by its size. */
function change({ mean, low, high }: Change): string {
  const size = Math.max(Math.abs(low), Math.abs(high));
  const digits = size > 0 ? Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(size)))) : 2;
  const show = (value: number): string =>
    `${value > 0 ? "+" : value < 0 ? "−" : ""}${decimal(Math.abs(value), digits)}`;
  return `${show(mean)} (${show(low)} to ${show(high)})`;
}

export const attributes = {
  noCustomer: ({ file, found }: { file: string; found: readonly string[] }): Said => ({
    message: `${file} names no customer; it has ${listed(found)}`,
    hint: "It needs the column with the customers' ids as in the orders: customer_id",
  }),
  nobody: ({ file, column }: { file: string; column: string }): Said => ({
    message: `None of the customers in "${column}" of ${file} is in the orders`,
    hint: "Use the same ids in both files",
  }),
  twice: ({ file, rows }: { file: string; rows: number }): Said => ({
    message: `A customer has ${integer(rows)} rows in ${file}, and nothing says which was known when`,
    hint: "Keep one row per customer, or add a column known_at with the day since which each row was known",
  }),
  needsLearning: (): Said => ({
    message: "--attributes is for what is learnt customer by customer, and that was left out",
    hint: "Leave out --effort quick, --model and --backtest off",
  }),

  title: "What else is known of customers",
  lead: "Each file was judged blind: the forecast of your own past with it against without. One that adds nothing is left out.",
  caption: "Files about customers and what they add",
  head: (kind: "value" | "orders") => ["File", "Customers", "Since when", `CRPS of ${kind}`, "Gini", "Used?"],
  row: (one: Readonly<{ name: string; known: number; isDated: boolean; crps: Change | null; gini: Change | null; isUsed: boolean; isLeftOut?: boolean | undefined }>) => [
    one.name,
    integer(one.known),
    one.isDated ? "as dated" : "taken as always known",
    one.crps === null ? "–" : change(one.crps),
    one.gini === null ? "–" : change(one.gini),
    one.isUsed ? "yes" : one.isLeftOut === true ? "no: not tried" : "no: it adds nothing for sure",
  ], // prettier-ignore
  legend: "Change of the mean score with two standard errors to both sides; a lower CRPS and a higher Gini are better.",
  columns: (columns: readonly Column[]): string =>
    columns
      .map(({ name, kind, categories }) => {
        const known = KINDS[kind];
        const count = categories === undefined ? "" : ` (${integer(categories)})`;
        return `${name}: ${known === undefined ? (WHY[kind] ?? kind) : `${known}${count}`}`;
      })
      .join("; "),
  unknown: (count: number): string =>
    count === 0
      ? ""
      : `${integer(count)} ${plural(count, { one: "customer is", other: "customers are" })} not in the orders.`,
  late: (rows: number): string =>
    rows === 0
      ? ""
      : `${integer(rows)} ${plural(rows, { one: "row", other: "rows" })} after the last day: used by nothing.`,
  tooMany:
    "With so many customers nothing is learnt of each unless --effort full asks for it, so these files were not used.",
};
