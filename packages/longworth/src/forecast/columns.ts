/** Columns of numbers. */

/** Parts in their order as one. */
export function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The numbers at these places. */
export function picked(values: ArrayLike<number>, places: Int32Array): Float64Array {
  const column = new Float64Array(places.length);
  for (let i = 0; i < column.length; i++) column[i] = values[places[i]!]!;
  return column;
}
