/** docs/accuracy.md from the results. */
import { holds, signed } from "./musts.mjs";

/** Why a band missed, by log and target; a miss without a sentence here is reported as unexplained. */
const EXPLANATIONS = {};

const COLUMNS = [
  ["total", "predictedTotal", "predicted_total", 0],
  ["bias %", "bias", "bias_pct", 1],
  ["MAE", "mae", "mae", 4],
  ["RMSE", "rmse", "rmse", 3],
  ["Spearman", "spearman", "spearman", 3],
  ["Gini", "gini", "gini", 4],
  ["decile err", "decileError", "decile_error", 3],
  ["top10", "top10", "top10", 3],
  ["top20", "top20", "top20", 3],
  ["CRPS", "crps", "crps", 4],
  ["cov90", "coverage90", "coverage90", 3],
  ["cov90 top20", "coverage90Top20", "coverage90_top20", 3],
  ["IS90", "intervalScore", "interval_score", 2],
];
const ACTIVE = [
  ["AUC", "auc", "auc", 3],
  ["Brier", "brier", "brier", 4],
];

/** The whole document. @param checks what `crossCheck` returned per log, or the sentence that says why it did not run; `failed` logs without a forecast */
export const document = ({ results, failed, reached, checks }) =>
  [
    "# Forecast accuracy",
    "",
    "Written by `npm run accuracy`: the built product forecasts four public logs from the rows up to the calibration end",
    "only, and is scored against what came after. One purchase is a customer-day with a net amount above 0; refunds count",
    "in value; a customer without a forecast counts as forecast 0; the population are the customers who had bought by the",
    "calibration end. Metrics are those of `@longworth/models`, `evaluation/`: lower is better for MAE, RMSE, decile error,",
    "CRPS, IS90 (interval score) and Brier; higher for Spearman, Gini, top10, top20 and AUC; an honest 90 % interval of",
    "whole numbers covers more than .90 where most customers buy nothing. Our CRPS comes from 50 quantiles of",
    "`customers.parquet`, that of the others from 400 draws; 50 levels are less than .1 % too high.",
    "",
    typeof checks === "string"
      ? `Cross-check with the reference implementation: not run, ${checks}.`
      : `Cross-check with the reference implementation (\`evaluate.py\`): ${checks
          .map(
            ({ name, compared, largest }) =>
              `${name} ${compared} metrics, largest difference ${largest.toExponential(0)}`,
          )
          .join("; ")}.`,
    "",
    "## What it must reach",
    "",
    "| must | reached | figures |",
    "| --- | --- | --- |",
    ...failed.map(({ name }) => `| a forecast of ${name} | **no** | the run failed |`),
    ...reached.map((m) => `| ${m.must} | ${m.reached ? "yes" : "**no**"} | ${m.details.join("; ")} |`),
    "",
    ...results.flatMap(logSection),
  ].join("\n");

function logSection(result) {
  const { name, log, facts, servedName, unmatched } = result;
  const missing = unmatched === 0 ? "" : ` ${unmatched} customers had no forecast.`;
  return [
    `## ${name}`,
    "",
    `Calibration to ${log.calibrationEnd}, horizon ${log.horizon} days to ${log.horizonEnd}; ${grouped(facts.customers)} customers. Served: ${servedName}.${missing}`,
    "",
    ...bandTable(result),
    "",
    ...againstPeers(result),
    ...failureLines(result),
    ...table(result, "orders"),
    "",
    ...(log.money ? [...table(result, "value"), ""] : []),
  ];
}

function bandTable({ name, bands }) {
  const rows = Object.entries(bands).filter(([, band]) => band);
  const misses = rows.filter(([, band]) => !holds(band));
  return [
    "| total | what happened | forecast | 90 % band | held |",
    "| --- | ---: | ---: | ---: | --- |",
    ...rows.map(([target, band]) => {
      const [actual, point, low, high] = [band.actual, band.point, band.low, band.high].map((v) =>
        grouped(Math.round(v)),
      );
      return `| ${target} | ${actual} | ${point} | ${low} to ${high} | ${holds(band) ? "yes" : "**no**"} |`;
    }),
    ...misses.flatMap(([target]) => ["", EXPLANATIONS[name]?.[target] ?? `The miss of ${target} is not explained.`]),
  ];
}

/** How far the served CRPS is from the best peer's, better or worse. */
function againstPeers({ served, peers }) {
  const lines = ["orders", "value"].flatMap((target) => {
    const scored = Object.entries(peers).filter(([, scores]) => scores[target]?.crps !== undefined);
    if (!served[target] || scored.length === 0) return [];
    const [name, scores] = scored.reduce((a, b) => (b[1][target].crps < a[1][target].crps ? b : a));
    const apart = signed(100 * (served[target].crps / scores[target].crps - 1), 1);
    return [`CRPS of ${target} against the best peer on this log (${name}): ${apart} %.`];
  });
  return lines.length === 0 ? [] : [lines.join(" "), ""];
}

/** Candidates that could not be compared: the must on CRPS then looks at the others only. */
function failureLines({ failures }) {
  const names = Object.keys(failures);
  if (names.length === 0) return [];
  return [`No forecast by \`--model\` ${names.join(", ")}: ${[...new Set(Object.values(failures))].join("; ")}.`, ""];
}

function table({ served, servedName, candidates, failures, peers }, target) {
  const withActive = target === "orders";
  const columns = withActive ? [...COLUMNS, ...ACTIVE] : COLUMNS;
  const digits = (metric, usual) =>
    target === "value" && ["mae", "crps", "intervalScore"].includes(metric) ? 2 : usual;
  const own = (label, scores) => {
    const all = { ...scores[target], bias: 100 * scores[target].bias, ...(withActive ? scores.active : {}) };
    return row(
      label,
      columns.map(([, metric, , usual]) => cell(all[metric], metric, digits(metric, usual))),
    );
  };
  const peer = ([label, scores]) => {
    const all = { ...scores[target], ...(withActive ? scores.active : {}) };
    return row(
      label,
      columns.map(([, metric, theirs, usual]) => cell(all[theirs], metric, digits(metric, usual))),
    );
  };
  return [
    row(
      `**${target}**`,
      columns.map(([title]) => title),
    ),
    row(
      "---",
      columns.map(() => "---:"),
    ),
    own(`**Longworth, served (${servedName})**`, served),
    ...Object.entries(candidates).map(([name, scores]) => own(`Longworth, \`--model ${name}\``, scores)),
    ...Object.entries(failures).map(([name]) =>
      row(
        `Longworth, \`--model ${name}\` failed`,
        columns.map(() => "-"),
      ),
    ),
    ...Object.entries(peers)
      .filter(([, scores]) => scores[target])
      .map(peer),
  ];
}

const row = (label, cells) => `| ${[label, ...cells].join(" | ")} |`;
const grouped = (value) => value.toLocaleString("en-US");

function cell(value, metric, digits) {
  if (value === undefined || value === null || !Number.isFinite(value)) return "-";
  if (metric === "bias") return signed(value, digits);
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
