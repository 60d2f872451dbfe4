/**
 * Gradient boosting against LightGBM on the same table in the same turn, one thread each: 100,000 rows of 40 features, 100
 * trees of 31 leaves. CPU seconds, medians of three.
 */
import { bins, boosting, random } from "@longworth/models";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const [ROWS, FEATURES, TREES, LEAVES, TURNS] = [100_000, 40, 100, 31, 3];

const LIGHTGBM = `
import sys, time, numpy as np, lightgbm as lgb
rows, features, trees, leaves, file = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
table = np.fromfile(file).reshape(features + 1, rows)
data = lgb.Dataset(table[:features].T.copy(), table[features], params={"max_bin": 255, "verbose": -1})
data.construct()
started = time.process_time()
model = lgb.train({"objective": "binary", "num_leaves": leaves, "learning_rate": .1, "min_data_in_leaf": 20, "num_threads": 1,
  "min_sum_hessian_in_leaf": 1e-3, "max_bin": 255, "verbose": -1}, data, trees)
used = time.process_time() - started
p = model.predict(table[:features].T)
y = table[features]
print(used, -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
`;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function makeTable() {
  const draw = random.seeded(1);
  const columns = Array.from({ length: FEATURES }, () =>
    Float64Array.from({ length: ROWS }, () => random.normal(draw)),
  );
  const target = Float64Array.from({ length: ROWS }, (_, i) => {
    const [a, b, c, d, e] = columns.map((column) => column[i]);
    return Number(draw() < 1 / (1 + Math.exp(0.5 - a - Math.sin(2 * b) - c * d - (e * e) / 2)));
  });
  return { columns, target, data: bins.toBins(bins.featuresOf(columns), columns) };
}

function ours({ data, target }) {
  const before = process.cpuUsage();
  const fit = boosting.fit({ bins: data, target }, { loss: { kind: "logistic" }, rounds: TREES, maxLeaves: LEAVES });
  const used = process.cpuUsage(before);
  const scores = boosting.scores(fit, data);
  const loss = scores.reduce((sum, f, i) => sum + Math.log1p(Math.exp(target[i] > 0 ? -f : f)) / ROWS, 0);
  return [(used.user + used.system) / 1e6, loss];
}

/** @param python that has lightgbm @returns CPU seconds and training loss of both */
export function againstLightGbm(python) {
  const table = makeTable();
  const folder = mkdtempSync(path.join(os.tmpdir(), "longworth-boosting-"));
  try {
    const file = path.join(folder, "table.f64");
    writeFileSync(file, Buffer.concat([...table.columns, table.target].map((column) => Buffer.from(column.buffer))));
    const sizes = [ROWS, FEATURES, TREES, LEAVES].map(String);
    const theirs = () =>
      execFileSync(python, ["-c", LIGHTGBM, ...sizes, file], { encoding: "utf8" })
        .trim()
        .split(" ")
        .map(Number);
    const turns = Array.from({ length: TURNS }, () => [ours(table), theirs()]);
    const [own, reference] = [0, 1].map((which) => median(turns.map((turn) => turn[which][0])));
    const [loss, referenceLoss] = turns[0].map((one) => one[1]);
    return { own, reference, loss, referenceLoss };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
