/** The same numbers for those who read: every chart has its table, made from the same rows. */

/** Texts are formatted; the first column is set to the left, the others to the right. `total` adds the rows up. */
export type Table = Readonly<{
  caption: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
  total?: readonly string[];
  texts?: readonly number[]; // further columns of text, set to the left
  isWhole?: boolean; // every row is shown at once
}>;
