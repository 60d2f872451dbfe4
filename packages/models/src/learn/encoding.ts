/** Columns as inputs of a network: numbers by signed log1p, standardised, missing ones flagged; codes one by one. */

/** How a column becomes inputs; JSON. A number gives two: itself, 0 when missing, and whether it is. */
type ColumnEncoding = Readonly<
  { kind: "numeric"; centre: number; scale: number } | { kind: "category"; codes: readonly number[] }
>;
export type Encoding = readonly ColumnEncoding[];

const MAX_CODES = 20; // the most frequent ones; others are none of them

const squeeze = (x: number): number => Math.sign(x) * Math.log1p(Math.abs(x));

/** Decided by `rows` alone. @param categories columns whose numbers are codes */
export const encodingOf = (
  columns: readonly Float64Array[],
  rows: Int32Array,
  categories: readonly number[],
): Encoding =>
  columns.map((column, j): ColumnEncoding => {
    const known = Float64Array.from(rows, (row) => column[row]).filter(Number.isFinite);
    if (categories.includes(j)) return { kind: "category", codes: frequent(known) };
    const values = known.map(squeeze);
    const centre = values.reduce((a, b) => a + b, 0) / Math.max(values.length, 1);
    const square = values.reduce((sum, v) => sum + (v - centre) ** 2, 0) / Math.max(values.length, 1);
    return { kind: "numeric", centre, scale: Math.sqrt(square) > 0 ? Math.sqrt(square) : 1 };
  });

function frequent(codes: Float64Array): readonly number[] {
  const counts = new Map<number, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  const order = [...counts].sort(([a, m], [b, n]) => n - m || a - b);
  return order.slice(0, MAX_CODES).map(([code]) => code);
}

/** @returns the inputs of each row */
export function encode(encoding: Encoding, columns: readonly Float64Array[]): readonly Float64Array[] {
  const width = encoding.reduce((sum, column) => sum + (column.kind === "numeric" ? 2 : column.codes.length), 0);
  return Array.from({ length: columns[0]?.length ?? 0 }, (_, i) => {
    const row = new Float64Array(width);
    let at = 0;
    for (const [j, column] of encoding.entries()) {
      const x = columns[j][i];
      if (column.kind === "category") {
        const place = column.codes.indexOf(x);
        if (place >= 0) row[at + place] = 1;
        at += column.codes.length;
      } else {
        row[at++] = Number.isFinite(x) ? (squeeze(x) - column.centre) / column.scale : 0;
        row[at++] = Number.isFinite(x) ? 0 : 1;
      }
    }
    return row;
  });
}
