/** Compares our metrics with evaluate.py, the reference implementation, where python3 with numpy exists. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { predictionsCsv, score } from "./score.mjs";

const SAME = 1e-9; // of max(1, |value|)
const PYTHON = process.env.LONGWORTH_PYTHON ?? "python3";
const NAMES = {
  actualTotal: "actual_total",
  predictedTotal: "predicted_total",
  bias: "bias_pct",
  decileError: "decile_error",
  coverage90Top20: "coverage90_top20",
  belowP05: "below_p05",
  aboveP95: "above_p95",
  intervalScore: "interval_score",
  brierConstant: "brier_constant",
  meanPredicted: "mean_p",
  shareActive: "share_active",
};

/** @returns null when it can be run, else the sentence that says why not */
export function whyNoCrossCheck(evaluate) {
  if (!existsSync(evaluate)) return "the reference implementation is not there";
  const { status } = spawnSync(PYTHON, ["-c", "import numpy"]);
  return status === 0 ? null : "python3 with numpy is not there (LONGWORTH_PYTHON may name one)";
}

/**
 * Both score the same forecast against the same truth, the reference's: it adds floats, so that equal values of two
 * customers may differ in the last digit and are then no tie. Our own truth is exact and must be that to a millionth.
 * @returns the largest difference, relative to max(1, |value|), and the number of metrics compared
 */
export async function crossCheck(name, { columns, log, data, folder, evaluate }) {
  const truth = JSON.parse(python(["-c", TRUTH, path.dirname(evaluate), name, data]));
  const same =
    truth.customers.length === columns.customer_id.length &&
    truth.customers.every((id, i) => id === columns.customer_id[i]);
  if (!same) throw new Error(`${name}: the population differs from the reference's`);
  for (const target of log.money ? ["orders", "value"] : ["orders"]) {
    const apart = truth[target].findIndex((value, i) => Math.abs(value - columns[target][i]) > 1e-6);
    if (apart >= 0) throw new Error(`${name}: ${target} of ${truth.customers[apart]} differ from the reference's`);
  }
  const file = path.join(folder, `${name}-predictions.csv`);
  await writeFile(file, predictionsCsv(columns, log));
  const theirs = JSON.parse(python([evaluate, name, file, "--data-dir", data, "--json"]));
  const ours = score({ ...columns, orders: truth.orders, value: truth.value }, log);
  const differences = ["orders", "value", "active"].flatMap((part) =>
    Object.entries(ours[part] ?? {}).map(([metric, value]) =>
      difference(metric === "bias" ? 100 * value : value, theirs[part][NAMES[metric] ?? metric] ?? NaN),
    ),
  );
  const largest = Math.max(...differences);
  return { largest, compared: differences.length, agrees: largest <= SAME };
}

/** Arguments: folder of evaluate.py, log, data folder. */
const TRUTH = `import json, sys
sys.path.insert(0, sys.argv[1])
import evaluate
customers, orders, value = evaluate.truth(sys.argv[2], [sys.argv[3]])
print(json.dumps(dict(customers=customers, orders=orders.tolist(), value=value.tolist())))`;

function python(argv) {
  const child = spawnSync(PYTHON, ["-B", ...argv], { encoding: "utf8", maxBuffer: 1e9 });
  if (child.status !== 0) throw new Error(`python3 failed: ${child.stderr}`);
  return child.stdout;
}

/** Relative to max(1, |expected|); 0 when the metric exists on neither side, Infinity when on one only. */
function difference(ours, expected) {
  if (Number.isNaN(ours) || Number.isNaN(expected)) return Number.isNaN(ours) === Number.isNaN(expected) ? 0 : Infinity;
  return Math.abs(ours - expected) / Math.max(1, Math.abs(expected));
}
