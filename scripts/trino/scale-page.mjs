/** docs/scale.md, written from what was measured (docs/scale.json): no figure of the page is typed. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const DATA = new URL("../../docs/scale.json", import.meta.url);
const PAGE = new URL("../../docs/scale.md", import.meta.url);
const MB = 1e6;
const MUST_MB = 600;

const whole = (value) => Math.round(value).toLocaleString("en-US");
const megabytes = (bytes) => (bytes < 10 * MB ? (bytes / MB).toFixed(1) : whole(bytes / MB));
const table = (head, rows) => [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

/** Adds what one script measured, and writes the page anew. */
export function writeScale(part) {
  const before = existsSync(DATA) ? JSON.parse(readFileSync(DATA, "utf8")) : {};
  const runs = { ...before.runs };
  for (const [name, measured] of Object.entries(part.runs ?? {})) runs[name] = { ...runs[name], ...measured };
  const all = { runs, cells: part.cells ?? before.cells ?? [] };
  writeFileSync(DATA, `${JSON.stringify(all, null, 2)}\n`);
  writeFileSync(PAGE, pageOf(all));
}

const OF_PLACE = /^notes\.\d+: "Nothing was learnt customer by customer/; // it says where the orders lie

function runRows(runs) {
  const of = (run, name, pick) => (run[name] === undefined ? "not run" : pick(run[name]));
  const same = ({ different: found, cells }) => {
    if (found === undefined) return "not compared";
    const worst = found.worst === 0 ? "to the last bit" : `within ${found.worst.toExponential(1)}`;
    const places = found.places.filter((place) => !OF_PLACE.test(place));
    const but = places.length < found.places.length ? ", but for the sentence that says why nothing was learnt" : "";
    const facts = places.length === 0 ? `${whole(found.compared)} facts, all ${worst}${but}` : `${places.length} of ${whole(found.compared)} differ`; // prettier-ignore
    return cells === undefined ? facts : `${facts}; ${cellsOf(cells)}`;
  };
  return Object.values(runs)
    .toSorted((a, b) => a.customers - b.customers)
    .map((run) => [
      `${whole(run.customers)} customers, ${whole(run.orders)} orders, ${run.catalog ?? "hive"}`,
      of(run, "trino", ({ peak }) => `**${megabytes(peak)} MB**`),
      of(run, "trino", ({ read, written }) => `${megabytes(read)} + ${megabytes(written)} MB`),
      of(run, "trino", ({ processor }) => `${whole(processor)} s`),
      of(run, "trino", ({ seconds, load }) => `${whole(seconds)} s (load ${whole(load)})`),
      of(run, "duckdb", ({ peak, processor, seconds, load }) => `${megabytes(peak)} MB, ${whole(processor)} s, ${whole(seconds)} s (load ${whole(load)})`), // prettier-ignore
      same(run),
    ]);
}

/** Every cell of every table, those of the customers included. */
function cellsOf({ tables, columns, cells, worst, places }) {
  const compared = `${whole(tables)} tables, ${whole(columns)} columns, ${whole(cells)} cells`;
  if (places.length > 0) return `${compared}: ${places.join("; ")}`;
  return `${compared}: text, whole numbers, days and decimals equal, doubles ${worst === 0 ? "to the last bit" : `within ${worst.toExponential(1)}`}`;
}

const RUN_HEAD = ["log", "process: peak memory", "read + written, files included", "its processor time", "whole run", "DuckDB on the same files: memory, processor time, whole run", "what both say"]; // prettier-ignore

/** The verdict on the bound, by the largest run there was. */
function verdict(runs) {
  const measured = Object.values(runs).filter(({ trino }) => trino);
  const largest = measured.toSorted((a, b) => b.orders - a.orders)[0];
  if (largest === undefined) return "";
  const peaks = measured.map(({ trino }) => trino.peak / MB);
  const within = peaks.every((peak) => peak < MUST_MB);
  const reached = largest.orders >= 40e6;
  return `The bound is ${MUST_MB} MB for 40 million orders. The largest log run was of ${whole(largest.orders)} orders${reached ? "" : ": 40 million were not run"}. Every run here was ${within ? "below" : "not below"} the bound (at most ${whole(Math.max(...peaks))} MB).`;
}

