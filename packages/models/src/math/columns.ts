/** Columns of a design on one scale. */

/** Columns with mean 0 and standard deviation 1, and what brings a coefficient back; a constant column is all 0. */
export type Standardised = Readonly<{
  columns: readonly Float64Array[];
  means: readonly number[];
  spreads: readonly number[]; // 1 for a constant column
}>;

/** Standardises every column. */
export function standardise(columns: readonly Float64Array[]): Standardised {
  const means = columns.map((column) => meanOf(column));
  const spreads = columns.map((column, j) => {
    let squares = 0;
    for (let i = 0; i < column.length; i++) squares += (column[i] - means[j]) ** 2;
    return Math.sqrt(squares / column.length) || 1;
  });
  return { columns: columns.map((column, j) => column.map((v) => (v - means[j]) / spreads[j])), means, spreads };
}

function meanOf(column: Float64Array): number {
  const origin = column[0] ?? 0; // centred first: a constant column has exactly no spread
  let sum = 0;
  for (let i = 0; i < column.length; i++) sum += column[i] - origin;
  return origin + sum / column.length;
}

/** Whether a number is missing or infinite in any of the columns. */
export function hasGaps(columns: readonly Float64Array[]): boolean {
  for (const column of columns) for (let i = 0; i < column.length; i++) if (!Number.isFinite(column[i])) return true;
  return false;
}
