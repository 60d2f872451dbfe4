import { writeFileSync, appendFileSync } from "node:fs";
import path from "node:path";
import { test } from "vitest";
import { run } from "../../src/app/run.js";
import { runRequest } from "../../src/cli/options/request.js";
import { inlineWorkers } from "../../src/run/workers.js";
import { exportCsv } from "../../src/simulate/export-csv.js";
import { PRESETS } from "../../src/simulate/presets.js";
import { simulateShop } from "../../src/simulate/shop.js";
import { openRun } from "../../src/workspace/runs.js";
import { emptyFolder, testEffects } from "../support/effects.js";
const H = PRESETS.healthy;
const V: Record<string, object> = {
  base: {},
  no1: { buying: { ...H.buying, oneTimeShare: 0 } },
  no1s: { buying: { ...H.buying, oneTimeShare: 0 }, season: { amplitude: 0, peak: 0, weekend: 1 } },
  no1b: { buying: { ...H.buying, oneTimeShare: 0 }, dropout: { shape: 0.7, meanLife: 400 } },
  no1c: { buying: { ...H.buying, oneTimeShare: 0.1 }, dropout: { shape: 0.7, meanLife: 400 } },
};
test.each(Object.keys(V).flatMap((v) => [1, 2].map((s) => [v, s] as const)))("%s %s", async (v, seed) => {
  const shop = simulateShop({ ...H, ...V[v], customers: 2500 }, seed);
  const folder = emptyFolder();
  const file = path.join(folder, "orders.csv");
  writeFileSync(file, [...exportCsv(shop)].join(""));
  const effects = testEffects({ workers: inlineWorkers() });
  const request = runRequest([file], { workspace: [path.join(folder, "w")], horizon: ["365d"] }, { threads: 2, memory: "1000MB" });
  const result = await run(request, effects);
  const { manifest } = await openRun(request.workspace, result.run, effects.files);
  const total = manifest.totals["365d"]!;
  const r = shop.truth.totalRevenue;
  appendFileSync("/tmp/v.jsonl", JSON.stringify({ v, seed, grade: manifest.grades["365d"], ratio: total.expected_revenue! / r, ratioOrders: total.expected_orders / shop.truth.totalOrders, m: manifest.backtest["365d"]?.measures, o: manifest.backtest["365d"]?.origins.map((o) => [o.origin, o.expectedOrders / o.actualOrders, o.expectedRevenue! / o.actualRevenue!]) }) + "\n");
}, 300000);