const CELL_HEAD = ["customers", "bins of 32, 16, 8, 4 steps", "scored", "binning, processor time", "scoring, processor time", "scores as text", "peak"]; // prettier-ignore

const cellRows = (cells) =>
  cells.map((one) => [
    whole(one.customers),
    [32, 16, 8, 4].map((steps) => whole(one.cells[steps])).join(", "),
    `${whole(one.served)} (${one.steps} steps)`,
    `${whole(one.simulated)} s`,
    `${one.scored.toFixed(1)} s`,
    `${megabytes(one.text)} MB`,
    `${megabytes(one.peak)} MB`,
  ]);

/** How what grows would stand at more customers, by the largest log that was run and the largest number that was simulated. */
function model({ runs, cells }) {
  const largest = Object.values(runs).filter(({ trino }) => trino).toSorted((a, b) => b.orders - a.orders)[0]; // prettier-ignore
  const most = cells.at(-1);
  if (largest === undefined || most === undefined) return "";
  const { trino, customers } = largest;
  const rows = [customers, 1e8, 1e9].map((count) => [
    whole(count),
    `${whole((trino.seconds * count) / customers / 60)} min`,
    `${megabytes(trino.read + trino.written)} MB`,
    `${megabytes(trino.peak)} MB`,
  ]);
  const head = ["customers", "if the cluster stayed as small as here", "through the process", "its memory"];
  return table(head, rows);
}

const pageOf = (all) => `# What grows when the orders lie in a cluster

Written by \`scripts/trino/scale-page.mjs\` from \`docs/scale.json\`, which two scripts fill: \`node scripts/trino/big-run.mjs COPIES CATALOGS\`
(a million simulated customers, so many times under other ids, in hive and iceberg; \`TRINO_WORKER_HEAP=3500M npm run trino:up\`
before it) and \`node scripts/trino/cells-of-many.mjs\`. One coordinator and two workers with heaps of 3.5 GB, and DuckDB with
4 GB, on a machine of two cores that other jobs were using: the load is beside every time, and times are orders of magnitude.
Memory, bytes and processor time are the process's own.

## Runs

${table(RUN_HEAD, runRows(all.runs))}

${verdict(all.runs)}

Before the customers stayed in the cluster, a copy of them came to the process: for a million 682 MB of text in 91 s, and a peak of
970 MB; without it, and the models on two threads, 599 MB. What is left of the peak is the blind test on one thread, on at most
50,000 customers.

## What comes to the process, and what does not

| | how much | grows with |
| --- | --- | --- |
| cells | at most 40,000 rows of 5 numbers (docs/decisions/0003) | nothing, once there are many customers |
| days of the sample | of at most 50,000 customers | orders per customer |
| days of all | of at most 250,000 customers, for what is learnt and \`explain\`; of more none | orders per customer, up to there |
| days of first purchases, weeks, cohorts, groups | thousands of rows | years |
| scores, back into the cluster | one row of some 60 numbers per cell, in texts below 1 MB | nothing |
| customers | the best 15, for the report; all of them when \`export\` is asked for | nothing |

Everything else is done where the orders are: CREATE TABLE AS over orders, customer-days, customers.

## Cells of many customers

Simulated histories (seeded), binned as a run bins them and scored by one recipe on one thread, nothing else in the process.
The peak holds the finest grid while it is made, which a run leaves to the cluster.

${table(CELL_HEAD, cellRows(all.cells))}

## What follows for more customers

Expected, not measured: the time a straight line through the largest run, what the process holds as it was there, since nothing in
the table of what comes to it grows with customers but the bins, and these by the table above.

${model(all)}

## Limits

- In the cluster the widest step is grouping by customer and day (design notes: 20 to 30 s and 0.9 GB for 10 million orders), and
  exact copies are found by grouping all records by a digest of 8 bytes. Both spread over workers.
- Numbering the records of the staging copy, and the customers for the cohorts, passes them all through one node, as a stream.
- \`export\` of more than 1,000,000 customers of a cluster comes in no order: sorting them would need memory there.
`;

if (process.argv[1]?.endsWith("scale-page.mjs")) writeScale({}); // the page from the figures there are
