/** The map of customers by repeat purchases and silence, gathered into the bands that a map can show. */

/** One number of repeat purchases (30 stands for more) and whole months of silence (60 stands for more). */
export type ActivityCell = Readonly<{
  frequency: number;
  months: number;
  customers: number;
  active: number; // sum of the chances of at least one purchase
  value: number; // sum of the expected values
}>;

/** From..to, both included; `to` is Infinity for the last. */
export type Range = Readonly<{ from: number; to: number }>;

/** Rows of frequencies, columns of months. */
export type ActivityMap = Readonly<{
  frequencies: readonly Range[]; // ascending
  months: readonly Range[]; // ascending
  cells: readonly (readonly ActivitySum[])[]; // [frequency][months]
}>;

/** Sums over the customers of a cell. */
export type ActivitySum = Readonly<{ customers: number; active: number; value: number }>;

const NOBODY: ActivitySum = { customers: 0, active: 0, value: 0 };
const LONGEST_SILENCE = 36; // months shown apart; longer is one column
const MANY = 0.25; // share of customers with more purchases than single rows hold, from which rows become wider

const SINGLE_ROWS = [0, 1, 2, 3, 4, 5, 6, 7];
const WIDE_ROWS = [0, 1, 2, 4, 7, 12, 20, 30];

/** Up to `columns` columns. Rows and columns fit the data: single numbers where most customers are, wider bands where they reach further. */
export function activityMap(cells: readonly ActivityCell[], columns: number): ActivityMap {
  const frequencies = ranges(rowsFor(cells), Math.max(0, ...cells.map((cell) => cell.frequency)));
  const longest = Math.max(0, ...cells.map((cell) => cell.months));
  const width = Math.max(1, Math.ceil(Math.min(longest + 1, LONGEST_SILENCE) / columns));
  const months = ranges(
    Array.from({ length: columns }, (_, i) => i * width),
    longest,
  );
  return {
    frequencies,
    months,
    cells: frequencies.map((row) =>
      months.map((column) =>
        cells
          .filter((cell) => within(cell.frequency, row) && within(cell.months, column))
          .reduce(
            (sum, { customers, active, value }) => ({
              customers: sum.customers + customers,
              active: sum.active + active,
              value: sum.value + value,
            }),
            NOBODY,
          ),
      ),
    ),
  };
}

const within = (value: number, { from, to }: Range): boolean => value >= from && value <= to;

function rowsFor(cells: readonly ActivityCell[]): readonly number[] {
  const count = (some: readonly ActivityCell[]): number => some.reduce((sum, { customers }) => sum + customers, 0);
  const beyond = cells.filter((cell) => cell.frequency >= SINGLE_ROWS.length - 1);
  return count(beyond) > MANY * count(cells) ? WIDE_ROWS : SINGLE_ROWS;
}

/** Ranges from these starts up to `last`; the last one is open when it had to hold more than its own width. */
function ranges(starts: readonly number[], last: number): readonly Range[] {
  const used = starts.filter((start) => start <= last);
  return used.map((from, i) => {
    const next = used[i + 1];
    const following = starts[starts.indexOf(from) + 1];
    if (next !== undefined) return { from, to: next - 1 };
    return { from, to: following === undefined ? Infinity : following - 1 };
  });
}
