import { test } from "vitest";
import { learn } from "../../src/run/learn.js";
import { scoreCells } from "../../src/run/score-cells.js";
import { backtest } from "../../src/run/backtest.js";
import { inlineWorkers } from "../../src/run/workers.js";
import { statesAt } from "../../src/forecast/history.js";
import { groupStates } from "../../src/forecast/cells.js";
import { CANDIDATE_NAMES } from "../../src/forecast/candidates.js";
import { day, publicHistory } from "./logs.js";
const effects = { workers: inlineWorkers(), signal: new AbortController().signal, progress: () => undefined };
test("x", async () => {
  for (const [name, cut, H] of [["cdnow_sample", "1997-09-30", 273], ["cdnow_full", "1997-09-30", 273], ["grocery_elog","2006-12-31",364], ["online_retail_2010_2011", "2011-06-30", 162]] as const) {
    const h = publicHistory(name);
    let t = performance.now();
    const lap = (w: string) => { console.log(name, w, (performance.now() - t).toFixed(0)); t = performance.now(); };
    const recipe = await learn(h, { cut: day(cut), horizons: [90, H], models: CANDIDATE_NAMES, backtest: true }, effects);
    lap("learn");
    const { members, ...rest } = recipe;
    console.log(JSON.stringify(rest), members.map((m) => [m.name, m.weight.toFixed(3), m.weightActive.toFixed(3), m.fit.converged]).join(" "));
    const { cells } = groupStates(statesAt(h, day(cut)));
    const scores = await scoreCells(recipe, cells, { request: { horizons: [90, H], quantiles: [], annualDiscountRate: 0.1 }, effects });
    lap("score " + cells.weight.length);
    console.log(JSON.stringify(scores.totals), Object.entries(scores.columns).map(([k, v]) => k + ":" + v[100]!.toFixed(3) + (v.some((x) => !Number.isFinite(x)) ? "!" : "")).join(" "));
    const bt = await backtest(h, { end: day(cut), horizons: [90, H], models: CANDIDATE_NAMES, starts: members.map((m) => m.fit) }, effects);
    lap("backtest");
    console.log(JSON.stringify(bt.tests, null, 1), bt.rows.value.length);
  }
}, 300000);
