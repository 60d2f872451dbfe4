/** The outcomes of many damaged files as a page of docs/. */
import { FAULTS } from "./faults.js";
import type { Outcome } from "./judge.js";
import type { Trial } from "./trials.js";

const KINDS = ["exact", "named", "refused", "silent"] as const satisfies readonly Outcome["kind"][];

const share = (count: number, of: number): string => (of === 0 ? "-" : `${((100 * count) / of).toFixed(1)} %`);

function row(name: string, trials: readonly Trial[]): string {
  const counts = KINDS.map((kind) => trials.filter(({ outcome }) => outcome.kind === kind).length);
  const shown = counts.map((count, i) => (KINDS[i] === "silent" ? `${count}` : share(count, trials.length)));
  return `| ${name} | ${trials.length} | ${shown.join(" | ")} |`;
}

const table = (first: string, rows: readonly string[]): string =>
  [
    `| ${first} | files | read exactly | read, what is wrong named | refused, named | silent misreads |`,
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...rows,
  ].join("\n");

/** Codes of problems and refusals, most files first. */
function codes(trials: readonly Trial[], kind: "named" | "refused"): string {
  const counts = new Map<string, number>();
  for (const { outcome } of trials)
    if (outcome.kind === kind) counts.set(outcome.code, (counts.get(outcome.code) ?? 0) + 1);
  return [...counts]
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([code, count]) => `\`${code}\` ${count}`)
    .join(", ");
}

/** Markdown, the same for the same trials. */
export function report(trials: readonly Trial[], seed: number): string {
  const alone = trials.filter(({ faults }) => faults.length === 1);
  const two = trials.filter(({ faults }) => faults.length === 2);
  const sheets = [...new Set(trials.map(({ sheet }) => sheet))];
  const faults = Object.keys(FAULTS).map((fault) =>
    row(
      fault,
      alone.filter((trial) => trial.faults.includes(fault)),
    ),
  );
  const exports = sheets.map((name) =>
    row(
      name,
      trials.filter(({ sheet }) => sheet === name),
    ),
  );
  return `# Damaged files

Written by \`npm run test:damage\` (${trials.length} files, seed ${seed}); not to be edited.

Each file is a simulated export with one fault or two, at random places. Customers, orders, refunds, both totals and both
dates must be those of the undamaged export; where they are not, a problem with its place must account for the difference
(no more orders and no more money than the named records can hold), or the file must be refused with a place. Anything
else is a silent misread. Limits are the defaults: more than 0.1 % of unreadable records are a refusal.

${table("fault", [...faults, row("two of these", two), row("**all**", trials)])}

${table("export", exports)}

Problems that were named, by files: ${codes(trials, "named")}.

Reasons of refusals, by files: ${codes(trials, "refused")}.
`;
}
