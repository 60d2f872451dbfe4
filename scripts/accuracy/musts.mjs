/** What the forecast must reach on the public logs, and whether it does. */

const CRPS_SLACK = 1.01; // over the best own candidate
const COVERAGE = [0.86, 0.97];
const LOGS_HELD = 3; // of the four

/** Whether [low, high] holds the actual. */
export const holds = ({ actual, low, high }) => actual >= low && actual <= high;

/**
 * @param results per log `{ name, served, candidates, failures, bands }`; scores by name
 * @returns `[{ must, reached, details }]`
 */
export const musts = (results) => [
  ...["orders", "value"].map((target) => crpsMust(results, target)),
  ...["orders", "value"].map((target) => coverageMust(results, target)),
  ...["orders", "value"].map((target) => bandMust(results, target)),
];

function crpsMust(results, target) {
  const rows = results
    .filter(({ served }) => served[target])
    .map(({ name, served, candidates, failures }) => {
      const others = Object.entries(candidates).map(([candidate, scores]) => [candidate, scores[target].crps]);
      const [best, crps] = others.reduce((a, b) => (b[1] < a[1] ? b : a), ["none", Infinity]);
      return { name, best, ratio: served[target].crps / crps, missing: Object.keys(failures) };
    });
  return {
    must: `CRPS of ${target} at most 1 % above the best own candidate, on each log`,
    reached: rows.every(({ ratio }) => ratio <= CRPS_SLACK),
    details: rows.map(({ name, best, ratio, missing }) => {
      const without = missing.length === 0 ? "" : `; without ${missing.join(", ")}, which failed`;
      return `${name} ${signed(100 * (ratio - 1), 1)} % (${best}${without})`;
    }),
  };
}

function coverageMust(results, target) {
  const rows = results
    .filter(({ served }) => served[target])
    .map(({ name, served }) => [name, served[target].coverage90]);
  return {
    must: `90 % intervals of ${target} per customer cover .86 to .97`,
    reached: rows.every(([, coverage]) => coverage >= COVERAGE[0] && coverage <= COVERAGE[1]),
    details: rows.map(([name, coverage]) => `${name} ${coverage.toFixed(3)}`),
  };
}

/** At least three of four; where only three logs have money, one miss is allowed, too. */
function bandMust(results, target) {
  const rows = results.filter(({ bands }) => bands[target]);
  const held = rows.filter(({ bands }) => holds(bands[target])).length;
  return {
    must: `the 90 % band of total ${target} holds what happened in at least 3 of 4 logs (one miss)`,
    reached: held >= Math.min(LOGS_HELD, rows.length - 1),
    details: [`held in ${held} of ${rows.length}`],
  };
}

/** A number with its sign. */
export const signed = (value, digits) => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(digits)}`;

/**
 * A forecast that was worse than the naive one on its newest test must say so by its grade.
 * @param results `[{ grade, tested: { crps, naive } }]`, null where there was no test
 */
export function worseThanNaive(results) {
  const worse = results.filter(({ tested: { crps, naive } }) => crps !== null && naive !== null && crps > naive);
  const silent = worse.filter(({ grade }) => grade !== "D");
  return {
    must: "none is worse than the best naive forecast in its backtest without grade D",
    reached: silent.length === 0,
    details: `${worse.length} of ${results.length} worse, ${silent.length} of them without D`,
  };
}
