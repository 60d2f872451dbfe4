/** Distinct histories: all that a fit and a score need. */
import { ident, integer, list, sql, type Sql } from "./sql.js";

/**
 * How finely histories are binned; null: not at all. Bins of days are 4 days wide up to 4 x steps days and double in width
 * with every doubling after that, so that a bin is between 1 / steps and 2 / steps of the days in it; counts of purchases
 * have bins of 1 up to 2 x steps, and so on. The bins of half as many steps are unions of these.
 */
export type Steps = 32 | 16 | 8 | 4 | null;

/** Of which kind of number the bins are: the width of the first bins, and how many of them there are per step. */
type Kind = Readonly<{ narrowest: number; perStep: number }>;

const DAYS: Kind = { narrowest: 4, perStep: 1 };
const PURCHASES: Kind = { narrowest: 1, perStep: 2 };
const DOUBLINGS = 10; // of 16 days: 44 years

/** The least number of the bin that holds `value`, a whole number of at least 0. */
function binStart(value: Sql, steps: Steps, { narrowest, perStep }: Kind): Sql {
  if (steps === null) return value;
  const each = Array.from({ length: DOUBLINGS }, (_, k) => {
    const width = narrowest * 2 ** k;
    return sql`WHEN ${value} < ${integer(width * steps * perStep)} THEN ${integer(width)}`;
  });
  const width = sql`CASE ${list(each, sql` `)} ELSE ${integer(narrowest * 2 ** DOUBLINGS)} END`;
  return sql`${value} - mod(${value}, ${width})`;
}

function startOf(value: number, steps: Steps, { narrowest, perStep }: Kind): number {
  if (steps === null) return value;
  let width = narrowest;
  while (value >= width * steps * perStep && width < narrowest * 2 ** DOUBLINGS) width *= 2;
  return value - (value % width);
}

/** What customers of one cell share, over columns or numbers: name of the column of `cells` and start of the bin. */
export const cellKey = (
  { frequency, tenure, silence, spendDays }: Readonly<Record<"frequency" | "tenure" | "silence" | "spendDays", Sql>>,
  steps: Steps,
): Readonly<Record<string, Sql>> => ({
  frequency_from: binStart(frequency, steps, PURCHASES),
  tenure_from: binStart(tenure, steps, DAYS),
  silence_from: binStart(silence, steps, DAYS),
  spend_from: binStart(sql`(${spendDays} - 1)`, steps, PURCHASES), // with the first left out, as in frequency
});

/** The same of one history. */
export const cellKeyOf = (
  { frequency, tenure, silence, spendDays }: Readonly<Record<"frequency" | "tenure" | "silence" | "spendDays", number>>,
  steps: Steps,
): readonly number[] => [
  startOf(frequency, steps, PURCHASES),
  startOf(tenure, steps, DAYS),
  startOf(silence, steps, DAYS),
  startOf(spendDays - 1, steps, PURCHASES),
];

/**
 * cells: one row per distinct history, and how many customers share it. With `steps`, histories are binned and the row
 * holds the sums of its customers, so totals keep their first moments. cell counts from 1 in a fixed order.
 */
export const cells = (summary: string, steps: Steps): Sql => {
  const key = {
    frequency: sql`frequency`,
    tenure: sql`tenure`,
    silence: sql`(tenure - recency)`,
    spendDays: sql`spend_days`,
  };
  return numbered(sql`
  SELECT ${list(keyColumns(cellKey(key, steps)))}, count(*) AS customers, sum(frequency) AS frequency_sum,
    sum(recency) AS recency_sum, sum(tenure) AS tenure_sum, sum(spend_days) AS spend_sum
  FROM ${ident(summary)}
  WHERE frequency IS NOT NULL
  GROUP BY 1, 2, 3, 4`);
};

/** The same, from cells of twice as many steps. */
export const coarserCells = (finer: string, steps: Steps): Sql => {
  const key = {
    frequency: sql`frequency_from`,
    tenure: sql`tenure_from`,
    silence: sql`silence_from`,
    spendDays: sql`(spend_from + 1)`,
  };
  const sums = ["frequency_sum", "recency_sum", "tenure_sum", "spend_sum"].map(
    (name) => sql`sum(${ident(name)}) AS ${ident(name)}`,
  );
  return numbered(sql`
  SELECT ${list(keyColumns(cellKey(key, steps)))}, CAST(sum(customers) AS bigint) AS customers, ${list(sums)}
  FROM ${ident(finer)}
  GROUP BY 1, 2, 3, 4`);
};

const keyColumns = (key: Readonly<Record<string, Sql>>): readonly Sql[] =>
  Object.entries(key).map(([name, start]) => sql`CAST(${start} AS integer) AS ${ident(name)}`);

const numbered = (grouped: Sql): Sql => sql`
SELECT *, CAST(row_number() OVER (ORDER BY frequency_from, tenure_from, silence_from, spend_from) AS integer) AS cell
FROM (${grouped}
)`;

/** The cell of each customer of the sample, from 0, in the order of their numbers. */
export function cellsOfSample(
  { sample, summary, cells: table }: Readonly<{ sample: string; summary: string; cells: string }>,
  steps: Steps,
): Sql {
  const history = {
    frequency: sql`r.frequency`,
    tenure: sql`r.tenure`,
    silence: sql`(r.tenure - r.recency)`,
    spendDays: sql`r.spend_days`,
  };
  const own = Object.entries(cellKey(history, steps)).map(([name, start]) => sql`k.${ident(name)} = ${start}`);
  return sql`
SELECT CAST(k.cell AS double) - 1e0 AS cell
FROM ${ident(sample)} s
JOIN ${ident(summary)} r ON r.customer_id = s.customer_id
JOIN ${ident(table)} k ON ${list(own, sql` AND `)}
ORDER BY s.number`;
}

/** The columns of `cells` for the models, in the order of `cell`; recency and tenure in days. */
export const cellColumns = (table: string): Sql => sql`
SELECT CAST(frequency_sum AS double) / customers AS frequency, CAST(recency_sum AS double) / customers AS recency,
  CAST(tenure_sum AS double) / customers AS tenure, CAST(spend_sum AS double) / customers AS spend_days,
  CAST(customers AS double) AS weight
FROM ${ident(table)}
ORDER BY cell`;

/** The one-row answer to: how many cells are there? */
export const cellCount = (table: string): Sql => sql`
SELECT CAST(count(*) AS double) AS cells, CAST(coalesce(sum(customers), 0) AS double) AS customers,
  CAST(coalesce(sum(CASE WHEN frequency_from > 0 THEN customers ELSE 0 END), 0) AS double) AS repeat_buyers
FROM ${ident(table)}`;
