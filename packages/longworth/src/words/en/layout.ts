/** How texts stand on a terminal: lines that eyes can follow, columns that line up. */

const WIDTH = 100; // columns of a sentence; terminals are wider, eyes are not

/** Lines of at most 100 columns after `first`; further ones begin with as much room. */
export function wrapped(text: string, first = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line === "" || first.length + longer.length <= WIDTH) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return first + [...lines, line].join(`\n${" ".repeat(first.length)}`);
}

/** A table of texts, with as much room as each column needs. @param left columns of words; null: all are */
export function columns(rows: readonly (readonly string[])[], left: readonly number[] | null = null): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
  const set = (cell: string, i: number): string =>
    left === null || left.includes(i) ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0);
  return rows.map((row) => row.map(set).join("  ").trimEnd()).join("\n");
}

const MODELS: Readonly<Record<string, string>> = {
  nbd: "NBD (no dropout)",
  "bg-nbd": "BG/NBD",
  "mbg-nbd": "MBG/NBD",
  "pareto-nbd": "Pareto/NBD",
  "nbd-2": "NBD with regular gaps (no dropout)",
  "nbd-clock": "NBD on the business clock (no dropout)",
  "nbd-2-clock": "NBD with regular gaps on the business clock (no dropout)",
  "bg-nbd-clock": "BG/NBD on the business clock",
  "mbg-nbd-clock": "MBG/NBD on the business clock",
  "mbg-cnbd-2-clock": "MBG/CNBD-2 on the business clock",
  "mbg-cnbd-3-clock": "MBG/CNBD-3 on the business clock",
  "pareto-nbd-clock": "Pareto/NBD on the business clock",
};

/** A model of the pool by name; a name that is none stays. */
export const modelName = (name: string): string => MODELS[name] ?? name;

const CANDIDATES: Readonly<Record<string, string>> = {
  pool: "pool",
  "pool-without-learning": "pool without learning",
  "last-period": "last period again",
  "rfm-cell": "mean of the RFM cell",
  "active-months": "monthly value x retention",
};

/** Whatever forecasts, short enough for the first column of a table. */
export const candidateName = (name: string): string =>
  CANDIDATES[name] ?? modelName(name).replace(" with", ",").replace(" on the business clock", ", business clock");
